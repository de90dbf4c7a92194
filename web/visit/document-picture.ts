/**
 * The picture of a document as it is sent: painted here, frame by frame, from a camera that is never sent itself.
 * Only what lies in the outline is painted, and the cover is painted over it, so that the number does not leave
 * this machine. Until `reveal` the picture holds words alone. Must never know the connection, nor keep a frame.
 */
import { type Area, coverAtFirst, type DocumentKind, outlineOf, pixelsOf, whole } from "./document-mask";

/** A document is read, not watched. */
const FRAMES_A_SECOND = 10;
const WIDTH_PX = 1280;
const HEIGHT_PX = 720;

export interface Plan {
  kind: DocumentKind;
  cover: Area;
}

export const firstPlan = (kind: DocumentKind): Plan => ({ kind, cover: coverAtFirst(kind) });

export class DocumentPicture {
  /** What the resident aims by; it goes no further than this page. */
  readonly camera = new MediaStream();
  /** What is sent. */
  readonly track: MediaStreamTrack;
  private readonly canvas = document.createElement("canvas");
  private readonly source = document.createElement("video");
  private readonly words: string;
  private readonly timer: ReturnType<typeof setInterval>;
  private plan: Plan | null = null;

  /** `words` stand in the picture while nothing is shown. */
  constructor(words: string) {
    this.words = words;
    this.canvas.width = WIDTH_PX;
    this.canvas.height = HEIGHT_PX;
    this.source.muted = true;
    this.paint();
    const [track] = this.canvas.captureStream(FRAMES_A_SECOND).getVideoTracks();
    if (track === undefined) throw new Error("a canvas without a picture");
    this.track = track;
    this.timer = setInterval(() => this.paint(), 1_000 / FRAMES_A_SECOND);
  }

  /** Opens a camera to aim by, any when none is named; false when there is none. */
  async open(device: string | null): Promise<boolean> {
    this.dropCamera();
    const wanted = { width: { ideal: WIDTH_PX }, height: { ideal: HEIGHT_PX }, ...(device === null ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: device } }) };
    try {
      const [track] = (await navigator.mediaDevices.getUserMedia({ video: wanted })).getVideoTracks();
      if (track === undefined) return false;
      // Closed, or another camera chosen, while the browser asked.
      if (this.track.readyState === "ended" || this.camera.getTracks().length > 0) {
        track.stop();
        return false;
      }
      this.camera.addTrack(track);
      this.source.srcObject = this.camera;
      await this.source.play();
      return true;
    } catch {
      return false;
    }
  }

  /** The camera's picture, so many times as wide as high. */
  get ratio(): number {
    const { videoWidth, videoHeight } = this.source;
    return videoHeight === 0 ? WIDTH_PX / HEIGHT_PX : videoWidth / videoHeight;
  }

  /** Sends what lies in the outline, but for the cover. */
  reveal(plan: Plan): void {
    this.plan = plan;
    this.paint();
  }

  /** Sends words alone. */
  hide(): void {
    this.plan = null;
    this.paint();
  }

  close(): void {
    clearInterval(this.timer);
    this.plan = null;
    this.dropCamera();
    this.track.stop();
    this.canvas.width = 0;
  }

  private dropCamera(): void {
    for (const track of this.camera.getTracks()) {
      track.stop();
      this.camera.removeTrack(track);
    }
    this.source.srcObject = null;
  }

  private paint(): void {
    const pen = this.canvas.getContext("2d");
    if (pen === null) return;
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.plan === null || this.source.videoWidth === 0) this.paintWords(pen);
    else this.paintDocument(pen, this.plan);
  }

  private paintWords(pen: CanvasRenderingContext2D): void {
    pen.fillStyle = "#fff";
    pen.font = "48px sans-serif";
    pen.textAlign = "center";
    pen.fillText(this.words, this.canvas.width / 2, this.canvas.height / 2);
  }

  /** The outline fills the picture, whole and in its own shape; the camera's frame is never painted as a whole. */
  private paintDocument(pen: CanvasRenderingContext2D, { kind, cover }: Plan): void {
    const { videoWidth, videoHeight } = this.source;
    const from = pixelsOf(whole, outlineOf(kind, videoWidth / videoHeight), videoWidth, videoHeight);
    const scale = Math.min(this.canvas.width / from.width, this.canvas.height / from.height);
    const [width, height] = [from.width * scale, from.height * scale];
    const [x, y] = [(this.canvas.width - width) / 2, (this.canvas.height - height) / 2];
    const dark = pixelsOf(cover, whole, width, height);
    // The cover is cut out before anything is painted: a frame between two steps does not hold the number either.
    pen.save();
    pen.beginPath();
    pen.rect(x, y, width, height);
    pen.rect(x + dark.x, y + dark.y, dark.width, dark.height);
    pen.clip("evenodd");
    pen.drawImage(this.source, from.x, from.y, from.width, from.height, x, y, width, height);
    pen.restore();
  }
}
