// @vitest-environment jsdom
import "../../dev/test-setup";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { flows, slipAt, viewAt } from "../../dev/flow-samples.mjs";
import { aVisit, aWelcome, FarEnd, SharedEnd } from "../../dev/kiosk-samples";
import { SlipBody } from "../../flow/SlipSheet";
import type { FlowView } from "../../flow/view";
import { KioskSpeechContext, kioskSpeechIn, voices } from "../../words/kiosk-speech";
import { type Identity, makeKey } from "../identity";
import { KioskApp } from "../KioskApp";
import { KioskRoom } from "../kiosk-room";
import type { Welcome } from "../messages";
import { GuidePanel } from "./GuidePanel";

const identity: Identity = { kiosk: "k1", name: "1番", key: (await makeKey()).key };
const camera = { prepare: vi.fn(), connect: vi.fn(), hurry: vi.fn(), unheard: vi.fn(), mute: vi.fn(), lookAway: vi.fn(), keepPrivate: vi.fn(), tryDevices: vi.fn(), showInstead: vi.fn(() => Promise.resolve()), stop: vi.fn() };

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const say = (message: Parameters<FarEnd["say"]>[0]) => act(() => FarEnd.last.say(message));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const show = (view: FlowView) => say({ type: "flow", contact: "v1", view: { ...view, step: { ...view.step, script: null } } });
const guide = (name: string) => screen.getByRole("region", { name });

async function talking(part: Partial<Welcome> = {}) {
  const room = new KioskRoom({ shelf: { read: () => Promise.resolve(identity), keep: () => Promise.resolve(), drop: () => Promise.resolve() }, connect: FarEnd.connect, connectBrowser: SharedEnd.connect, media: () => camera });
  render(<KioskApp room={room} />);
  await waitFor(() => expect(room.store.read().own).not.toBeUndefined());
  say(aWelcome({ visit: aVisit({ state: "talking", agent: "佐藤" }), ...part }));
  return room;
}

beforeEach(() => {
  FarEnd.all = [];
  SharedEnd.all = [];
  vi.stubGlobal("indexedDB", {});
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
});

describe("beside the operator", () => {
  test("the resident reads the step, in the way of speaking chosen, and hears it once", async () => {
    await talking();
    show(viewAt("lost_reissue", "where"));
    within(guide("カードをなくした")).getByText("どこでなくしましたか。");
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("どこでなくしましたか。");
    press("English");
    within(guide("Lost card")).getByText("Where did you lose it?");
    expect(await faults()).toEqual([]);
  });

  test("nothing of a step is pressed by the resident", async () => {
    await talking();
    show(viewAt("lost_reissue", "ready"));
    expect(within(guide("カードをなくした")).queryAllByRole("button")).toEqual([]);
    expect(within(guide("カードをなくした")).queryAllByRole("checkbox")).toEqual([]);
  });

  test("ticks are seen and named", async () => {
    await talking();
    const view = viewAt("lost_reissue", "ready");
    if (view.step.action.kind !== "checklist") throw new Error("no checklist");
    const items = view.step.action.items.map((item, index) => ({ ...item, ticked: index === 0 }));
    show(viewAt("lost_reissue", "ready", { action: { items } }));
    const lines = within(guide("カードをなくした")).getAllByRole("listitem").map((line) => line.textContent?.split(" ").at(-1));
    expect(lines).toEqual(["確認しました", "まだです", "まだです", "まだです"]);
    expect(await faults()).toEqual([]);
  });

  test("the fee is shown with its parts, and what happens after paying", async () => {
    await talking();
    show(viewAt("lost_reissue", "fee"));
    within(guide("カードをなくした")).getByText("1,000円");
    screen.getByText(/会計でお支払いください/);
    show(viewAt("lost_reissue", "fee", { detour_since: "2026-04-01T01:00:00Z" }));
    screen.getByText(/お支払いからもどったら/);
    show(viewAt("lost_reissue", "fee", { action: { confirmed: { by_name: "市 職員", how: { proof: "payment" }, at: "2026-04-01T01:00:00Z" } } }));
    screen.getByText("お支払いを確認しました。");
    expect(screen.queryByText(/市 職員/), "who confirmed is staff's to know").toBeNull();
  });

  test("tries left are told with the warning before the last", async () => {
    await talking();
    show(viewAt("public_money_account", "login_pin", { action: { left: 2 } }));
    screen.getByText("あと2回入力できます");
    screen.getByText(/次に間違えたら止めます/);
    expect(await faults()).toEqual([]);
  });
});

test.each(voices)("every step of every shipped flow can be read in %s", (voice) => {
  for (const flow of flows) {
    for (const { id } of flow.steps) {
      const view = viewAt(flow.id, id);
      const { action } = view.step;
      const html = renderToStaticMarkup(
        <KioskSpeechContext value={kioskSpeechIn(voice)}>{action.kind === "outcome" ? <SlipBody slip={action.slip} voice={voice} /> : <GuidePanel view={view} slip={null} />}</KioskSpeechContext>,
      );
      expect(html.length, `${flow.id} ${id}`).toBeGreaterThan(100);
      expect(html, `${flow.id} ${id}`).not.toMatch(/[{}|]|undefined|null/);
    }
  }
});

describe("the slip", () => {
  test("stands beside the operator and on the farewell, and is printed where there is a printer", async () => {
    vi.stubGlobal("print", vi.fn());
    await talking({ slip_paper: "receipt80" });
    show(viewAt("lost_reissue", "done"));
    say({ type: "slip", slip: slipAt("lost_reissue", "done", "v1") });
    within(guide("カードをなくした")).getByText("再交付の手数料を確認し、カードの再交付を申請しました。");
    say({ type: "visit_gone", contact: "v1" });
    screen.getByRole("heading", { level: 2, name: "お持ち帰りの紙" });
    screen.getByRole("img", { name: "この紙を開くQRコード" });
    screen.getByText("60秒後に最初の画面にもどります。");
    expect(await faults()).toEqual([]);
    press("印刷する");
    expect(document.querySelector("body > .paper.receipt80 article")).not.toBeNull();
    press("最初の画面にもどる");
    expect(document.querySelector("article, img[alt^=この紙]")).toBeNull();
  });

  test("is not offered for printing where there is no printer", async () => {
    await talking();
    show(viewAt("lost_reissue", "done"));
    say({ type: "slip", slip: slipAt("lost_reissue", "done", "v1") });
    expect(screen.queryByRole("button", { name: "印刷する" })).toBeNull();
  });
});
