/** What supervisors do on their page, by the words on the screen. */
import { logIn } from "./staff.mjs";

const LIMIT_MS = 30_000;

/** The page of a supervisor, logged in. */
export async function supervisorAt(browser, server, login) {
  const page = await browser.page();
  await logIn(page, server, login);
  await page.goto(`${server.url}/supervisor`);
  return page;
}

/** The list of contacts in hand. */
export function inHand(page) {
  return page.getByRole("region", { name: "対応中の問合せ" });
}

/** Presses a button of the one call in hand: 聞く, ささやく, 参加する or 引き継ぐ. */
export async function acts(page, action) {
  await inHand(page).getByRole("button", { name: new RegExp(`の通話: ${action}$`) }).click({ timeout: LIMIT_MS });
}

/** Takes the one call in hand over, and says yes to the question. */
export async function takesOver(page) {
  await acts(page, "引き継ぐ");
  await page.getByRole("dialog", { name: "この通話を引き継ぎますか" }).getByRole("button", { name: "引き継いで話す" }).click({ timeout: LIMIT_MS });
  await page.getByRole("region", { name: "引き継いだ通話" }).getByText("通話中").first().waitFor({ timeout: LIMIT_MS });
}
