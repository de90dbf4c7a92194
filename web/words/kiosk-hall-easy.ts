/** What a resident reads with a number from the reception, and when somebody joins, in easy Japanese; part of `kiosk-easy.ts`. */
import type { kioskHallJa } from "./kiosk-hall-ja";
import type { Widen } from "./words";

export const kioskHallEasy: Widen<typeof kioskHallJa> = {
  number: {
    open: "{番号|ばんごう}の{紙|かみ}を{持|も}っている{人|ひと}",
    title: "{紙|かみ}の{番号|ばんごう}を{押|お}してください",
    field: "{番号|ばんごう}",
    hint: "{紙|かみ}の{大|おお}きな{数字|すうじ}です。わからないときは、{受付|うけつけ}の{人|ひと}に{聞|き}いてください。",
    keys: "{数字|すうじ}のボタン",
    clear: "{消|け}す",
    deleteOne: "1つ{消|け}す",
    go: "はい、{進|すす}みます",
    called: "{ticket}{番|ばん}の{人|ひと}を{呼|よ}んでいます。「{番号|ばんごう}の{紙|かみ}を{持|も}っている{人|ひと}」を{押|お}してください。",
  },
  guests: {
    joined: "{role} {name} さんが{来|き}ました。あなたの{顔|かお}と{声|こえ}が{届|とど}きます。いやなときは、{係|かかり}の{人|ひと}に{言|い}ってください。",
    guest: "ほかの{人|ひと}",
    roles: { city_officer: "{市役所|しやくしょ}の{人|ひと}", supervisor: "{責任者|せきにんしゃ}" },
  },
};
