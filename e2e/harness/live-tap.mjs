/** The page's own live connection, spoken through and listened to, as far as no screen shows it. */
import { until } from "./wait.mjs";

const LIMIT_MS = 30_000;

/** Runs in the page before its own code: keeps its sockets and what they heard. */
function keepSockets() {
  const Original = window.WebSocket;
  const taps = { sockets: [], heard: [], lastId: 1_000_000 };
  Object.defineProperty(window, "__live", { value: taps });
  window.WebSocket = class extends Original {
    constructor(...args) {
      super(...args);
      taps.sockets.push(this);
      this.addEventListener("message", (event) => {
        if (typeof event.data === "string") taps.heard.push(JSON.parse(event.data));
      });
    }
  };
}

/** Listens to the page's sockets from its next load on. */
export async function tapLive(page) {
  await page.context().addInitScript(keepSockets);
}

/** Says something on the page's open socket; gives `done` or the refusal. */
export async function say(page, message) {
  const id = await page.evaluate((words) => {
    const { __live: live } = window;
    live.lastId += 1;
    live.sockets.findLast((socket) => socket.readyState === WebSocket.OPEN).send(JSON.stringify({ ...words, id: live.lastId }));
    return live.lastId;
  }, message);
  return until(`an answer to ${message.type}`, LIMIT_MS, () =>
    page.evaluate((wanted) => window.__live.heard.find((each) => each.id === wanted && ["done", "refused"].includes(each.type)), id),
  );
}

/** The last message of this type that the page heard; null when there is none. */
export function lastHeard(page, type) {
  return page.evaluate((wanted) => window.__live.heard.findLast((each) => each.type === wanted) ?? null, type);
}

/** Waits until the last message of this type is as wanted; gives it. */
export function hears(page, type, what, isIt) {
  return until(what, LIMIT_MS, async () => {
    const heard = await lastHeard(page, type);
    return heard !== null && isIt(heard) ? heard : null;
  });
}
