/** What an operator does in a guided flow, by the words on the desk's screen, and what the kiosk shows of it. */
import { ask } from "./staff.mjs";
import { until } from "./wait.mjs";

const LIMIT_MS = 30_000;
const NEEDED_PINS = { signature: 5 };
const MAILS = { own_telephone: "ご自分のスマートフォンのメール", no_mail: "メールを使えない" };
const CHECKS = { own_login: "ご本人がログインした", own_name: "ご本人の名前が出ている", logged_out: "ログアウトした" };

/** The panel of the flow. */
export const flowPanel = (desk) => desk.locator("[data-flow]");

/** Begins a flow from the chooser, or from the end of another. */
export async function beginFlow(desk, flow) {
  const another = flowPanel(desk).getByRole("button", { name: "別の案内を始める" });
  const begin = flowPanel(desk).getByRole("button", { name: `${flow.title.ja}: 始める` });
  await another.or(begin).first().waitFor({ timeout: LIMIT_MS });
  if (await another.isVisible()) await another.click();
  await begin.click({ timeout: LIMIT_MS });
  await standsAt(desk, flow.steps[0]);
}

/** Waits until the desk shows the step. */
export async function standsAt(desk, step) {
  await flowPanel(desk).getByRole("heading", { name: step.label.ja, exact: true }).waitFor({ timeout: LIMIT_MS });
  await flowPanel(desk).getByText(step.script.ja, { exact: true }).waitFor({ timeout: LIMIT_MS });
}

/** Waits until the kiosk shows what the resident reads at the step. */
export async function kioskShows(kiosk, step, voice = "ja") {
  const wanted = step.text[voice].replace(/\{([^{}|]+)\|[^{}|]+\}/g, "$1");
  const shown = () => kiosk.locator("section[aria-labelledby=guide-title] > p").first().evaluate((text) => {
    const copy = text.cloneNode(true);
    for (const reading of copy.querySelectorAll("rt, rp")) reading.remove();
    return copy.textContent;
  }, null, { timeout: LIMIT_MS });
  await until(`the kiosk shows ${step.id}`, LIMIT_MS, async () => (await shown()) === wanted);
}

/** Goes one way on; `officer` confirms what is paid. */
export async function goOn(desk, officer, { step, ...way }) {
  const panel = flowPanel(desk);
  const press = (name) => panel.getByRole("button", { name, exact: true }).click({ timeout: LIMIT_MS });
  switch (way.by) {
    case "continue":
      for (const name of toTick(step)) await tick(panel, name);
      return panel.getByRole("button", { name: "進む", disabled: false }).click({ timeout: LIMIT_MS });
    case "choose":
      return press(step.action.choices.find(({ id }) => id === way.choice).text.ja);
    case "mail":
      return press(MAILS[way.mail]);
    case "right_pin":
      return press("合っていた");
    case "wrong_pins":
      return wrongPins(panel, NEEDED_PINS[step.action.pin] ?? 3);
    case "confirm":
      return payFee(desk, officer);
    default:
      throw new Error(`no way ${way.by}`);
  }
}

function toTick({ action }) {
  if (action.kind === "checklist") return action.items.filter(({ optional }) => optional !== true).map(({ text }) => text.ja);
  return action.kind === "shared_page" ? action.checks.map((check) => CHECKS[check]) : [];
}

async function tick(panel, name) {
  const box = panel.getByRole("checkbox", { name });
  await box.click({ timeout: LIMIT_MS });
  await until(`${name} is ticked`, LIMIT_MS, () => box.isChecked());
}

/** Wrong tries until the flow stops, one before the card would lock. */
async function wrongPins(panel, max) {
  for (let left = max; left > 1; left -= 1) {
    await panel.getByText(`あと ${left} 回（${max} 回中）`).waitFor({ timeout: LIMIT_MS });
    await panel.getByRole("button", { name: "違った" }).click();
  }
}

/** The resident goes to pay, the officer confirms, the resident comes back. */
async function payFee(desk, officer) {
  const panel = flowPanel(desk);
  await panel.getByRole("button", { name: "会計へ行く" }).click({ timeout: LIMIT_MS });
  await panel.getByText("会計へ行っています").waitFor({ timeout: LIMIT_MS });
  await confirmFee(officer);
  await panel.getByText(/に確認しました/).waitFor({ timeout: LIMIT_MS });
  await panel.getByRole("button", { name: "会計からもどった" }).click();
}

/** A city officer confirms the one fee that is asked. */
export async function confirmFee(officer, proof = { proof: "payment" }) {
  const { body } = await ask(officer, "GET", "/api/visits/fees");
  const { status } = await ask(officer, "POST", `/api/visits/${body[0].contact}/fee`, proof);
  if (status !== 204) throw new Error(`the fee was not confirmed: ${status}`);
}

/** Breaks the flow off for this reason. */
export async function breakOff(desk, reason, note = "") {
  await flowPanel(desk).getByRole("button", { name: "途中でやめる" }).click();
  const dialog = desk.getByRole("dialog", { name: "途中でやめる理由" });
  await dialog.getByRole("radio", { name: reason, exact: true }).check({ timeout: LIMIT_MS });
  if (note !== "") await dialog.getByLabel("説明").fill(note);
  await dialog.getByRole("button", { name: "案内をやめる" }).click();
  return dialog;
}
