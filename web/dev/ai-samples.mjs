/** The AI ledger for looking at its page without a server. Never shipped. */
const ago = (s) => new Date(Date.now() - s * 1000).toISOString();
const use = (over) => ({ model: "small-8b", runs: "elsewhere", host: "llm.city.example.jp", state: "on", why: null, switchable: true, said: null, measured: null, outcomes: null, ...over });
const said = { on: true, model: "small-8b", base_url: "https://llm.city.example.jp", by: "責任 花子", at: ago(900_000), reason: "市の情報セキュリティ担当と協議済み" };
const figure = (name, share, of) => ({ name, share, of });

const uses = [
  use({ purpose: "speech", model: "whisper-base", runs: "here", host: null, switchable: false, measured: { on: "speech_sentences", measured_on: "2026-11-29", figures: [figure("cer_ja", 0.104, 240), figure("cer_en", 0.106, 208), figure("cer_card_ja", 0.034, 147), figure("cer_card_en", 0.197, 76)] } }),
  use({ purpose: "search", model: "multilingual-e5-small", runs: "here", host: null, measured: { on: "faq_seed", measured_on: "2026-11-30", figures: [figure("success_at_1", 0.697, 122), figure("success_at_5", 0.959, 122), figure("precision_at_20", 0.829, 35)] } }),
  use({ purpose: "summary", state: "off", why: "not_approved", outcomes: { asked: 0, accepted: 0, partly: 0, refused: 0, failed: 0 } }),
  use({ purpose: "drafts", said, measured: { on: "grounding_seed", measured_on: null, figures: [figure("changed_refused", 0.9966, 2329), figure("honest_shown", 0.9937, 2054)] }, outcomes: { asked: 1, accepted: 412, partly: 0, refused: 38, failed: 3 } }),
];

const results = [["accepted", null], ["accepted", null], ["refused", "not_said:money"], ["accepted", null], ["refused", "left_out:condition"], ["failed", "late"], ["accepted", null], ["refused", "no_sentence"]];
const prompts = results.map(([outcome, reason], i) => ({ id: `p${i}`, at: ago(i * 700 + 60), purpose: "drafts", model: "small-8b", place: "llm.city.example.jp", contact: `h${i}`, outcome, reason, took_ms: 1_400 + i * 230, erased: i === 6 }));

/** What the ledger's paths answer. */
export function aiAnswer([what, id, act], query) {
  if (what === "uses") return id === undefined ? uses : {};
  if (act === "open") return { sent: "You condense approved answers …\n\n{\"question\":\"再発行の手数料はいくらですか\",\"entries\":[{\"key\":\"reissue-fee\",\"version\":1}]}", answer: "[{\"sentence\":\"再発行の手数料は1,000円です。\",\"key\":\"reissue-fee\",\"version\":1,\"quote\":\"1,000円\"}]" };
  const fits = (row) => ["purpose", "outcome"].every((name) => !query.get(name) || row[name] === query.get(name));
  return { items: prompts.filter(fits), next_cursor: null };
}
