/**
 * A page of a site, drawn, and cut into the tiles that the host sends. Plain script, since it also runs in pages of the
 * pictures' own browser (`page-frame.mjs`). Never shipped.
 */
export const WIDTH = 1_280;
export const HEIGHT = 800;
const rows = [["お名前", "座間 花子"], ["フリガナ", "ザマ ハナコ"], ["生年月日", "昭和25年 2月 8日"], ["メールアドレス", "v-7k2m@mail.example.jp"], ["受取場所", "市民課（1階）"], ["連絡先の電話番号", ""]];

/** An application in small Japanese letters, with a secret field covered as the host covers it. */
export function drawPage(covered) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (pen === null) return canvas;
  const words = (text, x, y, size, colour = "#222", weight = "400") => {
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

/** The page in squares of so many pixels, each a PNG. */
export async function tilesOf(page, tile_px) {
  const tiles = [];
  for (let y = 0; y < HEIGHT; y += tile_px) {
    for (let x = 0; x < WIDTH; x += tile_px) {
      const tile = document.createElement("canvas");
      tile.width = Math.min(tile_px, WIDTH - x);
      tile.height = Math.min(tile_px, HEIGHT - y);
      tile.getContext("2d")?.drawImage(page, -x, -y);
      const blob = await new Promise((done) => tile.toBlob(done, "image/png"));
      if (blob !== null) tiles.push({ x, y, bytes: new Uint8Array(await blob.arrayBuffer()) });
    }
  }
  return tiles;
}
