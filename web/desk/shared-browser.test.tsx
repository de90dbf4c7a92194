// @vitest-environment jsdom
import "../dev/test-setup";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
// Comes with the first use, which no test is to wait for.
import "../browser/DeskScreen";
import { BrowserRoom } from "../browser/browser-room";
import type { ServerMessage } from "../browser/wire";
import { aControl, aHold, aReceipt, aState, Easel } from "../dev/browser-samples";
import { SharedEnd } from "../dev/kiosk-samples";
import { aContact, anAgent } from "../dev/samples";
import { SpeechContext, speechIn } from "../words/useWords";
import type { Phase } from "./call-store";
import { SharedBrowserPanel } from "./SharedBrowserPanel";
import { browserVisitOf, useDeskBrowser } from "./useDeskBrowser";

const make = () => new BrowserRoom({ side: "operator", picture: new Easel(), connect: SharedEnd.connect });

function Desk({ contact }: { contact: string | null }) {
  const { room, isPrivate } = useDeskBrowser(contact, make);
  return (
    <SpeechContext value={speechIn("ja")}>
      {isPrivate && <p>private</p>}
      <SharedBrowserPanel room={room} clock_offset_ms={0} />
    </SpeechContext>
  );
}

const tell = (message: ServerMessage) => act(async () => SharedEnd.last.say(message));
const rest = (life: "closed" | "verified") => aState({ life, can_act: false, control: null, hold: null, page: null, size: null });
const open = () => SharedEnd.all.filter(({ readyState }) => readyState === 1).length;

beforeEach(() => {
  SharedEnd.all = [];
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue({ left: 0, top: 0, width: 640, height: 400 } as DOMRect);
});

test("the desk has the shared browser of its own visit, after-call work included, and of no telephone call", () => {
  const [agent, contact] = [anAgent(), aContact({ id: "v1", channel: "counter" })];
  const check = (phase: Phase, expected: string | null) => expect(browserVisitOf(phase)).toBe(expected);
  check({ kind: "call", agent, contact, part: "own" }, "v1");
  check({ kind: "wrap_up", agent, contact }, "v1");
  check({ kind: "call", agent, contact, part: "consulted" }, null);
  check({ kind: "call", agent, contact: aContact(), part: "own" }, null);
  check({ kind: "idle", agent }, null);
});

test("no panel is there before the server speaks of it, nor where the kiosk has none", async () => {
  const { container } = render(<Desk contact="v1" />);
  expect([container.textContent, open()]).toEqual(["", 1]);
  act(() => SharedEnd.last.onclose?.({ code: 4004 }));
  await act(async () => undefined);
  expect([container.textContent, SharedEnd.all.length]).toEqual(["", 1]);
});

test("the panel begins with start pages, shows the page while there is one, and that all is erased", async () => {
  render(<Desk contact="v1" />);
  await tell(rest("closed"));
  fireEvent.click(await screen.findByRole("button", { name: "受取りの予約を開く" }));
  expect(SharedEnd.last.sent.at(-1)).toEqual({ type: "open", start: "booking", form_id: null, epoch: 0 });
  await tell(aState({ control: aControl({ may: ["ask"] }) }));
  screen.getByRole("heading", { name: "申請の内容を入力する" });
  expect(document.querySelector("[data-shared-open]")?.getAttribute("data-shared-open")).toBe("true");
  await tell(rest("verified"));
  await tell(aReceipt());
  screen.getByText(/すべて消去しました。 番号: 128/);
});

test("the rest of the desk hears that the visitor types a secret", async () => {
  render(<Desk contact="v1" />);
  await tell(aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7 }) }));
  screen.getByText("private");
  await tell(aState());
  expect(screen.queryByText("private")).toBeNull();
});

test("another visit has another line, and nothing of the one before; without a visit there is none", async () => {
  const { rerender, container } = render(<Desk contact="v1" />);
  await tell(aState());
  await screen.findByText("来庁者が操作しています");
  rerender(<Desk contact="v2" />);
  expect([container.textContent, open(), SharedEnd.all.length]).toEqual(["", 1, 2]);
  rerender(<Desk contact={null} />);
  expect([open(), SharedEnd.all.length]).toEqual([0, 2]);
});

test("a tab that another one took it from says so, and takes it back by a press", async () => {
  render(<Desk contact="v1" />);
  await tell(aState());
  act(() => SharedEnd.last.onclose?.({ code: 4009 }));
  fireEvent.click(await screen.findByRole("button", { name: "このタブで続ける" }));
  expect(SharedEnd.all).toHaveLength(2);
  await tell(rest("closed"));
  await screen.findByRole("button", { name: "受取りの予約を開く" });
});

test("a page that is offline loses the line at once, and comes back with the network", async () => {
  render(<Desk contact="v1" />);
  await tell(aState());
  await screen.findByText("来庁者が操作しています");
  act(() => void dispatchEvent(new Event("offline")));
  expect(screen.getAllByText(/サーバーとのつながりが切れました/).length).toBeGreaterThan(0);
  act(() => void dispatchEvent(new Event("online")));
  expect(SharedEnd.all).toHaveLength(2);
});
