/** What people at the desk do, by the words on their screen. */
import { until } from "./wait.mjs";

/** The one password of the demonstration. */
const DEMO_PASSWORD = "madoguchi-demo";
const LIMIT_MS = 30_000;
/** Greeting, language and the longest ring of the demonstration fit in this. */
const RING_LIMIT_MS = 60_000;

/** Logs a person of the demonstration in. */
export async function logIn(page, server, login) {
  await page.goto(`${server.url}/login`);
  await page.getByLabel("ログインID").fill(login);
  await page.getByLabel("パスワード", { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login", { timeout: 2 * LIMIT_MS, waitUntil: "commit" });
}

/** Opens the desk, waits until its sound is up, and makes the agent available. */
export async function takeSeat(page, server) {
  await page.goto(`${server.url}/desk`);
  const state = page.getByRole("region", { name: "自分の状態" });
  await state.getByText("音声: 接続済み").waitFor({ timeout: LIMIT_MS });
  await state.getByRole("button", { name: "受付を始める" }).click({ timeout: LIMIT_MS });
  await state.getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
}

/** Asks the server for JSON as the person of the page. */
export function ask(page, method, path, body) {
  return page.evaluate(
    async ([verb, address, content]) => {
      const init = { method: verb };
      if (content !== null) {
        init.headers = { "content-type": "application/json" };
        init.body = JSON.stringify(content);
      }
      const response = await fetch(address, init);
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    },
    [method, path, body ?? null],
  );
}

/** A file from the server, as the person of the page. */
export async function download(page, server, path) {
  const response = await page.context().request.get(`${server.url}${path}`);
  return { status: response.status(), body: await response.body() };
}

/**
 * The finished recording of a contact as a manager hears it, who may hear it redacted or not; opened with a reason.
 * It lies sealed until its copy is made, so it is waited for.
 */
export async function hearRecording(browser, server, contact, limit_ms = 60_000) {
  const page = await browser.page();
  await logIn(page, server, "sekinin");
  const opened = await ask(page, "POST", `/api/contacts/${contact.id}/open`, { reason: "録音の確認" });
  if (opened.status !== 200) throw new Error(`the contact does not open: ${JSON.stringify(opened.body)}`);
  const file = await until(`the recording of ${contact.id} can be fetched`, limit_ms, async () => {
    const { status, body } = await download(page, server, `/api/contacts/${contact.id}/recording.wav`);
    return status === 200 ? body : null;
  });
  await page.close();
  return file;
}

/** The newest closed contact in the history. */
export function newestContact(page) {
  return until("a closed contact in the history", LIMIT_MS, async () => {
    const { status, body } = await ask(page, "GET", "/api/contacts?limit=1");
    const newest = status === 200 ? body.items[0] : undefined;
    return newest?.ended_at ? newest : null;
  });
}

/** A citizen rings, chooses a language (1 is Japanese, 2 English), and the agent of the page answers by mouse; gives when that was. */
export async function answerCall(page, server, telephone, language = "1") {
  telephone.dial(server.sipAddress);
  await until("the city picks up", RING_LIMIT_MS, () => telephone.has("CALL_ESTABLISHED"));
  telephone.press(language);
  await page.getByRole("button", { name: /^応答/ }).click({ timeout: RING_LIMIT_MS });
  await callPanel(page).getByText("通話中").waitFor({ timeout: LIMIT_MS });
  return Date.now();
}

/** The panel of the call in hand. */
export function callPanel(page) {
  return page.getByRole("region", { name: "通話", exact: true });
}

/**
 * Files the record with number keys alone: first topic, first sub-code where there is one; gives the number of keys.
 * An agent who has another chat in hand is told of the record as `told`, not by the own state.
 */
export async function fileRecordByKeys(page, told = "後処理中") {
  let keys = 2;
  await page.getByText(told).first().waitFor({ timeout: LIMIT_MS });
  await page.getByRole("radio").first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("1");
  await page.getByRole("radio", { checked: true }).first().waitFor({ timeout: LIMIT_MS });
  if ((await page.getByRole("group", { name: "細区分" }).count()) > 0) {
    await page.keyboard.press("1");
    keys += 1;
  }
  await page.keyboard.press("Enter");
  return keys;
}
