/**
 * Looks for a QR code in a camera's picture, a few times a second, in this page alone: nothing is sent and no picture is
 * kept. Read by `qr` (paulmillr/qr: MIT or Apache-2.0, no dependencies, released twice this year), in plain script:
 * readers of WebAssembly would need leave that the page's policy does not give. Comes with the first use.
 */
const LOOK_MS = 250;
/** Pixels across that are looked at; a form's code fills a third of the picture. */
const LOOK_WIDTH_PX = 960;

/** The text of the code in a picture; null when there is none that can be read. */
export type ReadCode = (picture: ImageData) => string | null;

export async function loadReader(): Promise<ReadCode> {
  const { decodeQR } = await import("qr/decode.js");
  return (picture) => {
    try {
      return decodeQR(picture);
    } catch {
      return null;
    }
  };
}

/** Tells every code that is seen until the answer is called. */
export function watchForCode(video: HTMLVideoElement, onCode: (code: string) => void, load: () => Promise<ReadCode> = loadReader): () => void {
  const canvas = document.createElement("canvas");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  const look = (read: ReadCode) => {
    if (left) return;
    const picture = pictureOf(video, canvas);
    const code = picture === null ? null : read(picture);
    picture?.data.fill(0);
    if (code !== null) onCode(code);
    timer = setTimeout(() => look(read), LOOK_MS);
  };
  const fetch = (): void => void load().then(look, () => (left ? undefined : (timer = setTimeout(fetch, 4 * LOOK_MS))));
  fetch();
  return () => {
    left = true;
    clearTimeout(timer);
    // A canvas that is made anew holds no pixel of what was on it.
    canvas.width = 0;
  };
}

function pictureOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | null {
  if (video.videoWidth === 0) return null;
  const scale = Math.min(1, LOOK_WIDTH_PX / video.videoWidth);
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen?.drawImage(video, 0, 0, width, height);
  return pen?.getImageData(0, 0, width, height) ?? null;
}
