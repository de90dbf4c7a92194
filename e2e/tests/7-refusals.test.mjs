/**
 * What must not happen does not: toll fraud by number or by rate, a transfer to a closed office, a call
 * from a stranger. And what a closed office gets instead: a hand-over note with a due time.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { answerCall, ask, logIn, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

/** The limit of the dial plan in the demonstration. */
const CALLS_PER_MINUTE = 30;

let server;
let browser;
let page;
let telephone;

before(async () => {
  const nobody = await freeSipPort();
  server = await Server.start(`[[trunk]]\nname = "carrier"\npeers = ["192.0.2.1/32"]\nproxy = "127.0.0.1:${nobody}"\n`);
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 5, rate_hz: 48_000 }) });
  page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  telephone = await Telephone.start({ speech: toneFile({ frequency_hz: 440, seconds: 180, rate_hz: 8000 }) });
  await answerCall(page, server, telephone);
});

after(async () => {
  await telephone?.stop();
  await browser?.stop();
  await server?.stop();
});

/** Says something over a live connection of its own and gives the answer with that id. */
function command(message) {
  return page.evaluate(
    (said) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/api/live`);
        const tab = Object.keys(sessionStorage).map((key) => sessionStorage.getItem(key)).find((value) => value?.length >= 8) ?? "x";
        socket.onopen = () => socket.send(JSON.stringify({ type: "hello", page: "supervisor", tab }));
        socket.onmessage = ({ data }) => {
          const answer = JSON.parse(data);
          if (answer.type === "welcome") socket.send(JSON.stringify({ ...said, id: 7 }));
          if (answer.id !== 7) return;
          socket.close();
          resolve(answer);
        };
        socket.onerror = () => reject(new Error("the live connection failed"));
      }),
    message,
  );
}

/** The contact the agent talks to. */
async function contactInHand() {
  const { body } = await ask(page, "GET", "/api/contacts?limit=1");
  return body.items[0].id;
}

test("satellite and premium numbers are refused whatever way they are written", async () => {
  const contact = await contactInHand();
  for (const [number, code] of [
    ["+8816 1234 5678", "dial_satellite"],
    ["010 881 612345678", "dial_satellite"],
    ["0990-123-456", "dial_premium"],
    ["０９９０１２３４５６", "dial_premium"],
    ["+1 212 555 0100", "dial_international"],
    ["119", "dial_emergency"],
  ]) {
    const answer = await command({ type: "transfer", contact, to: { number } });
    assert.equal(answer.type, "refused", number);
    assert.equal(answer.code, code, number);
    assert.ok(answer.detail_ja.length > 0 && answer.detail_en.length > 0);
  }
});

test("the thirty-first call out in a minute is refused", async () => {
  const contact = await contactInHand();
  const codes = [];
  for (let attempt = 0; attempt <= CALLS_PER_MINUTE; attempt += 1) {
    const answer = await command({ type: "consult", contact, to: { number: "046-252-1111" } });
    codes.push(answer.code ?? "done");
    if (answer.type === "done") await command({ type: "cancel_consult", contact });
  }
  assert.equal(codes.at(-1), "dial_too_many_minute", codes.join(" "));
  assert.ok(!codes.slice(0, CALLS_PER_MINUTE).includes("dial_too_many_minute"), codes.join(" "));
});

test("a stranger's call is left without any answer and said in the log", async () => {
  const stranger = await Telephone.start({ number: "09099999999", speech: toneFile({ frequency_hz: 300, seconds: 5, rate_hz: 8000 }), ip: "127.0.0.2" });
  stranger.dial(server.sipAddress);
  await until("the refusal in the log", 15_000, () => /stranger was left unanswered.*127\.0\.0\.2/.test(server.program.output));
  assert.ok(!stranger.has("CALL_ESTABLISHED") && !stranger.has("CALL_RINGING") && !stranger.has("CALL_CLOSED"));
  await stranger.stop();
});
