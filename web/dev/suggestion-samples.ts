/** Suggestions for tests, whole and plausible; a test changes what it is about. */
import type { SuggestedDraft, SuggestedEntry, Suggestions } from "../faq/suggested";

export const anEntry = (part: Partial<SuggestedEntry> = {}): SuggestedEntry => ({
  key: "pickup-bring",
  version: 1,
  edition: 1,
  question: "カードを受け取るときの持ち物は何ですか",
  answer: "次のものを**お持ちください**。\n\n- 交付通知書（はがき）\n- 本人確認書類",
  language: "ja",
  stale: false,
  passage: "交付通知書（はがき）",
  topic: "u",
  audience: "resident",
  demonstration: true,
  sources: [{ title: "座間市 マイナンバーカードの受け取り", place: "https://www.city.zama.kanagawa.jp/", date: "2026-04" }],
  files: [],
  ...part,
});

export const aDraft = (part: Partial<SuggestedDraft> = {}): SuggestedDraft => ({
  model: "small-8b",
  after_ms: 2_400,
  sentences: [
    { text: "交付通知書（はがき）をお持ちください。", key: "pickup-bring", version: 1, quote: "交付通知書（はがき）" },
    { text: "ご本人がお越しください。", key: "pickup-who", version: 1, quote: "ご本人がお越しください。" },
  ],
  ...part,
});

export const someSuggestions = (part: Partial<Suggestions> = {}): Suggestions => ({
  contact: "c1",
  question_id: "q1",
  question: "マイナンバーカードの受け取りには何を持って行けばいいですか",
  language: "ja",
  by: "caller",
  heard_at: "2026-04-01T00:00:10Z",
  after_ms: 320,
  band: "choose",
  by_meaning: true,
  hits: [anEntry(), anEntry({ key: "pickup-who", question: "カードは本人でないと受け取れませんか", answer: "ご本人がお越しください。", passage: null, edition: null }), anEntry({ key: "op-fee-gate", question: "【オペレーター用】手数料の確認", audience: "operator", sources: [{ title: "手引き", place: "業務手引き 3章", date: "2026-04-01" }] })],
  off: [],
  draft: null,
  ...part,
});
