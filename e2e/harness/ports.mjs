/** Free ports of the loopback, so that runs do not meet. */
import { createServer } from "node:net";
import { createSocket } from "node:dgram";

/** A TCP port nobody listens on. */
export function freeTcpPort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A port that is free for UDP and for TCP, as a SIP listener needs. */
export async function freeSipPort() {
  for (let round = 0; round < 20; round += 1) {
    const port = await freeTcpPort();
    if (await isFreeForUdp(port)) return port;
  }
  throw new Error("no port is free for both UDP and TCP");
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
