/** The ways through a guided flow, computed from its file: how each of its ends is reached, by the fewest steps. */
import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../flows/", import.meta.url);

/** Every shipped flow. */
export function shippedFlows() {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "flow.schema.json");
  return files.sort().map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
}

/** The ways out of a step, each with what is done for it and where it leads. */
function waysFrom({ action }) {
  switch (action.kind) {
    case "explain":
    case "checklist":
    case "shared_page":
      return [{ by: "continue", to: action.next }];
    case "branch":
      return action.choices.map(({ id, next }) => ({ by: "choose", choice: id, to: next }));
    case "gate":
      return [{ by: "confirm", to: action.next }];
    case "pin_guard":
      return [
        { by: "right_pin", to: action.next },
        { by: "wrong_pins", to: action.stopped },
      ];
    case "email":
      return [
        { by: "mail", mail: "own_telephone", to: action.next },
        { by: "mail", mail: "no_mail", to: action.no_mail },
      ];
    case "outcome":
      return [];
    default:
      throw new Error(`a step that waits for ${action.kind}`);
  }
}

/** The step of this name. */
export function stepOf(flow, id) {
  return flow.steps.find((step) => step.id === id);
}

/** Each end of the flow with the shortest way to it; the end of breaking off has none, since it is reached from anywhere. */
export function endsOf(flow) {
  const first = flow.steps[0].id;
  const came = new Map([[first, null]]);
  const open = [first];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const way of waysFrom(stepOf(flow, at))) {
      if (came.has(way.to)) continue;
      came.set(way.to, { from: at, way });
      open.push(way.to);
    }
  }
  return flow.steps.filter(({ action }) => action.kind === "outcome").map((end) => {
    const path = [];
    for (let at = came.get(end.id); at != null; at = came.get(at.from)) path.unshift({ step: stepOf(flow, at.from), ...at.way });
    return { end, path: came.has(end.id) ? path : null };
  });
}
