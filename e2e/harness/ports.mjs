/** Free ports of the loopback, so that runs do not meet. */
import { createServer } from "node:net";
import { createSocket } from "node:dgram";

/** Below the ports the system hands out by itself, so that nobody is given one between our look and its use. */
const FIRST = 10_000;
const COUNT = 9_000;
const PORTS_EACH = 2;
let next = PORTS_EACH * Math.floor((Math.random() * COUNT) / PORTS_EACH);

/** A TCP port nobody listens on. */
export async function freeTcpPort() {
  return freePort((port) => isFreeForTcp(port));
}

/** A port that is free for UDP and for TCP, with its neighbour free too: a SIP telephone listens for TLS one above. */
export async function freeSipPort() {
  return freePort(async (port) => (await isFreeForTcp(port)) && (await isFreeForUdp(port)) && (await isFreeForTcp(port + 1)));
}

async function freePort(isFree) {
  for (let tried = 0; tried < COUNT; tried += PORTS_EACH) {
    const port = FIRST + next;
    next = (next + PORTS_EACH) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${FIRST} to ${FIRST + COUNT} is free`);
}

function isFreeForTcp(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function isFreeForUdp(port) {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
  });
}

/** An even port from which a small range of sound ports begins. */
export function firstSoundPort() {
  const RANGES = 150;
  return 30_000 + 200 * Math.floor(Math.random() * RANGES);
}
