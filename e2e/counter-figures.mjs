/**
 * How fast a visit is, in browsers: joining, the age of a picture, reconnecting; on a good line and on poor ones.
 * Prints one line of JSON, the rows of a table, for `cargo xtask bench counter`.
 */
import { agentAtDesk, browserOf } from "./harness/city.mjs";
import { clockCamera, delaysSeen } from "./harness/clock-picture.mjs";
import { enrolledKiosk, pictureComes, takeTicket } from "./harness/kiosk.mjs";
import { comesToStep } from "./harness/line-steps.mjs";
import { Room } from "./harness/room.mjs";
import { Server } from "./harness/server.mjs";
import { logIn } from "./harness/staff.mjs";

const LIMIT_MS = 60_000;
const PICTURES = 100;
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };
const LINES = [
  ["loopback", {}],
  ["5 % loss, 100 ms there and back", { delay_ms: 50, loss_permille: 50 }],
  ["300 kbit/s", { rate_kbit: 300 }],
];
const rows = [];
const add = (figure, value, unit, detail, aim = null) => rows.push({ figure, value: Math.round(value), unit, detail, aim });

const room = await Room.open({ seed: 5 });
const server = await Server.start("", { address: room.here });
const hall = await browserOf("caller", room.browser(server));
const office = await browserOf("agent");
try {
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  const kiosk = await enrolledKiosk(hall, server, manager, "bench", { url: server.urlOutside });
  await kiosk.context().addInitScript(clockCamera);
  await kiosk.reload();
  const desk = await agentAtDesk(office, server, "mado1");
  const bothSee = () => Promise.all([pictureComes(desk, REMOTE.desk, LIMIT_MS), pictureComes(kiosk, REMOTE.kiosk, LIMIT_MS)]);
  await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("button", { name: /^応答/ }).waitFor({ timeout: LIMIT_MS });
  let began_ms = Date.now();
  await desk.getByRole("button", { name: /^応答/ }).click();
  await bothSee();
  add("join: tap to both pictures", Date.now() - began_ms, "ms", "the first picture on the later side");
  for (const [name, line] of LINES) {
    await room.line(line);
    // Senders follow a line within some seconds; what is measured is what comes after.
    await new Promise((done) => setTimeout(done, 10_000));
    const delays = (await delaysSeen(desk, REMOTE.desk, PICTURES)).sort((left, right) => left - right);
    const at = (share) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? -1;
    add(`age of a picture when shown, ${name}`, at(0.5), "ms", `${delays.length} pictures, p95 ${at(0.95)} ms`);
    await room.line({});
  }
  for (const [name, line] of LINES) {
    // A still comes each few seconds: what is measured is a picture that moves.
    await comesToStep(desk, ["video"], LIMIT_MS);
    await bothSee();
    await room.cut(5_000);
    await room.line(line);
    began_ms = Date.now();
    await bothSee();
    add(`reconnect after a cut of 5 s, ${name}`, Date.now() - began_ms, "ms", "from the cut's end to both pictures", 5_000);
    await room.line({});
  }
} finally {
  await hall.stop();
  await office.stop();
  await server.stop();
  await room.close();
}
console.log(JSON.stringify({ rows }));
