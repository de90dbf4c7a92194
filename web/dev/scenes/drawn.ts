/** Drawn stand-ins for what no scene has: a page of a site, as tiles, and a person before the camera. Never shipped. */
import { BrowserPhotoCamera } from "../../browser/photo-camera";
import type { SharedBrowser } from "../../browser/shared-browser";
import { TILE_PX, writeTiles } from "../../browser/wire-bytes";

const WIDTH = 1_280;
const HEIGHT = 800;
const rows = [["お名前", "座間 花子"], ["フリガナ", "ザマ ハナコ"], ["生年月日", "昭和25年 2月 8日"], ["メールアドレス", "v-7k2m@mail.example.jp"], ["受取場所", "市民課（1階）"], ["連絡先の電話番号", ""]] as const;

/** An application in small Japanese letters, with a secret field covered as the host covers it. */
function drawPage(covered: boolean): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (pen === null) return canvas;
  const words = (text: string, x: number, y: number, size: number, colour = "#222", weight = "400") => {
    pen.fillStyle = colour;
    pen.font = `${weight} ${size}px "Noto Sans CJK JP", sans-serif`;
    pen.fillText(text, x, y);
  };
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#1a4a7a";
  pen.fillRect(0, 0, WIDTH, 72);
  words("カード申請 練習サイト", 32, 46, 26, "#fff", "700");
  words("申請の内容を入力する（2／4）", 32, 124, 24, "#222", "700");
  words("カードの交付を受けるために必要な事項を入力してください。入力した内容は次の画面で確認できます。", 32, 160, 16);
  rows.forEach(([name, value], at) => {
    const y = 196 + at * 76;
    words(name, 32, y + 20, 16, "#222", "700");
    words("必須", 220, y + 20, 13, "#b00000");
    pen.strokeStyle = "#767676";
    pen.strokeRect(32, y + 30, 620, 36);
    words(value, 44, y + 54, 18);
  });
  words("暗証番号（数字4桁）", 32, 672, 16, "#222", "700");
  pen.strokeStyle = "#767676";
  pen.strokeRect(32, 682, 220, 36);
  pen.fillStyle = "#333";
  if (covered) pen.fillRect(30, 680, 224, 40);
  pen.fillStyle = "#1a4a7a";
  pen.fillRect(32, 740, 220, 44);
  words("次へ進む", 96, 768, 18, "#fff", "700");
  pen.fillStyle = "#f2f5f9";
  pen.fillRect(720, 196, 520, 280);
  words("お知らせ", 744, 232, 18, "#222", "700");
  words("・写真は6か月以内に撮影したもの、正面、無帽、無背景に限ります。", 744, 270, 15);
  words("・メールが届かないときは、迷惑メールの設定を確認してください。", 744, 302, 15);
  words("・申請から受取りの案内まで、1か月ほどかかります。", 744, 334, 15);
  return canvas;
}

/** Tells the page's picture as the server would: all of it, tile by tile. */
export async function tellPage(browser: SharedBrowser, covered: boolean): Promise<void> {
  const page = drawPage(covered);
  const tiles = [];
  for (let y = 0; y < HEIGHT; y += TILE_PX) {
    for (let x = 0; x < WIDTH; x += TILE_PX) {
      const tile = document.createElement("canvas");
      tile.width = Math.min(TILE_PX, WIDTH - x);
      tile.height = Math.min(TILE_PX, HEIGHT - y);
      tile.getContext("2d")?.drawImage(page, -x, -y);
      const blob = await new Promise<Blob | null>((done) => tile.toBlob(done, "image/png"));
      if (blob !== null) tiles.push({ x, y, kind: "image/png" as const, bytes: new Uint8Array(await blob.arrayBuffer()) });
    }
  }
  browser.hear(writeTiles({ frame: 1, is_key: true, is_sharp: true, width_px: WIDTH, height_px: HEIGHT, tiles }));
}

function drawPerson(pen: CanvasRenderingContext2D, busy: boolean): void {
  pen.fillStyle = "#dfe4ea";
  pen.fillRect(0, 0, 1_280, 960);
  if (busy) for (let x = 0; x < 1_280; x += 90) { pen.fillStyle = x % 180 === 0 ? "#3d4b5c" : "#f1e6c8"; pen.fillRect(x, 0, 46, 620); }
  const oval = (x: number, y: number, across: number, down: number, colour: string) => { pen.fillStyle = colour; pen.beginPath(); pen.ellipse(x, y, across, down, 0, 0, 7); pen.fill(); };
  oval(640, 1_000, 330, 260, "#31435c");
  oval(640, 420, 205, 290, "#2b2320");
  oval(640, 450, 180, 255, "#e3b594");
  for (let at = 0; at < 60; at += 1) oval(500 + (at * 37) % 280, 210 + (at * 53) % 90, 7, 3, "#2b2320");
  for (const x of [570, 710]) { oval(x, 430, 26, 13, "#fff"); oval(x, 430, 12, 12, "#2b2320"); pen.fillStyle = "#2b2320"; pen.fillRect(x - 32, 392, 64, 9); }
  oval(640, 500, 12, 34, "#c98f6e");
  oval(640, 585, 58, 14, "#a8504a");
}

/** A camera before which somebody sits. */
export class DrawnCamera extends BrowserPhotoCamera {
  constructor(private readonly busy: boolean) {
    super();
  }
  override open(): Promise<MediaStream | null> {
    const canvas = document.createElement("canvas");
    canvas.width = 1_280;
    canvas.height = 960;
    const pen = canvas.getContext("2d");
    const draw = () => pen !== null && drawPerson(pen, this.busy);
    draw();
    setInterval(draw, 100);
    return Promise.resolve(canvas.captureStream(10));
  }
}
