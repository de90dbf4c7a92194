/** What a poor line means to a resident, in Japanese. `kiosk-line-en.ts` and `kiosk-line-easy.ts` have the same keys. */
export const kioskLineJa = {
  steps: {
    video: "回線が良くなりました。",
    low_video: "回線が混み合っているため、映像を小さくしています。お話はそのまま続けられます。",
    still: "回線が混み合っているため、映像を数秒ごとの写真にしています。声はそのまま届きます。",
    audio: "回線が混み合っているため、映像を止めています。声と画面の案内はそのまま続きます。",
    telephone: "回線がとても弱く、声が届かないおそれがあります。電話で続けられます。",
  },
  byTelephone: "電話の声でお話ししています。手続きはこのまま続きます。",
  ringTitle: "電話で続けるには",
  ring: "{number} に電話をかけてください。",
  key: "案内が流れたら、次のとおり押してください。",
  keys: "＊ {code}",
  keep: "受付番号と手続きはそのままです。同じオペレーターにつながります。",
};
