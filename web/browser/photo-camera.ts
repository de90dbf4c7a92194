/**
 * The kiosk's camera for the photo, at the edge of the browser: opens it, looks at it small for the guide, takes the
 * photo large. Keeps no picture; what it gives out is the caller's to wipe. Rules are in `photo-rule.ts`.
 */
import { type FaceFound, GUIDE_WIDTH_PX, type Pixels } from "./photo-checks";
import { cutOf, type Encode, encodeToRule, type Encoded, type PhotoRule, sizeFor } from "./photo-rule";

/** The sharpest that ordinary cameras have; a browser gives the nearest. */
const WANTED = { width: { ideal: 1_920 }, height: { ideal: 1_440 }, facingMode: { ideal: "user" } } as const;

export interface PhotoCamera {
  /** Null when there is no camera, or it may not be used. */
  open: () => Promise<MediaStream | null>;
  /** The photo's part of the picture, small; null before the first. */
  look: (video: HTMLVideoElement, ratio: number) => Pixels | null;
  /** Null where the browser cannot find faces. */
  faces: (video: HTMLVideoElement, ratio: number) => Promise<readonly FaceFound[] | null>;
  take: (video: HTMLVideoElement, rule: PhotoRule) => Promise<Encoded | null>;
  close: () => void;
}

/** What some browsers have under this name (Shape Detection API). */
interface Detector {
  detect: (source: HTMLCanvasElement) => Promise<readonly { boundingBox: DOMRectReadOnly; landmarks?: readonly { type: string; locations: readonly { x: number; y: number }[] }[] }[]>;
}
type DetectorClass = new (options: { maxDetectedFaces: number; fastMode: boolean }) => Detector;

const detectorIn = (window: object): DetectorClass | null => ("FaceDetector" in window ? (window.FaceDetector as DetectorClass) : null);

export class BrowserPhotoCamera implements PhotoCamera {
  private stream: MediaStream | null = null;
  private is_closed = false;
  private readonly small = document.createElement("canvas");
  private detector: Detector | null | undefined;

  async open(): Promise<MediaStream | null> {
    this.is_closed = false;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED });
      // Left while the browser asked.
      if (this.is_closed) {
        stopAll(stream);
        return null;
      }
      this.stream = stream;
      return stream;
    } catch {
      return null;
    }
  }

  look(video: HTMLVideoElement, ratio: number): Pixels | null {
    const pen = this.drawSmall(video, ratio);
    return pen === null ? null : pen.getImageData(0, 0, this.small.width, this.small.height);
  }

  async faces(video: HTMLVideoElement, ratio: number): Promise<readonly FaceFound[] | null> {
    const detector = this.findDetector();
    if (detector === null || this.drawSmall(video, ratio) === null) return null;
    const { width, height } = this.small;
    try {
      return (await detector.detect(this.small)).map(({ boundingBox: box, landmarks }) => ({ x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height, tilt_degrees: tiltOf(landmarks ?? []) }));
    } catch {
      // Named by the browser, and yet not able: as if it were not there.
      this.detector = null;
      return null;
    }
  }

  async take(video: HTMLVideoElement, rule: PhotoRule): Promise<Encoded | null> {
    const cut = cutOf(video.videoWidth, video.videoHeight, rule.ratio);
    const size = sizeFor(cut, rule);
    if (size === null) return null;
    // The moment of the press, whatever the camera sees while it is encoded.
    const moment = canvasOf(cut.width, cut.height);
    const large = canvasOf(1, 1);
    moment.getContext("2d")?.drawImage(video, cut.x, cut.y, cut.width, cut.height, 0, 0, cut.width, cut.height);
    const encode: Encode = async ({ width_px, height_px }, quality) => {
      large.width = width_px;
      large.height = height_px;
      large.getContext("2d")?.drawImage(moment, 0, 0, width_px, height_px);
      const blob = await new Promise<Blob | null>((done) => large.toBlob(done, "image/jpeg", quality));
      return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
    };
    const encoded = await encodeToRule(encode, size, rule);
    for (const each of [moment, large]) each.width = 0;
    return encoded;
  }

  close(): void {
    this.is_closed = true;
    if (this.stream !== null) stopAll(this.stream);
    this.stream = null;
    this.small.width = 0;
  }

  private drawSmall(video: HTMLVideoElement, ratio: number): CanvasRenderingContext2D | null {
    if (video.videoWidth === 0) return null;
    const cut = cutOf(video.videoWidth, video.videoHeight, ratio);
    const height = Math.round(GUIDE_WIDTH_PX / ratio);
    if (this.small.width !== GUIDE_WIDTH_PX) this.small.width = GUIDE_WIDTH_PX;
    if (this.small.height !== height) this.small.height = height;
    const pen = this.small.getContext("2d", { willReadFrequently: true });
    pen?.drawImage(video, cut.x, cut.y, cut.width, cut.height, 0, 0, GUIDE_WIDTH_PX, height);
    return pen;
  }

  private findDetector(): Detector | null {
    if (this.detector === undefined) {
      const Found = detectorIn(window);
      try {
        this.detector = Found === null ? null : new Found({ maxDetectedFaces: 3, fastMode: true });
      } catch {
        this.detector = null;
      }
    }
    return this.detector;
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** The line through both eyes against the level; null when they were not both found. */
function tiltOf(landmarks: readonly { type: string; locations: readonly { x: number; y: number }[] }[]): number | null {
  const eyes = landmarks.filter(({ type }) => type === "eye").map(({ locations }) => middleOf(locations));
  const [left, right] = eyes.sort((one, other) => one.x - other.x);
  return left === undefined || right === undefined ? null : (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
}

function middleOf(points: readonly { x: number; y: number }[]): { x: number; y: number } {
  const n = Math.max(1, points.length);
  return { x: points.reduce((sum, { x }) => sum + x, 0) / n, y: points.reduce((sum, { y }) => sum + y, 0) / n };
}
