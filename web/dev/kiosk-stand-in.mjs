/**
 * The kiosk's side of the stand-in server: enrolment by the code KIOSK-1, the challenge, and scenes by cookie `scene`:
 * start, closed, waiting, ringing, talking, guide_… (a step of a procedure), revoked, replaced. Never shipped.
 */
import { randomBytes, webcrypto } from "node:crypto";
import { serveBrowser } from "./browser-stand-in.mjs";
import { slipAt, viewAt } from "./flow-samples.mjs";

const later = (s) => new Date(Date.now() + s * 1000).toISOString();
const keys = new Map();
const bytes = (text) => Buffer.from(text, "base64url");

/** Keeps the public key as the server would; the name is the kiosk's. */
export async function enrolKiosk({ code, public_key }) {
  if (code === "OFTEN") return { status: 429, code: "too_often", title: "too often", detail_ja: "", detail_en: "" };
  if (code !== "KIOSK-1") return { status: 403, code: "code_wrong", title: "wrong", detail_ja: "登録コードが違います。", detail_en: "Wrong code." };
  const kiosk = webcrypto.randomUUID();
  keys.set(kiosk, await webcrypto.subtle.importKey("raw", bytes(public_key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]));
  return { kiosk, name: "市民課前 1番" };
}

const visit = (over) => ({ contact: "v1", ticket: "A-027", language: "ja", wish: "renewal", state: "waiting", position: 3, estimate_minutes: 12, agent: null, agent_away: false, guests: [], document: "none", captions: "none", interrupted: false, line: null, telephone: null, issued_at: later(-60), ...over });
const visits = {
  waiting: () => visit({}),
  ringing: () => visit({ state: "ringing", position: null, estimate_minutes: null }),
  captioned: () => visit({ state: "talking", position: null, estimate_minutes: null, agent: "佐藤", captions: "on" }),
  talking: () => visit({ state: "talking", position: null, estimate_minutes: null, agent: "佐藤" }),
};

/** Where a guided visit stands, by scene. */
const guides = {
  guide_explain: () => viewAt("lost_reissue", "welcome"),
  guide_branch: () => viewAt("lost_reissue", "where"),
  guide_list: () => viewAt("lost_reissue", "ready", { action: {} }),
  guide_fee: () => viewAt("lost_reissue", "fee"),
  guide_pin: () => viewAt("public_money_account", "login_pin", { action: { left: 2 } }),
  guide_page: () => viewAt("public_money_account", "login_page", { log_out_due: true, action: { checks: [{ check: "own_login", confirmed: true }, { check: "own_name", confirmed: false }] } }),
  guide_done: () => viewAt("lost_reissue", "done"),
};

async function proved(message, nonce) {
  const key = keys.get(message.kiosk);
  if (key === undefined) return false;
  const text = new TextEncoder().encode(`madoguchi kiosk\n${message.kiosk}\n${nonce}`);
  return webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(message.signature), text);
}

const captions = [["visitor", "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか。", true], ["agent", "はい、更新ですね。いまお使いのカードと、届いたお知らせをお持ちください。", true], ["visitor", "わかりました。手数料はかかり", false]].map(([speaker, text, final], i) => ({ id: String(i), speaker, text, final, at: later(i - 20), redacted: [] }));

const answers = {
  ticket: ({ language, wish }) => [{ type: "visit", visit: visit({ language, wish }) }],
  leave: () => [{ type: "visit_gone", contact: "v1" }],
  call_staff: () => [],
  look_away: () => [],
  media_offer: () => [{ type: "media_answer", sdp: "v=0" }],
};

/** Speaks the kiosk's line of the shared browser: the same proof, then what the scene has. */
export function serveKioskBrowser(socket, scene) {
  const nonce = randomBytes(32).toString("base64url");
  socket.on("message", async (data) => {
    const message = JSON.parse(String(data));
    if (message.type !== "hello") return;
    if (await proved(message, nonce)) serveBrowser(socket, scene, "resident");
    else socket.close(4001);
  });
  socket.send(JSON.stringify({ type: "challenge", nonce }));
}

/** Speaks the kiosk's line as the scene wants it. */
export function serveKiosk(socket, scene) {
  const nonce = randomBytes(32).toString("base64url");
  const say = (message) => socket.send(JSON.stringify(message));
  socket.on("message", async (data) => {
    const message = JSON.parse(String(data));
    if (message.type === "hello") {
      if (!(await proved(message, nonce)) || scene === "revoked") return say({ type: "revoked" });
      if (scene === "replaced") return say({ type: "replaced" });
      say({ type: "welcome", name: "市民課前 1番", now: later(0), open: scene !== "closed", next_open: scene === "closed" ? "2026-11-24T08:30:00+09:00" : null, city_ja: "座間市", city_en: "Zama City", call_number: "+81120101366", wishes: ["new_card", "renewal", "lost", "insurance", "bank_account", "mynaportal", "other"], slip_paper: "receipt80", visit: (guides[scene] !== undefined ? visits.talking : scene.startsWith("shared_") ? visits.captioned : visits[scene])?.() ?? null });
      if (scene === "captioned" || scene.startsWith("shared_")) say({ type: "captions", contact: "v1", lines: captions });
      if (guides[scene] !== undefined) say({ type: "flow", contact: "v1", view: { ...guides[scene](), script: undefined } });
      if (scene === "guide_done") say({ type: "slip", slip: slipAt("lost_reissue", "done") });
      return undefined;
    }
    for (const each of answers[message.type]?.(message) ?? []) say(each);
    return say({ type: "done", id: message.id });
  });
  say({ type: "challenge", nonce });
}
