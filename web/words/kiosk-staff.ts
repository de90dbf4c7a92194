/** What staff read at a kiosk that serves no resident: Japanese, and the same in English below it. */
export interface Pair {
  ja: string;
  en: string;
}

export const kioskStaff = {
  enrolTitle: { ja: "この端末を窓口として登録する", en: "Enrol this device as a kiosk" },
  enrolHint: { ja: "管理画面で発行した登録コードを入力してください。コードは一度だけ使えます。", en: "Enter the code from the administration page. It works once." },
  code: { ja: "登録コード", en: "Enrolment code" },
  enrol: { ja: "登録する", en: "Enrol" },
  enrolling: { ja: "登録しています…", en: "Enrolling…" },
  revoked: { ja: "この端末の登録は取り消されました。もう一度使うには、新しい登録コードが必要です。", en: "The enrolment of this device was revoked. A new code is needed to use it again." },
  cannotHold: { ja: "このブラウザーでは登録できません。HTTPS の住所で開き、シークレットモードを使わないでください。", en: "This browser cannot be enrolled. Open the page by HTTPS and not in a private window." },
  codeWrong: { ja: "登録コードが違うか、期限が切れています。", en: "The code is wrong or has expired." },
  tooOften: { ja: "続けて間違えたため、しばらく登録できません。数分おいてからお試しください。", en: "Too many wrong codes. Please wait some minutes." },
  replacedTitle: { ja: "この窓口は別の画面で使われています", en: "This kiosk is in use on another screen" },
  replacedHint: { ja: "同じ登録の画面が別に開かれたため、こちらは止まっています。", en: "Another page with the same enrolment was opened, so this one has stopped." },
  takeBack: { ja: "この画面で使う", en: "Use it here" },
  forResidents: { ja: "ご来庁の方は、お近くの職員に声をかけてください。", en: "Visitors: please speak to a member of staff nearby." },
} satisfies Record<string, Pair>;
