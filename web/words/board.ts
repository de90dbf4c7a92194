/** What the hall's call-up display says, in easy Japanese with readings and in English, both at once. */
export const board = {
  title: { ja: "{呼|よ}び{出|だ}し", en: "Now calling" },
  number: { ja: "{番号|ばんごう}", en: "Number" },
  go: { ja: "{行|い}くところ", en: "Please go to" },
  again: { ja: "もう{一度|いちど}{呼|よ}んでいます", en: "Called again" },
  none: { ja: "{呼|よ}んでいる{番号|ばんごう}はありません。お{待|ま}ちください。", en: "No number is called. Please wait." },
  waiting: { ja: "{待|ま}っている{番号|ばんごう}", en: "Waiting" },
  nobody: { ja: "{待|ま}っている{人|ひと}はいません", en: "Nobody is waiting" },
  closed: { ja: "いまは{受付|うけつけ}していません", en: "The counter is closed now" },
  lost: { ja: "つながりません。{番号|ばんごう}は{係|かかり}の{人|ひと}が{呼|よ}びます。", en: "No connection. Staff will call the numbers." },
  enrol: { ja: "この{画面|がめん}を{呼|よ}び{出|だ}し{表示|ひょうじ}にする", en: "Make this screen a call-up display" },
  code: { ja: "{登録|とうろく}コード", en: "Enrolment code" },
  hint: { ja: "{管理|かんり}{画面|がめん}の「{端末|たんまつ}」で{発行|はっこう}できます。", en: "Issued on the administration page under Kiosks." },
  submit: { ja: "{登録|とうろく}する", en: "Enrol" },
};
export type BoardWords = { ja: string; en: string };
