/** The FAQ for looking at its pages without a server: entries in every standing, questions, proposals, files. Never shipped. */
const ago = (s) => new Date(Date.now() - s * 1000).toISOString();
const DAY = 86_400;

const people = { sato: { id: "a1", name: "佐藤 花子" }, suzuki: { id: "a2", name: "鈴木 健" }, officer: { id: "o1", name: "市民課 山本" }, manager: { id: "m1", name: "責任 花子" } };

const source = (title, place, date) => ({ title, place, date });
const reissue = {
  topic: "o",
  audience: "resident",
  risk: "medium",
  publish: true,
  ja: {
    question: "マイナンバーカードをなくしました。再発行の手数料はいくらですか",
    reading: "まいなんばーかーどをなくしました。さいはっこうのてすうりょうはいくらですか",
    answer: "再発行の手数料は、次のとおりです。\n\n- カード **800円**\n- 電子証明書 **200円**\n\nあわせて **1,000円** です。災害のときなど、かからない場合があります。\n\n1. まず [0120-95-0178](tel:0120950178) に電話し、カードを止めてください。\n2. 警察に届け出て、受付番号を控えてください。\n3. 市役所で再発行を申請してください。\n\nくわしくは[市のページ](https://www.city.zama.kanagawa.jp/mynumber/reissue.html)をご覧ください。",
    aliases: ["カードをなくした 値段", "紛失 再交付 いくら", "なくしたら お金 かかる"],
  },
  en: { question: "I have lost my card. What does a new one cost?", reading: "", answer: "The card costs **800 yen** and the electronic certificate **200 yen**: **1,000 yen** together.\n\nFirst ring [0120-95-0178](tel:0120950178) to have the card stopped.", aliases: ["lost card fee", "how much is a new card"] },
  easy: { question: "カードをなくしました。お{金|かね}はいくらですか", reading: "", answer: "{新|あたら}しいカードは **1,000{円|えん}** です。\n\nはじめに [0120-95-0178](tel:0120950178) に{電話|でんわ}してください。", aliases: [] },
  sources: [source("座間市手数料条例", "座間市手数料条例 別表", "2024-12"), source("マイナンバーカード総合サイト", "https://www.kojinbango-card.go.jp/card/reissue/", "2026-11-01")],
  owner: "デジタル推進課 マイナンバー係",
  review_by: "2027-03-31",
  related: ["lost-stop", "reissue-documents"],
};
const changed = { ...reissue, ja: { ...reissue.ja, answer: reissue.ja.answer.replace("**800円**", "**1,000円**").replace("**1,000円** です。災害", "**1,200円** です。災害") } };

const approval = (ground, by, over = {}) => ({ ground, by, at: ago(40 * DAY), officer_name: null, signed_on: null, of_version: null, ...over });
const passed = (by, remark = "") => ({ by, at: ago(41 * DAY), verdict: "passed", remark });
const version = (number, content, over) => ({ version: number, content, stale: [], approval: approval("officer", people.officer), authors: [people.sato], reviews: [passed(people.suzuki, "条例の別表と照らし合わせました。")], confirmation: null, ...over });
const record = (kind, s, by, over = {}) => ({ at: ago(s), by, kind, revision: null, version: null, words: null, ...over });

const whole = {
  key: "reissue-fee",
  standing: "published",
  revision: 7,
  next_version: 4,
  demonstration: true,
  draft: { content: changed, revision: 7, stage: "in_review", since: ago(5_000), authors: [people.suzuki], saved_at: ago(6_000), still_right: ["ja-easy"], reviews: [{ by: people.sato, at: ago(3_000), verdict: "passed", remark: "改定後の金額を確認しました。" }] },
  versions: [
    version(3, reissue, { stale: ["en"], approval: approval("demonstration", people.manager) }),
    version(2, { ...reissue, ja: { ...reissue.ja, answer: reissue.ja.answer.replace("くわしくは", "詳しくは") } }, { approval: approval("review_file", people.manager, { officer_name: "市民課 山本 太郎", signed_on: "2026-10-02" }), authors: [people.sato, people.suzuki] }),
    version(1, reissue, { confirmation: { by: people.manager, at: ago(60 * DAY), note: "市の担当課に電話で確認" } }),
  ],
  live: { version: 3, since: ago(38 * DAY), until: null },
  scheduled: null,
  off: null,
  comments: [
    { number: 1, by: people.suzuki, at: ago(10 * DAY), text: "「災害のとき」の条件を聞かれました。もう少しくわしく書けませんか。", contact: "h1", resolved: null },
    { number: 2, by: people.sato, at: ago(30 * DAY), text: "電話番号の表記をそろえてください。", contact: null, resolved: { by: people.suzuki, at: ago(29 * DAY) } },
  ],
  records: [
    record("reviewed", 3_000, people.sato, { revision: 7, words: "改定後の金額を確認しました。" }),
    record("submitted", 5_000, people.suzuki, { revision: 7 }),
    record("edited", 6_000, people.suzuki, { revision: 7 }),
    record("commented", 10 * DAY, people.suzuki, { words: "「災害のとき」の条件を聞かれました。" }),
    record("published", 38 * DAY, people.manager, { version: 3 }),
    record("approved", 40 * DAY, people.manager, { revision: 6, version: 3 }),
    record("expired", 50 * DAY, null, { version: 2 }),
  ],
};
const empty = { draft: null, versions: [], live: null, scheduled: null, off: null, comments: [], records: [], demonstration: false, revision: 1, next_version: 1 };
const views = {
  "reissue-fee": whole,
  "lost-stop": { ...empty, key: "lost-stop", standing: "approved", revision: 2, next_version: 2, versions: [version(1, { ...reissue, risk: "high", easy: null, ja: { ...reissue.ja, question: "カードをなくしたので止めたいです" } })], records: [record("approved", 3_000, people.officer, { version: 1 })] },
  "new-draft": { ...empty, key: "new-draft", standing: "draft", draft: { content: { ...reissue, en: null, easy: null }, revision: 1, stage: "writing", since: null, authors: [people.sato], saved_at: ago(900), still_right: [], reviews: [] } },
  "gone": { ...empty, key: "gone", standing: "withdrawn", next_version: 2, versions: [version(1, reissue)], off: { why: "withdrawn", version: 1, at: ago(2 * DAY), by: people.manager, reason: "手数料の改定が決まったため" } },
};

const questions = ["マイナンバーカードをなくしました。再発行の手数料はいくらですか", "電子証明書の有効期限が切れたらどうすればよいですか", "代理人がカードを受け取ることはできますか。必要なものは何ですか", "健康保険証として使うには、どのような手続きが必要ですか", "コールセンターの電話番号と受付時間を教えてください", "公金受取口座を変更したい", "暗証番号を忘れてしまいました", "カードの申請から受け取りまでどのくらいかかりますか"];
const standings = ["published", "published", "in_review", "draft", "published", "scheduled", "withdrawn", "approved"];
const rows = Array.from({ length: 24 }, (_, i) => ({
  key: ["reissue-fee", "certificate-expired", "collect-by-proxy", "insurance-card", "callcentre-hours", "account-change", "pin-forgotten", "lost-stop"][i % 8] + (i < 8 ? "" : `-${Math.floor(i / 8)}`),
  question: questions[i % 8],
  topic: ["o", "e", "u", "ka", "ku", "ki", "o", "i"][i % 8],
  audience: i % 11 === 4 ? "operator" : "resident",
  risk: i % 7 === 6 ? "high" : "low",
  standing: standings[i % 8],
  draft: i % 8 === 0 ? "in_review" : i % 8 === 3 ? "writing" : i % 8 === 2 ? "in_review" : null,
  live_version: standings[i % 8] === "published" ? 1 + (i % 3) : null,
  latest_version: 1 + (i % 3),
  review_by: i % 5 === 1 ? "2026-11-01" : "2027-03-31",
  overdue: i % 5 === 1,
  stale: i % 6 === 0 ? ["en"] : i % 9 === 4 ? ["en", "ja-easy"] : [],
  open_comments: i % 4 === 0 ? 1 + (i % 3) : 0,
  updated_at: ago(i * DAY),
}));
const counts = { draft: 12, in_review: 3, approved: 4, scheduled: 1, published: 58, withdrawn: 2 };

function entries(query) {
  const found = rows.filter((row) => (query.get("standing") ?? row.standing) === row.standing && (query.get("topic") ?? row.topic) === row.topic && `${row.key}${row.question}`.includes(query.get("text") ?? ""));
  return { items: found, next_cursor: query.get("cursor") === null && found.length > 20 ? "n" : null, counts };
}

/** Cut at the signs where the server would cut; enough for looking at it. */
function pieces(from, to) {
  const cut = (text) => text.match(/[0-9,]+|[ぁ-んー]+|[ァ-ヶー]+|[一-龠々]+|[A-Za-z]+|[\s\S]/g) ?? [];
  const [a, b] = [cut(from), cut(to)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const found = [];
  const push = (kind, text) => (found.at(-1)?.kind === kind ? (found.at(-1).text += text) : found.push({ kind, text }));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { push("kept", a[i]); i += 1; j += 1; }
    else if (i < a.length && (j === b.length || lengths[i + 1][j] >= lengths[i][j + 1])) { push("removed", a[i]); i += 1; }
    else { push("added", b[j]); j += 1; }
  }
  return found;
}

function compare(view, query) {
  const text = (name) => (name === "draft" ? view.draft?.content : view.versions.find((each) => String(each.version) === name)?.content) ?? reissue;
  const [from, to] = [text(query.get("from")), text(query.get("to"))];
  const cells = (content) => ({ question_ja: content.ja.question, answer_ja: content.ja.answer, aliases_ja: content.ja.aliases.join("\n"), answer_en: content.en?.answer ?? "", owner: content.owner, review_by: content.review_by });
  const [old, now] = [cells(from), cells(to)];
  return Object.keys(old).map((field) => ({ field, pieces: pieces(old[field], now[field]) }));
}

const problem = (field, text_ja, text_en) => ({ field, code: "x", text_ja, text_en });
function check({ key, content }) {
  const problems = [];
  if (content.ja.question === "") problems.push(problem("question_ja", "空欄です。質問を書いてください。", "It is empty; write the question."));
  if (content.ja.answer === "") problems.push(problem("answer_ja", "空欄です。回答を書いてください。", "It is empty; write the answer."));
  if (content.sources.length === 0) problems.push(problem("sources", "出典がありません。1つ以上書いてください。", "There is no source; name at least one."));
  if (content.owner === "") problems.push(problem("owner", "空欄です。担当を書いてください。", "It is empty; name the department."));
  return { problems, conflicts: content.ja.question.includes("手数料") && key !== "reissue-fee" ? [{ key: "reissue-fee", question: reissue.ja.question, contradiction: true }] : [] };
}

const hit = (key, question, over = {}) => ({ key, version: 3, edition: 2, question, answer: reissue.ja.answer, passage: "- カード 800円\n- 電子証明書 200円", topic: "o", audience: "resident", demonstration: key === "lost-stop", score: 0.81, ...over });
function search(text) {
  const hits = [hit("reissue-fee", questions[0]), hit("lost-stop", "カードをなくしたので止めたいです", { passage: null, edition: null, version: 1 }), hit("pin-forgotten", questions[6], { audience: "operator", passage: null })];
  const band = text.includes("？？") ? "hand_over" : text.includes("なくした") ? "answer" : "choose";
  return { question: "q1", band, confidence: 0.9, by_meaning: !text.includes("言葉"), hits: text.includes("なにもない") ? [] : hits };
}
const suggest = (text) => questions.filter((question) => [...text].every((letter) => question.includes(letter))).slice(0, 5).map((question, i) => ({ key: rows[i].key, version: 1, question, title: question }));

const asked = [
  ["カードなくしたらいくらかかるの", "choose", "helped", ["reissue-fee@3", "lost-stop@1"]],
  ["なまえがかわったときのてつづき", "hand_over", "not_helped", ["insurance-card@1"]],
  ["駐車場はありますか", "none", null, []],
  ["where can I renew my certificate", "answer", "helped", ["certificate-expired@2"]],
  ["こどものかーどをおやがうけとれますか", "choose", null, ["collect-by-proxy@1", "account-change@1", "pin-forgotten@2"]],
].map(([text, band, outcome, hits], i) => ({ id: `q${i}`, at: ago(i * 4_000 + 200), channel: ["desk", "public", "chat", "public", "voice"][i], language: i === 3 ? "en" : "ja", text, band, confidence: [0.62, 0.21, 0.03, 0.93, 0.48][i], hits, contact: i === 0 ? "h1" : null, outcome }));
const proposal = (id, kind, wording, count, target, over = {}) => ({ id, state: "open", kind, target, language: "ja", wording, count, examples: [wording, `${wording}か教えて`, `すみません、${wording}のことで`], made_at: ago(DAY), decided_by: null, decided_at: null, ...over });
const proposals = [proposal("p1", "alias", "カードなくしたらいくら", 14, "reissue-fee"), proposal("p2", "entry", "駐車場はありますか", 9, null), proposal("p3", "alias", "なまえがかわったとき", 6, "insurance-card"), proposal("p4", "alias", "かーどまだこない", 4, "callcentre-hours", { state: "rejected", decided_by: people.manager, decided_at: ago(3_000) })];

const editions = [
  { number: 2, made_at: ago(3 * DAY), made_by: people.manager, note: "手数料の改定と、電子証明書の更新の案内を加えました。", entries: 61, added: 3, changed: 5, removed: 1, receipt: null },
  { number: 1, made_at: ago(60 * DAY), made_by: people.manager, note: "", entries: 58, added: 58, changed: 0, removed: 0, receipt: { received_by: "市民課 山本 太郎", received_on: "2026-10-02", noted_by: people.manager, noted_at: ago(59 * DAY) } },
];
const imported = {
  added: ["parking", "name-change"],
  changed: [{ key: "reissue-fee", fields: ["answer_ja", "review_by"] }, { key: "pin-forgotten", fields: ["aliases_ja"] }],
  unchanged: 76,
  missing: ["old-entry"],
  problems: [{ row: 12, code: "bad_link", field: "answer_ja", text_ja: "リンクの行き先が使えません。https か電話番号にしてください。", text_en: "A link leads where none may." }, { row: 31, code: "no_date", field: "review_by", text_ja: "日付ではありません。2027-03-31 のように書いてください。", text_en: "It is no date." }, { row: 45, code: "more_cells", field: null, text_ja: "列の数が合いません。", text_en: "The number of columns is wrong." }],
  further_problems: 4,
};
const reviewFile = { officer_name: "市民課 山本 太郎", signed_on: "2026-11-29", unmarked: 3, marks: [{ key: "reissue-fee", mark: "approved", remark: "" }, { key: "lost-stop", mark: "returned", remark: "24時間受け付けていることを先に書いてください。" }], problems: [{ row: 7, text_ja: "このファイルを渡したあとに下書きが変わっています。新しいファイルを渡してください。", text_en: "The draft has changed since." }] };

const refused = { status: 409, code: "changed_since", title: "conflict", detail_ja: "鈴木 健さんが先に改稿番号 8 を保存しました。", detail_en: "Somebody else was faster." };

/** The answer to a request under /api/faq, or nothing. */
export function faqAnswer(method, parts, query, body) {
  const [what, id, more] = parts;
  if (what === "entries" && id === undefined) return entries(query);
  if (what === "entries") {
    const view = views[id] ?? { ...whole, key: id };
    if (more === "compare") return compare(view, query);
    if (method === "GET") return view;
    return body.do === "discard" ? refused : { ...view, records: [record(body.do, 0, people.sato), ...view.records] };
  }
  if (what === "check") return check(body);
  if (what === "search") return search(query.get("text") ?? "");
  if (what === "suggest") return suggest(query.get("text") ?? "");
  if (what === "questions") return method === "GET" ? asked : {};
  if (what === "proposals") return method === "GET" ? proposals : {};
  if (what === "editions") return method === "GET" ? editions : editions[0];
  if (what === "import") return { ...imported, done: false };
  if (what === "review-file" && method === "GET") return { status: 409, code: "conflict", detail_ja: "確認中の項目がありません。", detail_en: "Nothing is in review." };
  if (what === "review-file") return { ...reviewFile, done: false };
  return {};
}
