import { test } from "node:test";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { Launcher } from "../harness/launcher.mjs";
import { Server } from "../harness/server.mjs";
import { OperatorHands, ResidentHands } from "../harness/shared-browser.mjs";
import { logIn } from "../harness/staff.mjs";
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
test("explore", { timeout: 180000 }, async () => {
  const launcher = await Launcher.start();
  const server = await Server.start("", { launcher });
  const hall = await browserOf("caller", { kept: true });
  const office = await browserOf("agent");
  let kiosk, desk; let n = 0;
  const shot = async (name) => { n += 1; await desk.screenshot({ path: `/tmp/x${n}-${name}-desk.png` }); await kiosk.screenshot({ path: `/tmp/x${n}-${name}-kiosk.png`, fullPage: true }); };
  try {
    const manager = await office.page();
    await logIn(manager, server, "sekinin");
    kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
    desk = await agentAtDesk(office, server, "mado1");
    await takeTicket(kiosk, "カードを更新する");
    await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: 30000 });
    await desk.keyboard.press("F2");
    const operator = new OperatorHands(desk);
    const resident = new ResidentHands(kiosk);
    await operator.open("カードの申請");
    await operator.sees("申請内容の入力");
    await resident.seesPage();
    await shot("open");
    await operator.takeControl(resident);
    await operator.tab(4);
    for (const text of ["山田", "花子", "ヤマダ", "ハナコ"]) { await operator.tab(); await operator.text(text); }
    for (const below of [46, 2, 28, 1]) { await operator.tab(); await operator.choose(below); }
    await sleep(500); await shot("names");
    await operator.tab(); await operator.text("252-0000");
    await operator.tab(); await operator.choose(1);
    for (const text of ["練習市かなりあ町1番地", "046-000-0000", "hanako@example.jp", "hanako@example.jp"]) { await operator.tab(); await operator.text(text); }
    await sleep(500); await shot("address");
    await operator.tab(1 + 4); await operator.text(" ");
    await operator.tab(2); await sleep(300); await shot("consent"); await operator.key("Enter");
    await sleep(3000); await shot("after");
  } catch (e) { console.log(e); await shot("fail"); } finally {
    console.log(server.program.output.split("\n").slice(-12).join("\n"));
    await hall.stop(); await office.stop(); await server.stop(); await launcher?.stop();
  }
});
