// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aMe } from "../dev/samples";
import type { AskedFee } from "../flow/view";
import { SpeechContext, speechIn } from "../words/useWords";
import CityPage from "./CityPage";
import type { Hall, HallVisit } from "./hall";

class SilentSocket {
  static OPEN = 1;
  readyState = 0;
  send() {}
  close() {}
}

const aVisit = (part: Partial<HallVisit>): HallVisit => ({ contact: "v1", ticket: "1", wish: "lost", language: "ja", state: "hall", issued_at: "2026-04-01T00:00:00Z", kiosk: null, calls: 0, called_at: null, answered_at: null, agent: null, position: 1, estimate_minutes: 5, guests: [], ...part });
const text = (ja: string) => ({ ja, en: ja, easy: ja });
const aFee: AskedFee = { contact: "v2", ticket: "2", kiosk: "端末2", title: text("紛失再交付"), fee: { card_yen: 800, certificate_yen: 200, total_yen: 1000 }, asked_at: "2026-04-01T00:01:00Z", detour_since: null };
const hall: Hall = {
  now: "2026-04-01T00:10:00Z",
  open: true,
  wishes: ["lost", "renewal"],
  visits: [aVisit({ state: "called", kiosk: "端末1", calls: 2, called_at: "2026-04-01T00:09:00Z" }), aVisit({ contact: "v2", ticket: "2", state: "talking", kiosk: "端末2", agent: "窓口 つばさ", answered_at: "2026-04-01T00:04:00Z" })],
  kiosks: [{ id: "k1", name: "端末1", connected: true, ticket: "1" }, { id: "k2", name: "端末2", connected: true, ticket: "2" }],
  staff_calls: [{ kiosk: "端末2", since: "2026-04-01T00:09:30Z", taken_by: null, taken_at: null }],
};

let asked: [string, string, unknown][];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("WebSocket", SilentSocket);
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    if (method !== "GET") asked.push([method, path, typeof init.body === "string" ? JSON.parse(init.body) : undefined]);
    const answer = path === "/api/hall" ? hall : path === "/api/visits/fees" ? [aFee] : path === "/api/hall/numbers" ? { contact: "v3", ticket: "3", issued_at: hall.now, position: 2, estimate_minutes: 10, qr_svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>' } : null;
    return Promise.resolve(answer === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } }));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <CityPage me={{ ...aMe, roles: ["city_officer"] }} rest="" />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
  await screen.findByRole("button", { name: "端末2 に向かいます" });
}

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const press = (name: string | RegExp, inside: HTMLElement = document.body) => fireEvent.click(within(inside).getByRole("button", { name }));

test("shows who waits where since when, and has names and no fault", async () => {
  await open();
  const rows = within(screen.getByRole("group", { name: "待っている方・応対中の方" })).getAllByRole("row").slice(1);
  expect(rows.map((row) => within(row).getByRole("rowheader").textContent)).toEqual(["1", "2"]);
  within(rows[0] as HTMLElement).getByText("呼出中");
  within(rows[0] as HTMLElement).getByText("2回目");
  within(rows[1] as HTMLElement).getByText("担当 窓口 つばさ");
  screen.getByText("1 番を呼出中");
  expect(await faults()).toEqual([]);
});

test("goes to a kiosk by one touch, and issues a number by one", async () => {
  await open();
  press("端末2 に向かいます");
  press("カードの更新");
  await waitFor(() => expect(asked).toEqual([["POST", "/api/hall/staff-calls/take", { kiosk: "端末2" }], ["POST", "/api/hall/numbers", { wish: "renewal", language: "ja" }]]));
  const slip = await screen.findByRole("dialog", { name: "番号札" });
  within(slip).getByText("3");
  within(slip).getByText("前に 1 組・待ち時間の目安 約10分");
  expect(await faults()).toEqual([]);
});

test("asks before a fee is confirmed, and wants a number or a reason for the other ways", async () => {
  await open();
  press(await screen.findByText("支払いを確認").then((found) => found.textContent ?? ""));
  const dialog = screen.getByRole("dialog", { name: "支払いを確認しますか" });
  within(dialog).getByText(/2 番の手数料 1000円/);
  expect(asked).toEqual([]);
  press("確認する", dialog);
  await waitFor(() => expect(asked).toEqual([["POST", "/api/visits/v2/fee", { proof: "payment" }]]));
  press("免除する");
  press("確認する", screen.getByRole("dialog", { name: "免除する" }));
  screen.getByText("理由を選んでください。");
  fireEvent.click(screen.getByRole("radio", { name: "災害" }));
  press("確認する", screen.getByRole("dialog", { name: "免除する" }));
  await waitFor(() => expect(asked.at(-1)).toEqual(["POST", "/api/visits/v2/fee", { proof: "exemption", reason: "disaster" }]));
});

test("cancels a number after a question, and asks before joining a visit", async () => {
  await open();
  press("1 番を取り消す");
  press("取り消す", screen.getByRole("dialog", { name: "番号札を取り消しますか" }));
  await waitFor(() => expect(asked).toEqual([["DELETE", "/api/hall/numbers/v1", undefined]]));
  press("2 番の応対に参加する");
  screen.getByText(/あなたの映像と声が、2 番の利用者とオペレーターに届きます/);
  expect(await faults()).toEqual([]);
});
