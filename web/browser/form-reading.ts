/**
 * Reading the code of an application form at the kiosk. The form bears a name and an address, so that it must not be
 * seen: before the camera opens, the visit's picture is words alone, and it stays so until the form is put away.
 * Owns the order of these steps; must never know React, nor what is done with the number.
 */
import { makeStore, type Store } from "../live/live-store";
import { DocumentPicture } from "../visit/document-picture";
import { formIdIn } from "./form-id";

export interface FormView {
  phase: "off" | "aiming" | "read";
  /** What the resident aims by; null while it opens. */
  camera: MediaStream | null;
  /** There is no camera, or the picture cannot be covered. */
  failed: boolean;
  /** A code was seen that is no form's. */
  foreign: boolean;
  /** 申請書ID; on this page alone until the resident opens a page with it. */
  form_id: string | null;
}

export const noForm: FormView = { phase: "off", camera: null, failed: false, foreign: false, form_id: null };

export interface FormReadingOptions {
  /** Sends a track in place of the resident's picture, or that again; throws where it cannot. */
  showInstead: (track: MediaStreamTrack | null) => Promise<void>;
  /** Whether nothing else stands in the picture's place, which would come to light when this ends. */
  isFree: () => boolean;
  /** What stands in the picture meanwhile. */
  words: () => string;
  picture?: (words: string) => Pick<DocumentPicture, "track" | "camera" | "open" | "close">;
}

export class FormReading {
  readonly view: Store<FormView, Partial<FormView>> = makeStore((before, part: Partial<FormView>) => ({ ...before, ...part }), noForm);
  private readonly options: FormReadingOptions;
  private picture: Pick<DocumentPicture, "track" | "camera" | "open" | "close"> | null = null;

  constructor(options: FormReadingOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    if (this.picture !== null) return;
    if (!this.options.isFree()) return this.view.send({ ...noForm, phase: "aiming", failed: true });
    const picture = (this.options.picture ?? ((words) => new DocumentPicture(words)))(this.options.words());
    this.picture = picture;
    this.view.send({ ...noForm, phase: "aiming" });
    const opened = (await this.isCovered(picture)) && this.picture === picture && (await picture.open(null));
    if (this.picture === picture) this.view.send({ camera: opened ? picture.camera : null, failed: !opened });
  }

  /** A code is before the camera. */
  see(code: string): void {
    if (this.view.read().phase !== "aiming") return;
    const form_id = formIdIn(code);
    this.view.send(form_id === null ? { foreign: true } : { phase: "read", form_id, foreign: false });
  }

  /** The form is put away, or not to be read: the resident's own picture comes back, and the number is forgotten. */
  async stop(): Promise<void> {
    const wasCovered = this.picture !== null;
    this.end();
    if (wasCovered) await this.options.showInstead(null).catch(() => undefined);
  }

  /** The visit is over: the camera goes with it. */
  end(): void {
    this.picture?.close();
    this.picture = null;
    if (this.view.read().phase !== "off") this.view.send(noForm);
  }

  private isCovered(picture: Pick<DocumentPicture, "track">): Promise<boolean> {
    return this.options.showInstead(picture.track).then(
      () => true,
      () => false,
    );
  }
}
