/** Free ports of the loopback, so that runs do not meet. */
import { createServer } from "node:net";
import { createSocket } from "node:dgram";

/** Below the ports the system hands out by itself, so that nobody is given one between our look and its use. */
const FIRST = 10_000;
const PORTS_EACH = 2;
/** Files of tests that may run at once: each has a lane of ports of its own, so that none is looked at by two. */
const LANES = 6;
const LANE_PORTS = 1_500;
const FIRST_OF_SOUND = 30_000;
const SOUND_RANGE_PORTS = 200;
const SOUND_RANGES = 25;

export const lane = await freeLane();
let next = PORTS_EACH * Math.floor((Math.random() * LANE_PORTS) / PORTS_EACH);
let range = Math.floor(Math.random() * SOUND_RANGES);

/** The first lane nobody is in; it is ours as long as this process lives, by the port below all that we listen on. */
async function freeLane() {
  for (let tried = 0; tried < LANES; tried += 1) {
    const holder = createServer();
    const isOurs = await new Promise((resolve) => {
      holder.once("error", () => resolve(false));
      holder.listen(FIRST - 1 - tried, "127.0.0.1", () => resolve(true));
    });
    if (!isOurs) continue;
    holder.unref();
    return tried;
  }
  throw new Error(`more than ${LANES} files of tests at once`);
}

/** A TCP port nobody listens on. */
export async function freeTcpPort() {
  return freePort((port) => isFreeForTcp(port));
}

/** A port that is free for UDP and for TCP, with its neighbour free too: a SIP telephone listens for TLS one above. */
export async function freeSipPort() {
  return freePort(async (port) => (await isFreeForTcp(port)) && (await isFreeForUdp(port)) && (await isFreeForTcp(port + 1)));
}

async function freePort(isFree) {
  const first = FIRST + lane * LANE_PORTS;
  for (let tried = 0; tried < LANE_PORTS; tried += PORTS_EACH) {
    const port = first + next;
    next = (next + PORTS_EACH) % LANE_PORTS;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${first} to ${first + LANE_PORTS} is free`);
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
  range = (range + 1) % SOUND_RANGES;
  return FIRST_OF_SOUND + SOUND_RANGE_PORTS * (lane * SOUND_RANGES + range);
}
