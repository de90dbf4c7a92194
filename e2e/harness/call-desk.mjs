/** What an agent does with a call in hand, by the words on the screen. */
import { ask, callPanel, fileRecordByKeys, newestContact } from "./staff.mjs";
import { until } from "./wait.mjs";

const LIMIT_MS = 30_000;
/** What the buttons of the transfer dialog are called. */
export const HOW = { blind: "すぐ転送", consult: "先に相談" };

/** Waits until the call in hand is shown in this state, such as 通話中. */
export async function callIs(page, state) {
  await callPanel(page).getByText(state, { exact: true }).first().waitFor({ timeout: LIMIT_MS });
}

/** Opens the transfer dialog by its key, and gives it. */
async function transferDialog(page) {
  await page.keyboard.press("F8");
  const dialog = page.getByRole("dialog", { name: "転送・相談" });
  await dialog.waitFor({ timeout: LIMIT_MS });
  return dialog;
}

/** Passes the call on to a number, or asks there first. */
export async function passOnToNumber(page, how, number) {
  const dialog = await transferDialog(page);
  await dialog.getByRole("button", { name: "番号", exact: true }).click();
  await dialog.getByLabel("電話番号").fill(number);
  await dialog.getByRole("button", { name: HOW[how] }).click();
}

/** Passes the call on to an entry of the directory, found by typing a part of its name. */
export async function passOnToEntry(page, how, name) {
  const dialog = await transferDialog(page);
  await dialog.getByLabel("転送先を検索").fill(name);
  await dialog.getByRole("button", { name: `${name}: ${HOW[how]}` }).click();
}

/** Passes the call on to a colleague. */
export async function passOnToColleague(page, how, name) {
  const dialog = await transferDialog(page);
  await dialog.getByRole("button", { name: "同僚・受付" }).click();
  await dialog.getByRole("button", { name: `${name}: ${HOW[how]}` }).click();
}

/** Files the record and is ready for the next call, while the contact may go on elsewhere. */
export async function fileRecord(page) {
  await fileRecordByKeys(page);
  await page.getByRole("region", { name: "自分の状態" }).getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
}

/** Files the record and is ready for the next call; gives the contact as the history has it once it closed. */
export async function closeRecord(page) {
  await fileRecord(page);
  return newestContact(page);
}

/** The kinds of the events of the contact's log, in order, without those every call has. */
export async function storyOf(page, contact) {
  const { body } = await ask(page, "GET", `/api/contacts/${contact.id}`);
  return body.events;
}

/** Waits for a warning on the screen that says this. */
export async function told(page, words) {
  await page.getByRole("alert").filter({ hasText: words }).first().waitFor({ timeout: LIMIT_MS });
}

/** Waits for the end of the call at a telephone. */
export function isOver(telephone, who) {
  return until(`${who} hears the end`, LIMIT_MS, () => telephone.has("CALL_CLOSED"));
}

/** Waits until the telephone outside is in a call. */
export function isUp(telephone, who) {
  return until(`${who} is in the call`, LIMIT_MS, () => telephone.has("CALL_ESTABLISHED"));
}
