/**
 * The shared browser's lines of the stand-in server, by scenes that begin with `shared_`: closed, starting, live, theirs,
 * asked, offered, hold, photo, ending, receipt; `shared_none` has no shared browser. Never shipped.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const later = (s) => new Date(Date.now() + s * 1000).toISOString();
const control = (over) => ({ epoch: 4, holder: "resident", may: [], asked_until: null, offered_until: null, is_other_here: true, ...over });
const hold = (over) => ({ standing: "clear", kind: null, is_private: false, is_talking: false, hold: null, keypad: null, ...over });
const starts = [{ id: "card", label_ja: "カードの申請", label_en: "Apply for a card", takes_form_id: true }, { id: "booking", label_ja: "受取りの予約", label_en: "Book a pick-up", takes_form_id: false }];
const state = (over) => ({ type: "state", life: "live", can_act: true, control: control(), hold: hold(), blank: null, page: { label_ja: "申請の内容を入力する", label_en: "Enter the application" }, size: { width_px: 1280, height_px: 800 }, starts, operator: "佐藤", mailbox: null, may_make_mailbox: false, over_at: null, ...over });
const nothing = { can_act: false, control: null, hold: null, page: null, size: null };
const keypad = { hold: 7, kind: "pin", keypad: "digits", asks_still_there: false, scramble_seed: null };
const dots = Array.from({ length: 441 }, (_, at) => [at % 21, Math.floor(at / 21)]).filter(([x, y]) => (x * 7 + y * 13 + x * y) % 3 === 0).map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`).join("");
const receipt = { type: "receipt", number: 128, ended_at: later(-5), erased: ["profile", "frames", "photo", "captions", "form-data", "mailbox"].map((what) => ({ what, at: later(-4) })), found: 0, verified_at: later(-2), qr_text: "madoguchi:erasure:1:zama:128:9f2c4e0b7a51", qr_svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/><path d="${dots}"/></svg>` };
const photo = { type: "photo", id: 11, wanted: true, px_min: 480, px_max: 6000, bytes_min: 20000, bytes_max: 7000000, ratio: 3.5 / 4.5, checks: ["face", "size", "brightness", "contrast", "background", "sharpness"] };
const mail = { type: "mail", id: 1, at: later(-30), from: "tetsuzuki@shinsei.example.jp", subject: "申請の続きについて", text: "お申込みありがとうございます。\n次のリンクから、写真の登録に進んでください。", links: [{ number: 1, label: "写真の登録" }] };

/** What a line is told, by scene and side. */
const scenes = {
  closed: () => [state({ ...nothing, life: "closed" })],
  starting: () => [state({ ...nothing, life: "starting", starts: [] })],
  live: (own) => [state({ control: control({ may: own ? ["offer"] : ["ask"] }), can_act: own })],
  theirs: (own) => [state({ control: control({ holder: "operator", may: [own ? "take_back" : "release"] }), can_act: !own, may_make_mailbox: !own })],
  mail: (own) => [state({ control: control({ holder: "operator", may: [own ? "take_back" : "release"] }), can_act: !own, mailbox: "v-7k2m@mail.example.jp" }), mail],
  asked: (own) => [state({ control: control({ may: own ? ["agree", "decline"] : ["release"], asked_until: later(24) }), can_act: own })],
  hold: (own) => [state({ hold: hold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: own ? keypad : null }), can_act: own })],
  photo: () => [state(), photo],
  ending: () => [state({ ...nothing, life: "erasing" })],
  receipt: () => [state({ ...nothing, life: "verified" }), receipt],
};

const isCovered = ({ life, hold }, own) => life !== "live" || (!own && hold?.standing !== "clear");

/** Tells a side that is let in what the scene has. */
export function serveBrowser(socket, scene, side) {
  const own = side === "resident";
  const name = scene.replace(/^shared_/, "");
  if (!scene.startsWith("shared_") || scenes[name] === undefined) return socket.close(4004);
  const messages = scenes[name](own);
  const file = join(process.env["FRAMES"] ?? "", `${side}.bin`);
  const show = () => !isCovered(messages[0], own) && existsSync(file) && socket.send(readFileSync(file));
  socket.on("message", (data) => JSON.parse(String(data)).type === "key_frame" && show());
  for (const each of messages) socket.send(JSON.stringify(each));
  show();
  return undefined;
}
