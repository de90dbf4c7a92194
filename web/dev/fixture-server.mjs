/**
 * A stand-in for the server, for looking at the pages without one: fixed data, a few live messages by script.
 * Serves web/dist and speaks the interface of docs/API-DESIGN.md. Never shipped.
 * Scenes are chosen by cookie `scene`: idle, ringing, talking, consulting, wrap_up, floor; officer and agent are who one is.
 */
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { WebSocketServer } from "ws";
import { aiAnswer } from "./ai-samples.mjs";
import { draft, questionsHeard, suggestions } from "./assist-samples.mjs";
import { faqAnswer } from "./faq-samples.mjs";
import { choicesFor, slipAt, viewAt } from "./flow-samples.mjs";
import { serveBrowser } from "./browser-stand-in.mjs";
import { enrolKiosk, serveKiosk, serveKioskBrowser } from "./kiosk-stand-in.mjs";
import { hits, summary, transcript } from "./transcript-samples.mjs";

const dist = new URL("../dist/", import.meta.url).pathname;
/** Parts that no page has mounted yet, where they were built: `npx vite build -c dev/scenes/vite.config.ts`. */
const scenesDist = new URL("../dist-scenes/", import.meta.url).pathname;
const ago = (s) => new Date(Date.now() - s * 1000).toISOString();
const later = (s) => new Date(Date.now() + s * 1000).toISOString();
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const csp = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

const me = { id: "a1", login: "sato", name: "佐藤 花子", roles: ["agent_phone", "supervisor", "manager", "administrator"], skills: ["phone", "ja", "en"], seat: "C-1", languages: ["ja", "en"], demo: true, totp_enrolled: false, keys: 0, keys_available: true };
const topicNames = ["制度全般", "カードの申請", "カードの交付", "電子証明書", "紛失・暗証番号・券面・一時停止解除・返納", "健康保険証の紐づけ", "公金受取口座の登録", "予約の代行", "その他"];
const topicEn = ["The system in general", "Applying for a card", "Collecting a card", "Certificates", "Loss, PIN, card face, suspension, return", "Health insurance card", "Public-money account", "Booking for the caller", "Other"];
const topics = [..."アイウエオカキクケ"].map((code, i) => ({ code, label_ja: topicNames[i], label_en: topicEn[i], active: true, sub_codes: [["手続きの方法", "How to"], ["必要な物", "What to bring"], ["進み具合", "Progress"]].map(([label_ja, label_en], at) => ({ code: `${code}-${at + 1}`, label_ja, label_en, active: true })) }));
const directory = [
  { id: "d1", name_ja: "市民課 マイナンバー係", name_en: "Citizens' Division, My Number", kind: "department", number: "+81462525111", opens_at: null, hours_ja: "平日 8:30〜17:15", open_now: true, note_ja: "交付・暗証番号の再設定" },
  { id: "d2", name_ja: "国保年金課", name_en: "Insurance and Pension Division", kind: "department", number: "+81462527003", hours_ja: "平日 8:30〜17:15", open_now: false, note_ja: "" },
  { id: "d3", name_ja: "マイナンバー総合フリーダイヤル", name_en: "My Number toll-free line", kind: "agency", number: "+81120950178", hours_ja: "平日 9:30〜20:00 土日祝 9:30〜17:30", open_now: true, note_ja: "紛失・一時停止は24時間" },
];
const names = ["佐藤 花子", "鈴木 健", "高橋 美咲", "田中 翔", "伊藤 さくら", "Smith Anna"];
const contact = (over) => ({ id: "c1", channel: "phone", direction: "inbound", language: "ja", reads_easy: false, caller: "+819012345678", caller_masked: "******5678", dialled: "+81120101366", queue: "phone", state: "talking", arrived_at: ago(95), queued_at: ago(70), answered_at: ago(42), state_since: ago(42), position: null, callback: false, agent: "a1", assignment: null, third: null, wrap_up_until: null, monitors: [], recording: true, previous: [{ id: "p1", at: ago(86400 * 3), topic: "ウ", outcome: "resolved" }, { id: "p2", at: ago(86400 * 20), topic: "イ", outcome: "call_back" }], service: "phone", estimated_wait_minutes: null, ticket: null, kiosk: null, guests: [], secret_hold_until: null, visitor_away: false, visitor_devices: { camera: true, microphone: true }, agent_away: false, document: "none", captions: "none", line: null, hand_raised: false, hand_raised_at: null, alerts: [], alert_states: [], ...over });
const visit = (over) => contact({ channel: "counter", caller: null, caller_masked: null, dialled: null, queue: "counter", service: "renewal", ticket: "12", kiosk: "1階ロビー", recording: false, previous: [], ...over });
const agent = (over) => ({ id: "a1", name: me.name, seat: "C-1", skills: ["phone", "ja", "en"], state: "available", reason: null, since: ago(130), contact: null, desk_up: true, available_next: true, ...over });
const captions = [["visitor", "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか。", true], ["agent", "はい、更新ですね。いまお使いのカードと、届いたお知らせをお持ちください。", true], ["visitor", "わかりました。手数料はかかり", false]].map(([speaker, text, final], i) => ({ id: String(i), speaker, text, final, at: ago(20 - i), redacted: [] }));
const line = (id, s, party, text, over = {}) => ({ id, party, label: party === "agent" ? me.name : null, text, pieces: [{ text, redacted: null }], final: true, at: ago(s), language: "ja", confidence: 0.9, redacted: [], settled: true, ...over });
const secret = [{ text: "番号は", redacted: null }, { text: "［個人番号］", redacted: "individual_number" }, { text: "です。", redacted: null }];
const said = [
  line("s1", 40, "caller", "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか。"),
  line("s2", 33, "agent", "お電話ありがとうございます。いまお持ちのカードと、届いている有効期限通知書をお持ちください。"),
  line("s3", 22, "caller", "番号は［個人番号］です。", { pieces: secret, redacted: ["individual_number"] }),
  line("s4", 16, "agent", "個人番号は、お電話ではお伺いしておりません。おっしゃらなくて大丈夫です。"),
  line("s5", 9, "third", "市民課です。平日は午後5時15分まで受け付けています。"),
  line("s6", 3, "caller", "わかりました。では来週の", { final: false, settled: false }),
];
const spoken = (contact, lines) => ({ type: "transcript", contact, lines, whole: true });
const scenes = {
  idle: () => [{ type: "agent", agent: agent({}) }],
  paused: () => [{ type: "agent", agent: agent({ state: "paused", reason: "break" }) }],
  ringing: () => [{ type: "agent", agent: agent({ state: "ringing", contact: "c1", since: ago(4) }) }, { type: "contact", contact: contact({ state: "ringing", agent: null, answered_at: null, state_since: ago(4), recording: false, assignment: { id: 1, agent: "a1", ring_until: later(16), purpose: "queue" } }) }],
  visit_ringing: () => [{ type: "agent", agent: agent({ state: "ringing", contact: "c1", since: ago(4) }) }, { type: "contact", contact: visit({ state: "ringing", agent: null, answered_at: null, state_since: ago(4), assignment: { id: 1, agent: "a1", ring_until: later(16), purpose: "queue" } }) }],
  visit: () => [{ type: "agent", agent: agent({ state: "talking", contact: "c1", since: ago(42) }) }, { type: "contact", contact: visit({}) }],
  visit_captioned: () => [scenes.visit()[0], { type: "contact", contact: visit({ captions: "on" }) }, { type: "captions", contact: "c1", lines: captions }],
  visit_uncaptioned: () => [scenes.visit()[0], { type: "contact", contact: visit({ captions: "off" }) }],
  flow_choice: () => scenes.visit(),
  flow_branch: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "where") }],
  flow_english: () => [...scenes.visit().map((each) => (each.type === "contact" ? { ...each, contact: { ...each.contact, language: "en" } } : each)), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "ready") }],
  flow_list: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "ready") }],
  flow_gate: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "fee", { detour_since: ago(95) }) }],
  flow_pin: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("public_money_account", "login_pin", { action: { left: 2 } }) }],
  flow_page: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("public_money_account", "login_page", { log_out_due: true, action: { checks: [{ check: "own_login", confirmed: true }, { check: "own_name", confirmed: false }] } }) }],
  flow_mail: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "email") }],
  flow_done: () => [...scenes.visit(), { type: "flow", contact: "c1", view: viewAt("lost_reissue", "done") }],
  talking: () => [{ type: "agent", agent: agent({ state: "talking", contact: "c1", since: ago(42) }) }, { type: "contact", contact: contact({}) }, spoken("c1", said)],
  assisted: () => [...scenes.talking(), suggestions("c1")],
  assisted_draft: () => [...scenes.talking(), suggestions("c1", { draft })],
  assisted_off: () => [...scenes.talking(), suggestions("c1", { band: "answer", off: [{ key: "pickup-booking", version: 1, why: "withdrawn" }] })],
  assisted_none: () => [...scenes.talking(), suggestions("c1", { band: "none", hits: [] })],
  assisted_after: () => [...scenes.wrap_up(), suggestions("c1", { band: "hand_over" })],
  unheard: () => [{ type: "agent", agent: agent({ state: "talking", contact: "c1", since: ago(42) }) }, { type: "contact", contact: contact({}) }],
  held: () => [{ type: "agent", agent: agent({ state: "hold", contact: "c1", since: ago(42) }) }, { type: "contact", contact: contact({ state: "held", state_since: ago(12) }) }],
  consulting: () => [{ type: "agent", agent: agent({ state: "consulting", contact: "c1", since: ago(42) }) }, { type: "contact", contact: contact({ state: "consulting", third: { label: "市民課 マイナンバー係", state: "talking" }, monitors: [{ id: "a2", name: "監督 一郎", mode: "listen" }] }) }],
  wrap_up: () => [{ type: "agent", agent: agent({ state: "wrap_up", contact: "c1", since: ago(12) }) }, { type: "contact", contact: contact({ state: "wrap_up", state_since: ago(12), wrap_up_until: later(48), recording: false }) }],
};
const floor = () => {
  const states = ["talking", "available", "paused", "wrap_up", "ringing", "hold"];
  const agents = names.map((name, i) => agent({ id: `a${i + 1}`, name, seat: `C-${(i % 3) + 1}`, state: states[i], reason: states[i] === "paused" ? "break" : null, since: ago(20 + i * 37), contact: { 0: "c1", 3: "c2", 4: "c3", 5: "c4" }[i] ?? null }));
  const contacts = [contact({ caller: null }), contact({ id: "c2", caller: null, caller_masked: "******0021", state: "wrap_up", agent: "a4" }), contact({ id: "c3", caller: null, caller_masked: "******9911", state: "ringing", agent: null, answered_at: null, state_since: ago(6), assignment: { id: 1, agent: "a5", ring_until: later(12), purpose: "queue" } }), contact({ id: "c4", caller: null, caller_masked: "******3408", language: "en", state: "held", state_since: ago(33), agent: "a6" }), contact({ id: "c5", caller: null, caller_masked: "******7730", state: "waiting", agent: null, answered_at: null, queued_at: ago(83), position: 1 }), contact({ id: "c6", caller: null, caller_masked: null, language: "en", state: "waiting", agent: null, answered_at: null, queued_at: ago(25), position: 2, callback: true })];
  const short = [spoken("c1", said.slice(-1)), spoken("c4", [line("e1", 40, "caller", "I would like to renew my residence card. What documents do I need to bring to the city office?", { language: "en" })])];
  return [{ type: "floor_reset", agents, contacts }, ...short, { type: "alarm", code: "disk_low", since: ago(600), message_ja: "録音用のディスクの空きが 10 % を下回りました。", message_en: "The disk for recordings has less than 10 % left." }];
};
const row = (i) => ({ id: `h${i}`, channel: "phone", direction: i % 7 === 3 ? "outbound" : "inbound", language: i % 4 === 1 ? "en" : "ja", caller_masked: i % 6 === 5 ? null : `******${String(1234 + i * 371).slice(0, 4)}`, queue: "phone", arrived_at: ago(i * 1700 + 600), answered_at: i % 5 === 4 ? null : ago(i * 1700 + 570), ended_at: ago(i * 1700 + 300), wait_ms: 12_000 + i * 3_100, talk_ms: i % 5 === 4 ? null : 141_000 + i * 9_000, agent: i % 5 === 4 ? null : { id: "a1", name: names[i % 6] }, acceptance: i % 5 === 4 ? "abandoned" : "answered", end: "caller_hung_up", topic: i % 5 === 4 || i === 2 ? null : "アイウエオ"[i % 5], outcome: i % 5 === 4 || i === 2 ? null : ["resolved", "transferred_city", "referred_agency", "call_back"][i % 4], has_recording: i % 5 !== 4, recording_fault: i === 7 ? "silent_channel" : null });
const detail = (id) => ({ ...row(1), id, events: [["arrived", { channel: "phone" }, 0], ["language_chosen", { language: "ja", by_default: false }, 9], ["queued", { position: 2 }, 10], ["position_announced", { position: 2 }, 14], ["assigned", { agent: "a1", purpose: "queue" }, 31], ["answered", { agent: "a1" }, 36], ["held", { why: "agent" }, 88], ["resumed", null, 121], ["left", { party: "caller", cause: "normal" }, 190], ["wrap_up_started", null, 190], ["wrap_up_ended", { why: "filed" }, 208], ["closed", null, 208]].map(([kind, d, s]) => ({ at: ago(3000 - s), kind, detail: d })), topic: "ウ", sub_code: "ウ-2", grant_until: null, wrap_up: { topic: "ウ-2", outcome: "resolved", booking_result: "made", booking_kind: "collection", has_note: true, filed_by: { id: "a1", name: "佐藤 花子" }, filed_at: ago(2700) }, legs: [{ party: "caller", lost: 3, jitter_ms: 4.2 }, { party: "agent", lost: 0, jitter_ms: 1.1 }], speakers: [{ party: "caller", label: null, start_ms: 800, end_ms: 21000 }, { party: "agent", label: "佐藤 花子", start_ms: 21000, end_ms: 52000 }, { party: "caller", label: null, start_ms: 54000, end_ms: 66000 }] });
const wave = (seed) => Array.from({ length: 600 }, (_, i) => Math.max(0, Math.round(120 * Math.abs(Math.sin(i / 9 + seed)) * (Math.sin(i / 47 + seed * 2) > 0 ? 1 : 0.06) * (0.5 + ((i * 7919) % 100) / 130))));
const tone = () => {
  const [rate, seconds] = [8000, 66];
  const data = Buffer.alloc(44 + rate * seconds * 4);
  data.write("RIFF", 0); data.writeUInt32LE(data.length - 8, 4); data.write("WAVEfmt ", 8); data.writeUInt32LE(16, 16); data.writeUInt16LE(1, 20); data.writeUInt16LE(2, 22); data.writeUInt32LE(rate, 24); data.writeUInt32LE(rate * 4, 28); data.writeUInt16LE(4, 32); data.writeUInt16LE(16, 34); data.write("data", 36); data.writeUInt32LE(data.length - 44, 40);
  for (let i = 0; i < rate * seconds; i += 1) data.writeInt16LE(Math.round(4000 * Math.sin((i * 440 * 6.283) / rate)), 44 + i * 4);
  return data;
};
const month = (text) => {
  const [y, m] = text.split("-").map(Number);
  return Array.from({ length: new Date(y, m, 0).getDate() }, (_, i) => {
    const day = i + 1;
    const date = `${text}-${String(day).padStart(2, "0")}`;
    if (day >= 29 && m === 12) return { date, open: null, close: null, reason_ja: "年末年始", reason_en: "Year-end", kind: "year_end" };
    if (day === 10) return { date, open: "10:00", close: "17:00", reason_ja: "設備点検のため", reason_en: "Maintenance", kind: "exception" };
    if (day === 3) return { date, open: "08:30", close: "20:00", reason_ja: "文化の日", reason_en: "Culture Day", kind: "holiday" };
    return { date, open: "08:30", close: "20:00", reason_ja: null, reason_en: null, kind: "weekly" };
  });
};
const handovers = [["h1", "open", true, "市民課 マイナンバー係", "暗証番号の再設定を希望。平日の午後に折り返しを希望しています。"], ["h2", "open", false, "国保年金課", "健康保険証の登録状況を確認したい。"], ["h3", "acknowledged", false, "市民課 マイナンバー係", "受取りの予約を変更したい（予約サイトに空きなし）。"]].map(([id, state, overdue, department, text], i) => ({ id, contact: `c${i}`, department: { id: `d${i}`, name_ja: department, name_en: department }, owner: null, text, due_at: overdue ? ago(7200) : later(86400), state, overdue, created_by: { id: "a1", name: "佐藤 花子" }, done_by: null, done_at: null, created_at: ago(90000 - i * 1000), acknowledged_by: state === "acknowledged" ? { id: "o1", name: "市民課 山本" } : null, acknowledged_at: state === "acknowledged" ? ago(3600) : null }));

const answers = {
  "GET /api/speech/state": (_, __, scene) => (scene === "unheard" ? { state: "off", why_ja: "設定で止めてあります。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。", why_en: "It is switched off.", how_ja: "使うときは、設定ファイルの [speech] recogniser を \"local\" にし、madoguchi models fetch を実行してから再起動してください。", how_en: "Set recogniser = \"local\".", queues: ["phone", "counter"] } : { state: "ready", why_ja: "", why_en: "", how_ja: "", how_en: "", queues: ["phone", "counter"] }),
  "GET /api/speech/vocabulary/all": () => ({ queue: "all", edition: 3, terms: ["座間市", "有効期限通知書", "電子証明書", "サービスコーナー"], changed_by: "佐藤 花子", changed_at: ago(90000), shipped: ["マイナンバーカード", "電子証明書", "暗証番号", "個人番号通知書", "交付通知書"] }),
  "GET /api/health": () => ({ status: "ok", version: "0.1.0", demo: true, demo_logins: [["denwa1", "電話 あおい", "agent_phone"], ["kantoku", "監督 一郎", "supervisor"], ["shi1", "市 職員", "city_officer"]].map(([login, name, role]) => ({ login, password: "demo", name, roles: [role] })), setup_wanted: false, city_ja: "座間市", city_en: "Zama City", alarms: [] }),
  "GET /api/me": (_, __, scene) => (scene === "officer" ? { ...me, id: "o1", login: "shi1", name: "市民課 山本", roles: ["city_officer"] } : scene === "agent" ? { ...me, roles: ["agent_phone"] } : me),
  "POST /api/login": (body) => ({ next: body.login === "totp" ? "totp" : "done" }),
  "GET /api/topics": () => topics,
  "GET /api/directory": () => directory,
  "GET /api/pause-reasons": () => [{ code: "break", label_ja: "休憩", label_en: "Break" }, { code: "meeting", label_ja: "打合せ", label_en: "Meeting" }],
  "GET /api/contacts": (_, query) => ({ items: query.get("topic") === "ケ" ? [] : Array.from({ length: 12 }, (_, i) => row(i)), next_cursor: query.get("cursor") ? null : "n" }),
  "GET /api/handovers": () => ({ items: handovers, next_cursor: null }),
  "GET /api/accounts": () => names.map((name, i) => ({ id: `a${i}`, login: `staff${i}`, name, roles: i === 0 ? ["manager", "supervisor"] : ["agent_phone"], skills: i === 5 ? ["phone", "en"] : ["phone", "ja"], disabled: i === 4, totp_enrolled: i < 2, keys: 0, pin_set: false })),
  "GET /api/seats": () => ["M-1", "C-1", "C-2"].map((id, i) => ({ id, name: `席 ${id}`, kind: "phone", enrolled_at: i === 1 ? ago(9000) : null })),
  "GET /api/kiosks": () => [{ id: "k1", name: "1階ロビー", enrolled_at: ago(900000), seen_at: ago(40), connected: true }, { id: "k2", name: "2階 市民課前", enrolled_at: ago(800000), seen_at: ago(90000), connected: false }],
  "POST /api/kiosks/codes": () => ({ code: "7KQ2-M9XD", until: later(600) }),
  "GET /api/prompts": () => [{ key: "greeting", language: "ja", text: "お電話ありがとうございます。座間市マイナンバーカード相談コールセンターです。この通話は、応対の記録のため録音しています。", default_text: "", recorded: false, changed_at: null }, { key: "greeting", language: "en", text: "Thank you for calling the Zama City My Number call centre. This call is recorded.", default_text: "", recorded: true, changed_at: ago(5000) }, { key: "closed", language: "ja", text: "ただいまの時間は受付を行っておりません。次の受付は{next_open}からです。", default_text: "ただいまの時間は受付を行っておりません。次の受付は{next_open}からです。", recorded: false, changed_at: null }],
  "GET /api/audit": () => ({ items: Array.from({ length: 8 }, (_, i) => ({ seq: 1200 - i, at: ago(i * 400), actor: `account:${i}`, actor_name: names[i % 6], action: ["login.done", "contact.opened", "calendar.changed", "login.failed"][i % 4], subject: i % 4 === 1 ? "contact:h1" : "login", detail: i % 4 === 1 ? { reason: "市からの照会に回答するため" } : {} })), next_cursor: null }),
  "POST /api/audit/verify": () => ({ whole: true, rows: 1200, findings: [] }),
  "POST /api/kiosk/enrol": (body) => enrolKiosk(body),
  "GET /api/calendar/phone/exceptions": () => [{ id: "e1", date: "2026-11-10", open: "10:00", close: "17:00", reason: "設備点検のため", entered_by: "佐藤 花子" }],
};

function answer(request, url, body) {
  const exact = answers[`${request.method} ${url.pathname}`];
  if (exact) return exact(body, url.searchParams, sceneOf(request));
  const parts = url.pathname.split("/").slice(2);
  if (parts[0] === "visits" && parts[2] === "flows") return choicesFor("lost_reissue", "other_reissue", "express");
  if (parts[0] === "visits" && parts[2] === "slip") return slipAt("lost_reissue", "done", parts[1]);
  if (parts[0] === "calendar") return parts[2] === "exceptions" ? [] : month(url.searchParams.get("month") ?? "2026-11");
  if (parts[0] === "contacts" && parts[2] === "open") return { caller: "+819012345678", note: "受取りの予約を案内。", booking_reference: "Z-2041", grant_until: later(1800) };
  if (parts[0] === "contacts" && parts[2] === "peaks") return { step_ms: 110, left: wave(1), right: wave(4) };
  if (parts[0] === "contacts" && parts[2] === "wrap-up" && /\d{12}/.test(body.note)) return { status: 422, code: "secret_in_note", title: "secret", detail_ja: "12桁の個人番号に見える数字があります。", detail_en: "There is something like a 12-digit individual number." };
  if (parts[0] === "contacts" && parts[2] === "transcript") return transcript();
  if (parts[0] === "contacts" && parts[2] === "summary") return summary();
  if (parts[0] === "contacts" && parts[2] === "questions") return questionsHeard();
  if (parts[0] === "ai") return aiAnswer(parts.slice(1), url.searchParams);
  if (parts[0] === "faq") return faqAnswer(request.method, parts.slice(1), url.searchParams, body);
  if (parts[0] === "transcripts") return hits(url.searchParams);
  if (parts[0] === "contacts" && parts[1] === "opened") return { ...detail("opened"), grant_until: later(1_800), has_recording: true };
  if (parts[0] === "contacts" && parts.length === 2) return detail(parts[1]);
  return {};
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname.endsWith("recording.wav")) {
    response.writeHead(200, { "content-type": "audio/wav", "accept-ranges": "bytes" });
    response.end(tone());
  } else if (url.pathname.startsWith("/api/")) {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const text = Buffer.concat(chunks).toString();
      const result = await answer(request, url, text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : {});
      response.writeHead(typeof result.status === "number" ? result.status : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(result));
    });
  } else if (url.pathname === "/scenes" || url.pathname.startsWith("/scenes/")) {
    const file = join(scenesDist, url.pathname.slice("/scenes".length) || "scenes.html");
    response.writeHead(existsSync(file) ? 200 : 404, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": csp });
    response.end(existsSync(file) ? readFileSync(file) : "");
  } else {
    const file = join(dist, url.pathname);
    const found = extname(file) !== "" && existsSync(file) ? file : join(dist, url.pathname === "/kiosk" ? "kiosk.html" : "index.html");
    response.writeHead(200, { "content-type": types[extname(found)] ?? "application/octet-stream", "content-security-policy": csp });
    response.end(readFileSync(found));
  }
});

const sceneOf = (request) => /scene=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "idle";
const desks = new WebSocketServer({ noServer: true });
const kiosks = new WebSocketServer({ noServer: true });
const browsers = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  const room = request.url === "/api/kiosk/live" ? kiosks : request.url.endsWith("/browser") ? browsers : desks;
  room.handleUpgrade(request, socket, head, (line) => room.emit("connection", line, request));
});
kiosks.on("connection", (socket, request) => serveKiosk(socket, sceneOf(request)));
browsers.on("connection", (socket, request) => (request.url === "/api/kiosk/browser" ? serveKioskBrowser(socket, sceneOf(request)) : serveBrowser(socket, sceneOf(request), "operator")));
desks.on("connection", (socket, request) => {
  const scene = sceneOf(request);
  const say = (message) => socket.send(JSON.stringify(message));
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    if (message.type === "hello") {
      if (scene === "taken" && !message.take_over) return say({ type: "seat_taken" });
      say({ type: "welcome", me, now: new Date().toISOString() });
      for (const each of message.page === "supervisor" ? floor() : (scene.startsWith("shared_") ? scenes.visit_captioned : scenes[scene] ?? scenes.idle)()) say(each);
      return undefined;
    }
    if (message.type === "follow" && message.on) say(spoken(message.contact, said));
    if (message.type === "answer") for (const each of scenes.talking()) say(each);
    if (message.type === "hold") for (const each of scenes.held()) say(each);
    if (message.type === "resume") for (const each of scenes.talking()) say(each);
    if (message.type === "hang_up") for (const each of scenes.wrap_up()) say(each);
    if (message.type === "consult") for (const each of scenes.consulting()) say(each);
    if (message.type === "wrap_up_done") for (const each of [...scenes.idle(), { type: "contact_gone", contact: "c1" }]) say(each);
    if (message.type === "media_offer") for (const each of [{ type: "media_answer", sdp: "v=0" }, { type: "media_state", up: true }]) say(each);
    return say({ type: "done", id: message.id });
  });
});

server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
