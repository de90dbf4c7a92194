/** Files that go with entries of the FAQ; part of `ja.ts`. */
export const faqFilesJa = {
  files: {
    choose: "ファイルを選ぶか、ここに置いてください",
    hint: "PDF、PNG、JPEG、文字だけのファイル（UTF-8）。1つ {size} まで、{count} 個まで。写真の撮影場所などの情報は取り除かれます。",
    kinds: { pdf: "PDF", png: "画像", jpeg: "画像", text: "テキスト" },
    sending: "送信しています：{name}",
    callOffShort: "送信をやめる",
    callOff: "送信をやめる：{name}",
    failed: "「{name}」は添付できませんでした。{why}",
    dismiss: "この知らせを閉じる：{name}",
    removeShort: "添付から外す",
    remove: "添付から外す：{name}",
    added: "「{name}」を添付しました。保存すると下書きに入ります。",
    removed: "「{name}」を添付から外しました。",
    altered: "「{name}」から、画像以外の情報（撮影場所、機種など）を取り除きました。",
    wait: "ファイルの送信が終わってから保存してください。",
    faults: {
      empty: "ファイルが空です。選び直してください。",
      too_large: "{size} を超えています。小さくするか、分けてください。",
      too_many: "添付は {count} 個までです。ほかのファイルを外してください。",
    },
  },
};
