/** The next opening in the resident's way of speaking, on the city's clock. Pure. */
import type { Voice } from "../words/kiosk-speech";

const ZONE = "Asia/Tokyo";
const WEEKDAYS = ["にちようび", "げつようび", "かようび", "すいようび", "もくようび", "きんようび", "どようび"] as const;
const MONTHS = ["いちがつ", "にがつ", "さんがつ", "しがつ", "ごがつ", "ろくがつ", "しちがつ", "はちがつ", "くがつ", "じゅうがつ", "じゅういちがつ", "じゅうにがつ"] as const;
/** Days of the month are read by rules of their own. */
const DAYS = ["ついたち", "ふつか", "みっか", "よっか", "いつか", "むいか", "なのか", "ようか", "ここのか", "とおか", "じゅういちにち", "じゅうににち", "じゅうさんにち", "じゅうよっか", "じゅうごにち", "じゅうろくにち", "じゅうしちにち", "じゅうはちにち", "じゅうくにち", "はつか", "にじゅういちにち", "にじゅうににち", "にじゅうさんにち", "にじゅうよっか", "にじゅうごにち", "にじゅうろくにち", "にじゅうしちにち", "にじゅうはちにち", "にじゅうくにち", "さんじゅうにち", "さんじゅういちにち"] as const;

const part = (at: Date, locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }).format(at);

/** "11月24日（火曜日） 8:30"; with readings in easy Japanese; null when the instant is missing or broken. */
export function openingText(next_open: string | null, voice: Voice): string | null {
  if (next_open === null || Number.isNaN(Date.parse(next_open))) return null;
  const at = new Date(next_open);
  const time = part(at, "en-GB", { hour: "numeric", minute: "2-digit", hour12: false }).replace(/^0(?=\d:)/, "");
  if (voice === "en") return `${part(at, "en-GB", { weekday: "long", day: "numeric", month: "long" })} at ${time}`;
  const [month, day] = [Number(part(at, "en-US", { month: "numeric" })), Number(part(at, "en-US", { day: "numeric" }))];
  const weekday = part(at, "ja-JP", { weekday: "long" });
  if (voice === "ja") return `${month}月${day}日（${weekday}）${time}`;
  const reading = WEEKDAYS["日月火水木金土".indexOf(weekday[0] ?? "")] ?? "";
  return `{${month}月|${MONTHS[month - 1]}} {${day}日|${DAYS[day - 1]}}（{${weekday}|${reading}}） ${time}`;
}
