/**
 * Steps of the shipped flows as pages see them, for pictures and tests: what the server would say of a run that stands there.
 * Reads the flow files themselves; never shipped.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../flows");
const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "flow.schema.json");

/** Every shipped flow, as its file has it. */
export const flows = files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));

const CITY_NUMBER = "0120-101-366";
const flowOf = (id) => flows.find((flow) => flow.id === id);

/** What the chooser lists for a visit. */
export const choicesFor = (...fitting) => flows.map(({ id, version, title, for_whom }) => ({ id, version, title, for_whom, fits_wish: fitting.includes(id) })).sort((a, b) => Number(b.fits_wish) - Number(a.fits_wish));

function slipOf(flow, slip) {
  return { flow_title: flow.title, ...slip, call: slip.call.map(({ who, number }) => ({ who, number: number ?? CITY_NUMBER })) };
}

function actionOf(flow, action) {
  switch (action.kind) {
    case "checklist":
      return { kind: "checklist", items: action.items.map(({ id, text, optional = false }) => ({ id, text, optional, ticked: false })) };
    case "branch":
      return { kind: "branch", choices: action.choices.map(({ id, text, needs }) => ({ id, text, missing: needs ?? null })) };
    case "gate":
      return { kind: "gate", gate: "fee", fee: { ...action.fee, total_yen: action.fee.card_yen + action.fee.certificate_yen }, confirmed: null };
    case "pin_guard": {
      const tries_max = action.pin === "signature" ? 5 : 3;
      return { kind: "pin_guard", pin: action.pin, tries_max, left: tries_max };
    }
    case "email":
      return { kind: "email", visit_mailbox: false };
    case "shared_page":
      return { kind: "shared_page", site: action.site, url: action.url, checks: action.checks.map((check) => ({ check, confirmed: false })) };
    case "outcome":
      return { kind: "outcome", outcome: action.outcome, slip: slipOf(flow, action.slip) };
    default:
      return { kind: "explain" };
  }
}

/** A run of the flow that stands on the step; `action` and `over` change what the sample is about. */
export function viewAt(id, stepId, { action = {}, ...over } = {}) {
  const flow = flowOf(id);
  const at = flow.steps.findIndex((step) => step.id === stepId);
  const { label, script, text, action: waits } = flow.steps[at];
  return {
    flow: id,
    version: flow.version,
    title: flow.title,
    began_at: "2026-04-01T00:00:40Z",
    step: { id: stepId, label, script, text, action: { ...actionOf(flow, waits), ...action } },
    trail: flow.steps.slice(0, Math.min(at, 4)).map((step) => step.label),
    can_continue: ["explain"].includes(waits.kind),
    can_go_back: at > 0 && waits.kind !== "outcome",
    detour_since: null,
    can_resume: waits.outcome === "broken_off",
    log_out_due: false,
    ...over,
  };
}

/** The slip of a visit that came to this end. */
export function slipAt(id, stepId, contact = "v1") {
  const flow = flowOf(id);
  const { slip } = flow.steps.find((step) => step.id === stepId).action;
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M2 2h7v7H2zM20 2h7v7h-7zM2 20h7v7H2zM12 3h2v3h-2zM11 12h5v4h-5zM20 13h4v2h-4zM13 21h6v3h-6zM21 21h4v4h-4z"/></svg>';
  const page = (language) => ({ url: `https://counter.example/s/${language}-sample`, qr_svg: drawing });
  return { contact, ticket: "12", date: "2026-04-01", slips: [slipOf(flow, slip)], pages: { ja: page("ja"), en: page("en"), easy: page("easy") } };
}
