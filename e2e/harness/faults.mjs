/** Faults that are planted in a kiosk, and what a kiosk without any needs in a machine that has no loudspeaker. */
import { createServer } from "node:http";

/** A second of a black picture, as a camera behind its cover gives it (Y4M, BT.601: black is 16, 128, 128). */
export function blackPicture({ width = 320, height = 240, frames = 10 } = {}) {
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.alloc(width * height, 16), Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]);
}

/**
 * Runs in the page before its own code: a room in which the microphone hears the loudspeaker over a quiet hum. Chromium's
 * own stand-in microphone hears nothing that is played. Everything else of the check is the product's.
 */
export function soundingRoom() {
  const { mediaDevices } = navigator;
  const take = mediaDevices.getUserMedia.bind(mediaDevices);
  const connect = AudioNode.prototype.connect;
  let air = null;
  function room() {
    if (air !== null) return air;
    const ears = new AudioContext();
    const heard = ears.createMediaStreamDestination();
    const hum = new OscillatorNode(ears, { frequency: 120 });
    connect.call(connect.call(hum, new GainNode(ears, { gain: 0.003 })), heard);
    hum.start();
    air = { ears, heard };
    return air;
  }
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && air !== null && this.context !== air.ears) {
      const loud = this.context.createMediaStreamDestination();
      connect.call(this, loud);
      connect.call(connect.call(air.ears.createMediaStreamSource(loud.stream), new GainNode(air.ears, { gain: 0.3 })), air.heard);
    }
    return connect.call(this, target, ...rest);
  };
  mediaDevices.getUserMedia = async (wanted) => {
    if (!wanted.audio) return take(wanted);
    const sound = room().heard.stream.clone().getAudioTracks();
    const picture = wanted.video ? (await take({ video: wanted.video })).getVideoTracks() : [];
    return new MediaStream([...sound, ...picture]);
  };
}

/** Runs in the page before its own code: a clock that is eleven minutes fast. */
export function fastClock() {
  const now = Date.now.bind(Date);
  Date.now = () => now() + 11 * 60_000;
}

/** Runs in the page before its own code: a tablet that is off its charger and nearly empty. */
export function emptyBattery() {
  navigator.getBattery = () => Promise.resolve({ level: 0.07, charging: false });
}

/** The page's browser says that it is this old. */
export async function oldBrowser(page, major = 103) {
  const devtools = await page.context().newCDPSession(page);
  const version = `${major}.0.0.0`;
  const brands = [{ brand: "Chromium", version: String(major) }];
  await devtools.send("Emulation.setUserAgentOverride", {
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`,
    userAgentMetadata: { brands, fullVersion: version, platform: "Linux", platformVersion: "", architecture: "x86", model: "", mobile: false },
  });
}

/** The browser gives the page next to no room. */
export async function fullStorage(page, url) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin, quotaSize: 2 * 1024 * 1024 });
}

/** A kiosk agent that tells of its card reader, by the protocol of docs/API-DESIGN.md. */
export async function kioskAgent(port, { card_reader }) {
  const server = createServer((request, response) => {
    const right = request.url === "/v1/status";
    response.writeHead(right ? 200 : 404, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(right ? JSON.stringify({ agent: "madoguchi-kiosk-agent", version: "0.1.0", card_reader, scanner: "absent" }) : "{}");
  });
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  return { stop: () => new Promise((done) => server.close(done)) };
}
