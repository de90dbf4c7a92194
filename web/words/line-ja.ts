/** What a poor line of a visit means to an operator, in Japanese. `line-en.ts` has the same keys. */
export const lineJa = {
  steps: {
    video: "通常の映像",
    low_video: "小さい映像",
    still: "静止画と音声",
    audio: "音声のみ",
    telephone: "電話",
  },
  meanings: {
    video: "通話はいつもどおりです。",
    low_video: "映像を小さくしました。通話は続いています。",
    still: "映像を数秒ごとの静止画にしました。音声は続いています。",
    audio: "映像を止めました。音声と画面の案内は続いています。",
    telephone: "来庁者に電話番号とコードを示しています。電話がかかると、この対応に音声がつながります。",
  },
  causes: {
    loss: "回線でデータが失われています。",
    delay: "回線の遅れが大きくなっています。",
    jitter: "回線が安定していません。",
    narrow: "回線が細くなっています。",
    frozen: "映像が届いていません。",
    silent: "来庁者の端末と通信できません。",
    better: "回線が良くなってきました。",
  },
  byTelephone: "来庁者の音声は電話でつながっています。",
  unheard: "来庁者の端末とつなぎ直しています。",
};
