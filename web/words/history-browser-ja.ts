/** Japanese words of the shared browser in a contact's history; spread into `ja.ts`. */
export const historyBrowserJa = {
  eventKinds: { shared_browser: "共同画面" },
  browserNotes: {
    opened: "開いた",
    live: "ページを表示",
    paused: "一時停止",
    resumed: "再開",
    control_asked: "オペレーターが操作を依頼",
    control_offered: "来庁者が操作をまかせる",
    control_taken: "オペレーターが操作",
    control_back: "操作が来庁者に戻る",
    hold_began: "来庁者が秘密の入力を開始（オペレーターには見えません）",
    hold_ended: "秘密の入力が終了",
    photo_taken: "写真を撮影",
    photo_handed_over: "写真をページに渡す",
    photo_erased: "写真を消去",
    submitted: "申請を送信",
    ended: "終了",
    erase_failed: "消去を確認できず、作り直し",
    verified: "消去を確認",
  },
} as const;
