// @vitest-environment jsdom
import "../../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { useState } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { choicesFor, slipAt, viewAt } from "../../dev/flow-samples.mjs";
import type { FlowView } from "../../flow/view";
import { Refusal } from "../../live/socket-link";
import { emptyLive } from "../../live/live-store";
import type { Command } from "../../live/messages";
import { SpeechContext, speechIn } from "../../words/useWords";
import { BreakOffDialog } from "./BreakOffDialog";
import { FlowPanel } from "./FlowPanel";
import { searchFlows } from "./flow-search";
import { sentenceBetween, useFlow } from "./useFlow";

const said: Command[] = [];
let refuse: Refusal | null = null;
let show: (view: FlowView) => void = () => undefined;

function Desk({ first, visitor }: { first: FlowView | null; visitor: "ja" | "en" }) {
  const [view, setView] = useState(first);
  const [breaking, setBreaking] = useState(false);
  show = (next) => act(() => setView(next));
  const tell = (command: Command) => {
    said.push(command);
    return Promise.resolve(refuse);
  };
  const flow = useFlow("c1", { state: { ...emptyLive, flows: view === null ? {} : { c1: view } }, tell });
  if (flow === null) return null;
  return (
    <>
      <FlowPanel flow={flow} visitor={visitor} clock_offset_ms={0} onBreakOff={() => setBreaking(true)} />
      {breaking && <BreakOffDialog flow={flow} onClose={() => setBreaking(false)} />}
    </>
  );
}

function desk(first: FlowView | null, { language = "ja", visitor = "ja" }: { language?: "ja" | "en"; visitor?: "ja" | "en" } = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["visit-flows", "c1"], choicesFor("lost_reissue"));
  render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>
          <h1>デスク</h1>
          <Desk first={first} visitor={visitor} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const press = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const key = (name: string) => act(async () => void fireEvent.keyDown(document.querySelector("[data-step]") ?? document.body, { key: name }));
const events = () => said.map((command) => (command.type === "flow_event" ? command.event : command));

beforeEach(() => {
  said.length = 0;
  refuse = null;
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(slipAt("lost_reissue", "done", "c1"))));
});

describe("the chooser", () => {
  test("puts what fits the wish first, and begins it", async () => {
    desk(null);
    const names = screen.getAllByRole("button", { name: /: 始める$/ }).map((button) => button.getAttribute("aria-label"));
    expect(names[0]).toBe("カードをなくした: 始める");
    expect(names).toHaveLength(15);
    expect(await faults()).toEqual([]);
    await press("カードをなくした: 始める");
    expect(said).toEqual([{ type: "flow_start", contact: "c1", flow: "lost_reissue" }]);
  });

  test("finds by title, by whom it is for, by reading and in English", () => {
    const found = (typed: string) => searchFlows(choicesFor("lost_reissue"), typed);
    for (const typed of ["なくした", "LOST", "ナクシタ"]) expect(found(typed).fits.map(({ id }) => id), typed).toEqual(["lost_reissue"]);
    expect(found("代理").others.map(({ id }) => id)).toContain("proxy");
    expect(found("だいり").others.map(({ id }) => id)).toContain("proxy");
    expect(found("月").fits.length + found("xyzzy").others.length).toBe(0);
  });
});

describe("a step", () => {
  test("shows what to say large, what the visitor sees, and the way so far", async () => {
    desk(viewAt("lost_reissue", "where"));
    const panel = screen.getByRole("region", { name: "カードをなくした" });
    within(panel).getByRole("heading", { name: "なくした場所" });
    within(panel).getByText("どこでなくしましたか。");
    expect(within(panel).getByRole("list", { name: "ここまでの段階" }).children).toHaveLength(3);
    expect(await faults()).toEqual([]);
  });

  test("for a visitor who speaks English is said in English and read in Japanese", () => {
    desk(viewAt("lost_reissue", "where"), { visitor: "en" });
    screen.getByText(/If lost outside the home/);
    screen.getByText(/ご自宅の外でなくしたときは/);
    screen.getByText("Where did you lose it?");
  });

  test("is answered by digits within the panel alone", async () => {
    desk(viewAt("lost_reissue", "where"));
    await act(async () => void fireEvent.keyDown(document.body, { key: "2" }));
    expect(said).toEqual([]);
    await key("2");
    await key("9");
    expect(events()).toEqual([{ event: "choose", choice: "reported" }]);
  });

  test("ticks by digit and by mouse, and goes on by Enter when the server allows it", async () => {
    desk(viewAt("lost_reissue", "ready"));
    await key("1");
    await act(async () => void fireEvent.click(screen.getByRole("checkbox", { name: /自分のスマートフォンがある/ })));
    await key("Enter");
    show(viewAt("lost_reissue", "ready", { can_continue: true }));
    await key("Enter");
    expect(events()).toEqual([{ event: "tick", item: "form", ticked: true }, { event: "tick", item: "phone", ticked: true }, { event: "continue" }]);
    expect(await faults()).toEqual([]);
  });

  test("does not offer what the kiosk lacks, and says why", async () => {
    desk(viewAt("portal_login", "login_way"));
    const way = screen.getByRole("button", { description: "この端末にはカードリーダーがありません。" });
    expect(way.getAttribute("aria-disabled")).toBe("true");
    await act(async () => void fireEvent.click(way));
    expect(said).toEqual([]);
  });

  test("takes the focus along when it was in the panel", async () => {
    desk(viewAt("lost_reissue", "where"));
    screen.getByRole("heading", { name: "なくした場所" }).focus();
    show(viewAt("lost_reissue", "police_number"));
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "受理番号" }));
  });

  test("shows in words why the server refused", async () => {
    refuse = new Refusal("pages_open", "確認が残っています。", "Something is open.");
    desk(viewAt("lost_reissue", "welcome"));
    await press("進む");
    expect(screen.getByRole("alert").textContent).toBe("できませんでした: 確認が残っています。");
    show(viewAt("lost_reissue", "welcome", { began_at: "2026-04-01T00:09:00Z" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("the fee", () => {
  test("waits for staff, and lets the visitor go and come back", async () => {
    desk(viewAt("lost_reissue", "fee"));
    screen.getByText("1,000 円");
    screen.getByText(/職員の確認を待っています/);
    expect(screen.getByRole("button", { name: "進む" }).getAttribute("aria-disabled")).toBe("true");
    await press("会計へ行く");
    show(viewAt("lost_reissue", "fee", { detour_since: new Date().toISOString() }));
    screen.getByText("会計へ行っています");
    expect(await faults()).toEqual([]);
    await key("1");
    expect(events()).toEqual([{ event: "detour_began" }, { event: "detour_ended" }]);
  });

  test("says who confirmed it, when and on what proof", () => {
    const confirmed = { by_name: "市 職員", how: { proof: "exemption", reason: "disaster" }, at: "2026-04-01T01:02:03Z" };
    desk(viewAt("lost_reissue", "fee", { detour_since: "2026-04-01T01:00:00Z", action: { confirmed } }));
    screen.getByText("市 職員 が 10:02:03 に確認しました（免除: 災害）。");
  });
});

describe("the PIN guard", () => {
  test("asks for earlier tries before the first one here only", async () => {
    desk(viewAt("public_money_account", "login_pin"));
    screen.getByText("あと 3 回（3 回中）");
    await press("2 回");
    show(viewAt("public_money_account", "login_pin", { action: { left: 2 } }));
    expect(screen.queryByRole("group", { name: /前に間違えた回数/ })).toBeNull();
    screen.getByText(/次に間違えると/);
    await press("違った");
    expect(events()).toEqual([{ event: "earlier_wrong_pins", count: 2 }, { event: "wrong_pin" }]);
    expect(await faults()).toEqual([]);
  });

  test("counts a double click as one wrong try", async () => {
    desk(viewAt("public_money_account", "login_pin"));
    const wrong = screen.getByRole("button", { name: "違った" });
    for (const detail of [1, 2]) await act(async () => void fireEvent.click(wrong, { detail }));
    expect(events()).toEqual([{ event: "wrong_pin" }]);
  });
});

test("a shared page takes what the resident confirms, once", async () => {
  const checks = [{ check: "own_login", confirmed: true }, { check: "own_name", confirmed: false }];
  desk(viewAt("public_money_account", "login_page", { log_out_due: true, action: { checks } }));
  screen.getByText("https://myna.go.jp/");
  screen.getByText(/来庁者がログインしたままです/);
  await key("1");
  await key("2");
  expect(events()).toEqual([{ event: "page_confirmed", check: "own_name" }]);
  expect(await faults()).toEqual([]);
});

test("where the mail is read is asked without the visit mailbox, unless the city allows it", async () => {
  desk(viewAt("lost_reissue", "email"));
  const group = screen.getByRole("group", { name: "メールを受け取る方法" });
  expect(within(group).getAllByRole("button").map((button) => button.textContent)).toEqual(["ご自分のスマートフォンのメール", "メールを使えない"]);
  await key("2");
  show(viewAt("lost_reissue", "email", { action: { visit_mailbox: true } }));
  await key("2");
  expect(events()).toEqual([{ event: "mail_chosen", mail: "no_mail" }, { event: "mail_chosen", mail: "visit_mailbox" }]);
});

describe("breaking off", () => {
  test("asks for the reason, and for words where the list has none", async () => {
    desk(viewAt("lost_reissue", "where"));
    await press("途中でやめる");
    const dialog = screen.getByRole("dialog", { name: "途中でやめる理由" });
    fireEvent.submit(dialog.querySelector("form") as HTMLFormElement);
    within(dialog).getByText("理由を選んでください。");
    fireEvent.click(within(dialog).getByRole("radio", { name: "その他" }));
    within(dialog).getByText("「その他」のときは、説明を書いてください。");
    expect(said).toEqual([]);
    expect(await faults()).toEqual([]);
    fireEvent.change(within(dialog).getByRole("textbox", { name: /説明/ }), { target: { value: " 急に体調が悪くなった " } });
    await act(async () => void fireEvent.submit(dialog.querySelector("form") as HTMLFormElement));
    expect(events()).toEqual([{ event: "break_off", reason: "other", note: "急に体調が悪くなった" }]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("stays open with the server's words when a note is refused", async () => {
    refuse = new Refusal("secret_in_note", "個人番号らしい数字があります。", "A number.");
    desk(viewAt("lost_reissue", "where"));
    await press("途中でやめる");
    const dialog = screen.getByRole("dialog");
    fireEvent.click(within(dialog).getByRole("radio", { name: "時間がない" }));
    await act(async () => void fireEvent.submit(dialog.querySelector("form") as HTMLFormElement));
    within(dialog).getByText("個人番号らしい数字があります。");
  });
});

describe("the end", () => {
  test("shows the slip in the visitor's language, prints it, and lets another procedure begin", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    desk(viewAt("lost_reissue", "done"), { visitor: "en" });
    const slip = await waitFor(() => screen.getByRole("article"));
    expect(slip.lang).toBe("en");
    within(slip).getByText("The fee was confirmed and you applied for the reissue.");
    within(slip).getByText("0120-101-366");
    within(slip).getByRole("img", { name: "QR code that opens this slip" });
    expect(await faults()).toEqual([]);
    await press("やさしい日本語");
    expect(screen.getByRole("article").querySelector("ruby")).not.toBeNull();
    await press("別の案内を始める");
    screen.getByRole("searchbox", { name: "手続きをさがす" });
    await press("結果にもどる");
    screen.getByRole("article");
  });

  test("of a flow that was broken off lets it be taken up again", async () => {
    desk(viewAt("lost_reissue", "broken_off", { can_resume: true }));
    await press("続きから再開する");
    expect(events()).toEqual([{ event: "resume" }]);
  });
});

describe("what is said aloud", () => {
  const { w } = speechIn("ja");
  const between = (before: FlowView | null, after: FlowView | null) => sentenceBetween(before, after, w, "ja");

  test("is each new step, the confirmation of the fee, and the end", () => {
    const fee = viewAt("lost_reissue", "fee");
    const confirmed = viewAt("lost_reissue", "fee", { action: { confirmed: { by_name: "市 職員", how: { proof: "payment" }, at: "2026-04-01T01:00:00Z" } } });
    expect(between(null, fee)).toMatch(/^手数料の確認。/);
    expect(between(fee, confirmed)).toBe("手数料の確認が済みました。");
    expect(between(confirmed, confirmed)).toBeNull();
    expect(between(fee, viewAt("lost_reissue", "done"))).toBe("案内が終わりました。完了");
    expect(between(fee, null)).toBeNull();
  });
});
