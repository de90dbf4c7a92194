/** What the FAQ suggests during a call, for looking at the pages. Never shipped. */
const source = (title, place, date = "2026-04-01") => ({ title, place, date });
const entry = (over) => ({ files: [], version: 1, edition: 1, language: "ja", stale: false, topic: "u", audience: "resident", demonstration: true, passage: null, ...over });

const hits = [
  entry({
    key: "pickup-booking",
    question: "カードの受け取りなどの予約はどうやって取りますか",
    answer: "**コールセンターで予約できます**。[0120-101-366](tel:0120101366) へお電話ください（午前8時30分から午後8時まで、年末年始を除き毎日）。担当の者が、市の予約サイトで代わりに予約を取ります。\n\n予約を変えたいとき、取り消したいときも、同じ電話番号でご相談ください。",
    passage: "予約を変えたいとき、取り消したいときも、同じ電話番号でご相談ください。",
    sources: [source("座間市 令和8年度業務委託仕様書（案）", "仕様書（案）6"), source("座間市 令和8年度業務委託仕様書（案）", "仕様書（案）6(3)③"), source("座間市 マイナンバーカードの受け取り", "https://www.city.zama.kanagawa.jp/", "2026-10")],
  }),
  entry({ key: "card-renewal", version: 3, edition: 2, question: "カードの有効期限が近いので更新したいです", answer: "更新できます。", topic: "i", sources: [source("市の案内", "窓口案内")] }),
  entry({ key: "op-secret-input", edition: null, audience: "operator", question: "【オペレーター用】暗証番号の入力が必要な画面になったときの対応", answer: "1. 住民の方へ操作を渡す。\n2. **尋ねない。**", sources: [source("業務手引き", "3章")] }),
];

/** What a language model made of the entries. */
export const draft = {
  model: "small-8b",
  after_ms: 2_400,
  sentences: [
    { text: "コールセンターで予約できます。", key: "pickup-booking", version: 1, quote: "コールセンターで予約できます。" },
    { text: "受付は午前8時30分から午後8時まで、年末年始を除き毎日です。", key: "pickup-booking", version: 1, quote: "0120-101-366 へお電話ください（午前8時30分から午後8時まで、年末年始を除き毎日）。" },
  ],
};

/** The message; an entry of `off` was taken away. */
export const suggestions = (contact, over = {}) => ({
  type: "suggestions",
  contact,
  question_id: "q1",
  question: "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか",
  language: "ja",
  by: "caller",
  heard_at: new Date(Date.now() - 30_000).toISOString(),
  after_ms: 312,
  band: "choose",
  by_meaning: true,
  hits,
  off: [],
  draft: null,
  ...over,
});

export const questionsHeard = () => [
  { id: "q1", at: new Date(Date.now() - 2_900_000).toISOString(), language: "ja", text: "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか", band: "choose", hits: ["pickup-booking@1", "card-renewal@3"], outcome: "taken", outcome_hit: "pickup-booking@1" },
  { id: "q2", at: new Date(Date.now() - 2_850_000).toISOString(), language: "ja", text: "駐車場は広いですか", band: "none", hits: [], outcome: null, outcome_hit: null },
];
