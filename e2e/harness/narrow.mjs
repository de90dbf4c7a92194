/** A line between a browser and the server that is slow and narrow: a relay that holds bytes back, WebSocket or not. */
import net from "node:net";

const STEP_MS = 20;

/** Each way waits `delay_ms` and passes `rate_kbps`; gives the port to use and `stop`. */
export async function narrowLine(port, { delay_ms, rate_kbps }) {
  const open = new Set();
  const relay = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    for (const [from, to] of [[near, far], [far, near]]) hold(from, to, { delay_ms, rate_kbps });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise((done) => relay.listen(0, "127.0.0.1", done));
  return {
    port: relay.address().port,
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => relay.close(done));
    },
  };
}

/** Bytes leave in the order they came, no earlier than their delay and no faster than the rate. */
function hold(from, to, { delay_ms, rate_kbps }) {
  const waiting = [];
  const step_bytes = Math.max(1, Math.round((rate_kbps * STEP_MS) / 8));
  let held_bytes = 0;
  from.on("data", (bytes) => {
    waiting.push({ bytes, due: Date.now() + delay_ms });
    held_bytes += bytes.length;
    if (held_bytes > 64 * 1024) from.pause();
  });
  const timer = setInterval(() => {
    let budget = step_bytes;
    while (budget > 0 && waiting.length > 0 && waiting[0].due <= Date.now()) {
      const [first] = waiting;
      const piece = first.bytes.subarray(0, budget);
      to.write(piece);
      budget -= piece.length;
      held_bytes -= piece.length;
      if (piece.length === first.bytes.length) waiting.shift();
      else first.bytes = first.bytes.subarray(piece.length);
    }
    if (held_bytes < 64 * 1024 && from.isPaused()) from.resume();
  }, STEP_MS);
  from.on("close", () => clearInterval(timer));
}
