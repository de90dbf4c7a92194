/**
 * Showing a document: aim, show, put away, and only then the resident's own picture again. While anything of this
 * goes on, the camera itself is not sent: a card held up too early or still in the hand is seen by nobody.
 * Owns the order of these steps; must never know React. The painting is `visit/document-picture.ts`.
 */
import { type Store, makeStore } from "../live/live-store";
import type { DocumentState } from "../live/messages";
import { type DocumentKind, moved } from "../visit/document-mask";
import { DocumentPicture, firstPlan, type Plan } from "../visit/document-picture";

export interface DocumentView {
  phase: "off" | "aiming" | "shown" | "putting_away";
  plan: Plan;
  /** The camera the resident aims by; null while it opens. */
  camera: MediaStream | null;
  /** The camera's picture, so many times as wide as high. */
  ratio: number;
  failed: boolean;
  /** No cover can be put before the picture, so nothing is shown. */
  uncovered: boolean;
}

export const noDocument: DocumentView = { phase: "off", plan: firstPlan("card"), camera: null, ratio: 16 / 9, failed: false, uncovered: false };

export interface DocumentShowOptions {
  /** Sends a track in place of the resident's picture, or that again; throws where it cannot. */
  showInstead: (track: MediaStreamTrack | null) => Promise<void>;
  /** Tells the server that a document is shown, or not. */
  onShow: (on: boolean) => void;
  /** What stands in the picture while nothing is shown. */
  words: () => string;
  picture?: (words: string) => DocumentPicture;
}

export class DocumentShow {
  readonly view: Store<DocumentView, Partial<DocumentView>> = makeStore((before, part: Partial<DocumentView>) => ({ ...before, ...part }), noDocument);
  private readonly options: DocumentShowOptions;
  private picture: DocumentPicture | null = null;
  /** What is sent is the painted picture. */
  private covered = false;

  constructor(options: DocumentShowOptions) {
    this.options = options;
  }

  /** Begins to aim: the resident's own picture is gone before any document can be seen. */
  async aim(device: string | null): Promise<void> {
    const words = this.options.words();
    const picture = this.picture ?? (this.options.picture ?? ((given) => new DocumentPicture(given)))(words);
    if (this.picture === null) {
      this.picture = picture;
      this.view.send({ ...noDocument, phase: "aiming" });
    }
    if (!this.covered && !(await this.cover(picture))) return;
    this.view.send({ camera: null, failed: false });
    const opened = await picture.open(device);
    if (this.picture !== picture) return;
    this.view.send({ camera: opened ? picture.camera : null, ratio: picture.ratio, failed: !opened });
  }

  choose(kind: DocumentKind): void {
    this.adopt(firstPlan(kind));
  }

  /** Moves the cover by shares of the outline. */
  move(right: number, down: number): void {
    const { plan } = this.view.read();
    this.adopt({ ...plan, cover: moved(plan.cover, right, down) });
  }

  show(): void {
    const { phase, plan, camera } = this.view.read();
    if (phase !== "aiming" || camera === null || this.picture === null) return;
    this.picture.reveal(plan);
    this.view.send({ phase: "shown" });
    this.options.onShow(true);
  }

  /** Ends the showing; what was shown has to be put away before the resident's picture comes back. */
  stop(): void {
    if (this.picture === null) return;
    this.picture.hide();
    this.view.send({ phase: "putting_away" });
    this.options.onShow(false);
  }

  async putAway(): Promise<void> {
    if (this.picture === null) return;
    this.end();
    await this.options.showInstead(null);
  }

  /** The resident would rather not. */
  decline(): void {
    this.options.onShow(false);
  }

  /** Goes with the server's word: the operator has seen enough, or a page that was loaded again shows nothing. */
  follow(state: DocumentState, before: DocumentState): void {
    const { phase } = this.view.read();
    if (state === "none" && before === "shown" && phase === "shown") this.stop();
    else if (state === "shown" && phase === "off") this.options.onShow(false);
  }

  /** The visit is over: camera and picture go with it. */
  end(): void {
    this.picture?.close();
    this.picture = null;
    this.covered = false;
    this.view.send(noDocument);
  }

  /** Puts the painted picture in the place of the resident's own; false where no document may be shown. */
  private async cover(picture: DocumentPicture): Promise<boolean> {
    const stands = await this.options.showInstead(picture.track).then(
      () => true,
      () => false,
    );
    if (this.picture !== picture) return false;
    this.covered = stands;
    this.view.send({ uncovered: !stands });
    return stands && this.view.read().phase !== "putting_away";
  }

  private adopt(plan: Plan): void {
    this.view.send({ plan });
    if (this.view.read().phase === "shown") this.picture?.reveal(plan);
  }
}
