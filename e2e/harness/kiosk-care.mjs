/** Kiosks that are looked after from afar: enrolled with a fault or without one, checked, and what was found. */
import assert from "node:assert/strict";
import { soundingRoom } from "./faults.mjs";
import { enrolledKiosk } from "./kiosk.mjs";
import { ask } from "./staff.mjs";
import { until } from "./wait.mjs";

const RUN_LIMIT_MS = 90_000;
/** The address of Zoom's that kiosks try to reach; the browser answers for it. */
export const ZOOM = "https://zoom.invalid/ping";

/** Enrols and checks kiosks at one server, through a manager's page. */
export class KioskCare {
  constructor(server, manager) {
    this.server = server;
    this.manager = manager;
  }

  /** A kiosk that has no fault but what `plant` does to its page before it is opened. */
  async kiosk(browser, name, { plant = () => undefined, room = true, zoom = true, ...like } = {}) {
    const page = await enrolledKiosk(browser, this.server, this.manager, name, {
      ...like,
      prepare: async (fresh) => {
        await fresh.route(ZOOM, (route) => (zoom ? route.fulfill({ status: 204 }) : route.abort()));
        if (room) await fresh.addInitScript(soundingRoom);
        await plant(fresh);
      },
    });
    const { body } = await ask(this.manager, "GET", "/api/kiosks/states");
    return { name, page, id: body.find((kiosk) => kiosk.name === name).id };
  }

  /** Has a kiosk checked through the interface; the diagnosis as filed. */
  async checked({ id, name }) {
    const { status, body: run } = await ask(this.manager, "POST", `/api/kiosks/${id}/diagnosis`, {});
    assert.equal(status, 202, JSON.stringify(run));
    await until(`${name} is checked`, RUN_LIMIT_MS, async () => {
      const { body } = await ask(this.manager, "GET", `/api/kiosks/${id}/diagnosis`);
      assert.ok(["running", "done"].includes(body.state), `${name}: ${body.state}`);
      return body.id === run.id && body.state === "done";
    });
    const { body } = await ask(this.manager, "GET", `/api/kiosks/${id}/diagnoses`);
    return body.find((one) => one.id === run.id);
  }

  /** Checks a kiosk, says what was found, and compares it with what was planted. */
  async finds(t, kiosk, expected) {
    const diagnosis = await this.checked(kiosk);
    const took_ms = Date.parse(diagnosis.ended_at) - Date.parse(diagnosis.started_at);
    t.diagnostic(`${kiosk.name}: ${codesOf(diagnosis).join(", ") || "nothing"} in ${took_ms} ms`);
    assert.deepEqual(codesOf(diagnosis), expected, JSON.stringify(diagnosis.measured));
    return diagnosis;
  }
}

/** What was found, by code. */
export const codesOf = (diagnosis) => diagnosis.findings.map(({ code }) => code).sort();
