/**
 * Watches one connection for silence. A browser believes in a dead line for many seconds; the packets that
 * come in tell sooner, since the server sends its reports each second even when nobody speaks or is seen.
 * Must never know what is done about it; `visit-media.ts` offers anew.
 */

/** How often the count is looked at. */
const LOOK_EVERY_MS = 500;
/** Nothing for this long is a line that broke; the server's reports come each second. */
export const SILENT_AFTER_MS = 1_500;

export class LineWatch {
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Calls `onSilent` once when nothing has come for `SILENT_AFTER_MS`; an earlier watch ends. */
  start(peer: RTCPeerConnection, onSilent: () => void): void {
    this.stop();
    let [known, silent_ms] = [-1, 0];
    const look = async () => {
      const packets = await packetsIn(peer);
      if (this.timer !== timer) return;
      silent_ms = packets === known ? silent_ms + LOOK_EVERY_MS : 0;
      known = packets;
      if (silent_ms < SILENT_AFTER_MS) return;
      this.stop();
      onSilent();
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    this.timer = timer;
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

/** How many packets have come in on the connection so far: sound, picture and the server's reports. */
export async function packetsIn(peer: RTCPeerConnection): Promise<number> {
  let packets = 0;
  (await peer.getStats()).forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === "transport") packets += entry.packetsReceived ?? 0;
  });
  return packets;
}
