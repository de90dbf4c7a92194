/** What a poor line means to a resident, in easy Japanese. */
import type { kioskLineJa } from "./kiosk-line-ja";
import type { Widen } from "./words";

export const kioskLineEasy: Widen<typeof kioskLineJa> = {
  steps: {
    video: "よく つながるように なりました。",
    low_video: "つながりにくいので、{映像|えいぞう}を {小|ちい}さくしています。{話|はなし}は {続|つづ}けられます。",
    still: "つながりにくいので、{動|うご}かない {写真|しゃしん}に しています。{声|こえ}は {聞|き}こえます。",
    audio: "つながりにくいので、{映像|えいぞう}を {止|と}めています。{声|こえ}は {聞|き}こえます。",
    telephone: "とても つながりにくいです。{声|こえ}が {聞|き}こえないかもしれません。{電話|でんわ}で {続|つづ}けられます。",
  },
  byTelephone: "{電話|でんわ}で {話|はな}しています。この {画面|がめん}も {使|つか}えます。",
  ringTitle: "{電話|でんわ}で {続|つづ}ける",
  ring: "{number} に {電話|でんわ}を かけてください。",
  key: "{声|こえ}が {聞|き}こえたら、この {番号|ばんごう}を {押|お}してください。",
  keys: "＊ {code}",
  keep: "あなたの {番号|ばんごう}は そのままです。{同|おな}じ {人|ひと}と {話|はな}せます。",
};
