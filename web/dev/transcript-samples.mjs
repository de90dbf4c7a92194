/** The text of a call, a search through it and its summary, for looking at the pages. Never shipped. */
const words = (start_ms, ...texts) => texts.map((text, at) => ({ text, start_ms: start_ms + at * 700, end_ms: start_ms + (at + 1) * 700, redacted: null, masked: false }));
const segment = (id, party, label, start_ms, spoken, over = {}) => ({ id, party, label, start_ms, end_ms: spoken.at(-1).end_ms, audible: true, language: "ja", confidence: 0.91, source: "live", words: spoken, correction: null, ...over });

const AGENT = "佐藤 花子";
const hidden = { text: "＊＊＊＊＊＊＊5678", start_ms: 40_400, end_ms: 44_000, redacted: null, masked: true };
const taken = { text: "［個人番号］", start_ms: 30_100, end_ms: 36_800, redacted: "individual_number", masked: false };

export const transcript = () => ({
  label_ja: "自動認識・参考",
  label_en: "Recognised automatically; for reference",
  typed: false,
  coverage: { state: "complete", why: null },
  masked: true,
  may_correct: true,
  segments: [
    segment("s1", "agent", AGENT, 800, words(800, "お電話", "ありがとうございます。", "マイナンバー", "コールセンターの", "佐藤と", "申します。")),
    segment("s2", "caller", null, 6_000, words(6_000, "電子証明書の", "有効期限が", "切れたので", "更新", "したいのですが。")),
    segment("s3", "agent", AGENT, 12_000, words(12_000, "更新には", "予約が", "必要です。", "手数料は", "無料です。", "カードを", "お持ちください。")),
    segment("s4", "caller", null, 20_000, words(20_000, "交付の", "予約は", "土曜日でも", "できますか。"), { correction: { text: "更新の予約は土曜日でもできますか。", by: { id: "a1", name: AGENT }, at: new Date(Date.now() - 900_000).toISOString() } }),
    segment("s5", "caller", null, 29_400, [...words(29_400, "番号は"), taken, ...words(36_800, "です。")]),
    segment("s6", "caller", null, 39_700, [...words(39_700, "電話は"), hidden, ...words(44_000, "です。")]),
    segment("s7", "agent", AGENT, 47_000, words(47_000, "第2土曜日の", "件は、", "担当者から", "後ほど", "折り返し", "ご連絡いたします。")),
  ],
});

const hit = (at, over) => ({ contact: `h${at}`, arrived_at: new Date(Date.now() - at * 86_400_000).toISOString(), channel: "phone", agent: { id: "a1", name: AGENT }, segment: `s${at}`, party: "caller", label: null, at_ms: 8_100 + at * 900, snippet: [{ text: "電子証明書の有効期限が切れたので", hit: false }, { text: "更新", hit: true }, { text: "したいのですが。", hit: false }], corrected: false, more: 0, ...over });

export const hits = (query) => {
  if (/\d{12}/.test(query.get("q") ?? "")) return { status: 422, code: "secret_in_query", detail_ja: "個人番号や暗証番号などと思われる語は検索できません。保存もされていません。別の語で検索してください。", detail_en: "Such words are stored nowhere; look for others." };
  const none = query.get("q") === "ない";
  const items = none ? [] : [hit(1, { more: 2 }), hit(2, { party: "agent", label: AGENT, snippet: [{ text: "…お電話は＊＊＊＊＊＊＊5678ですね。", hit: false }, { text: "更新", hit: true }, { text: "には予約が必要です。", hit: false }] }), hit(9, { corrected: true, channel: "counter" })];
  return { items, next_cursor: query.get("cursor") === null ? "c" : null, searched_until: new Date(Date.now() - (query.get("cursor") === null ? 30 : 200) * 86_400_000).toISOString(), searched: 4_800, masked: true };
};

const cite = (segment, at_ms) => [{ segment, at_ms }];
export const summary = () => ({
  state: "draft",
  label_ja: "自動作成の下書き・要確認",
  label_en: "Drafted automatically; please check",
  source: "rules",
  lines: [
    { kind: "wish", text: "電子証明書の有効期限が切れたので更新したいのですが", cites: cite("s2", 6_000) },
    { kind: "answer", text: "更新には予約が必要です", cites: cite("s3", 12_000) },
    { kind: "answer", text: "手数料は無料です", cites: cite("s3", 12_000) },
    { kind: "open", text: "第2土曜日の件は、担当者から後ほど折り返しご連絡いたします", cites: cite("s7", 47_000) },
  ],
  topic: { code: "エ", evidence: ["電子証明書", "有効期限", "更新"].map((term) => ({ term, cites: cite("s2", 6_000) })), runner_up: null },
  masked: true,
  confirmed_by: null,
  confirmed_at: null,
});
