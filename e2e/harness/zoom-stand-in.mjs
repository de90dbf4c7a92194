/**
 * What stands for Zoom in tests: its REST interface and its webhooks in the form Zoom speaks them, the SDK's far end
 * with one fault at a time, and, where the real SDK is not wanted, a stand-in for the SDK's file.
 */
import { createHmac } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeTcpPort } from "./ports.mjs";

const SECRETS = { MADOGUCHI_ZOOM_SDK_SECRET: "sdk-secret", MADOGUCHI_ZOOM_API_SECRET: "api-secret", MADOGUCHI_ZOOM_WEBHOOK_SECRET: "webhook-secret" };
const SDK_VERSION = "2.5.0";

const hmac = (secret, text, form) => createHmac("sha256", secret).update(text).digest(form);
const json = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

/** The claims of a token, or null when the secret did not sign it. */
export function claimsOf(token, secret) {
  const [header, payload, signature] = (token ?? "").split(".");
  if (signature === undefined || hmac(secret, `${header}.${payload}`, "base64url") !== signature) return null;
  return json(header).alg === "HS256" ? json(payload) : null;
}

export class ZoomStandIn {
  /** Starts the REST side on a free port. */
  static async start() {
    const zoom = new ZoomStandIn();
    zoom.asked = [];
    zoom.sessions = new Map();
    zoom.rest = http.createServer((request, response) => zoom.answer(request, response));
    await new Promise((done) => zoom.rest.listen(0, "127.0.0.1", done));
    return zoom;
  }

  /** The program's settings and secrets for this Zoom, with its files in `folder`. */
  settings(folder) {
    return `[video.zoom]\nenabled = true\nsdk_key = "sdk-key"\napi_key = "api-key"\napi_url = "http://127.0.0.1:${this.rest.address().port}/v2"\nsdk_dir = "${folder}"\n`;
  }

  get env() {
    return SECRETS;
  }

  /** What was asked by this method of a path that begins so. */
  askedFor(method, path = "/v2/videosdk/sessions") {
    return this.asked.filter((one) => one.method === method && one.path.startsWith(path));
  }

  answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, "http://zoom");
    const claims = claimsOf(request.headers.authorization?.replace("Bearer ", ""), SECRETS.MADOGUCHI_ZOOM_API_SECRET);
    const say = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(body === undefined ? "" : JSON.stringify(body));
    this.asked.push({ method: request.method, path: pathname });
    const fits = claims !== null && claims.iss === "api-key" && claims.exp - claims.iat <= 3_600;
    if (!fits) return say(401, { code: 124, message: "Invalid access token." });
    if (pathname === "/v2/videosdk/sessions") {
      const live = searchParams.get("type") === "live";
      const listed = [...this.sessions.values()].filter((one) => one.live === live);
      return say(200, { page_size: 300, next_page_token: "", sessions: listed.map(({ id, session_name }) => ({ id, session_name })) });
    }
    const [, encoded, rest = ""] = /^\/v2\/videosdk\/sessions\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
    // Ids are encoded twice, since they hold slashes.
    const session = this.sessions.get(decodeURIComponent(decodeURIComponent(encoded ?? "")));
    if (session === undefined) return say(404, { code: 3001, message: "Session does not exist." });
    if (request.method === "PUT" && rest === "/status") session.live = false;
    else if (request.method === "DELETE" && rest === "/recordings") session.recordings = 0;
    else if (request.method === "DELETE" && rest === "") this.sessions.delete(session.id);
    else return say(405);
    return say(204);
  }

  /** A session that Zoom has, as it has one from its first participant on. */
  add(topic, part = {}) {
    const session = { id: `4/${topic.slice(-6)}+==`, session_name: topic, live: true, recordings: 0, ...part };
    this.sessions.set(session.id, session);
    return session;
  }

  /** Sends a webhook to the program, signed as Zoom signs it, unless another signature is given. */
  async tell(server, event, object, { at_s = Math.floor(Date.now() / 1000), signature } = {}) {
    const body = JSON.stringify({ event, event_ts: at_s * 1000, payload: { account_id: "a", object, ...object } });
    const signed = `v0=${hmac(SECRETS.MADOGUCHI_ZOOM_WEBHOOK_SECRET, `v0:${at_s}:${body}`, "hex")}`;
    const headers = { "content-type": "application/json", "x-zm-request-timestamp": String(at_s), "x-zm-signature": signature ?? signed };
    const response = await fetch(`http://127.0.0.1:${server.webPort}/api/zoom/webhook`, { method: "POST", headers, body });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }

  /** The right answer to a validation. */
  static encrypted(plainToken) {
    return hmac(SECRETS.MADOGUCHI_ZOOM_WEBHOOK_SECRET, plainToken, "hex");
  }

  async stop() {
    this.rest.closeAllConnections();
    await new Promise((done) => this.rest.close(done));
  }
}

/** A stand-in for the SDK's file, in a folder of its own: joins at once, shows nobody, and does as `window.zoomTells` says. */
export async function standInSdk() {
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-zoom-"));
  await mkdir(join(folder, "lib"));
  await writeFile(join(folder, "VERSION"), SDK_VERSION);
  await writeFile(join(folder, "index.esm.js"), STAND_IN);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const STAND_IN = `
const listeners = new Map();
window.zoomJoined = [];
window.zoomTells = (event, payload) => listeners.get(event)?.(payload);
const done = () => Promise.resolve("");
const stream = { startAudio: done, muteAudio: done, unmuteAudio: done, startVideo: done, stopVideo: done, attachVideo: done, detachVideo: done };
const client = {
  init: done,
  join: (topic, token, name) => { window.zoomJoined.push({ topic, token, name }); return done(); },
  leave: () => { window.zoomJoined.push("left"); return done(); },
  getMediaStream: () => stream,
  getAllUser: () => [],
  getCurrentUserInfo: () => ({ userId: 1, bVideoOn: true }),
  on: (event, listener) => void listeners.set(event, listener),
  off: (event) => void listeners.delete(event),
};
export default { createClient: () => client, destroyClient: done };
`;

/** The ways in which Zoom's own servers cannot be used, as the SDK in a browser meets them. */
export const FAULTS = ["no name", "refused", "status 503", "black hole", "unexpected body"];

/** Zoom's servers with one fault; `args` leads Chromium to them in place of the real ones. */
export async function faultyZoom(fault) {
  const port = await freeTcpPort();
  const leadTo = (place) => [`--host-resolver-rules=MAP zoom.us ${place}, MAP *.zoom.us ${place}`, "--ignore-certificate-errors"];
  if (fault === "no name") return { args: leadTo("^NOTFOUND"), met: () => null, stop: async () => undefined };
  if (fault === "refused") return { args: leadTo(`127.0.0.1:${port}`), met: () => null, stop: async () => undefined };
  let met = 0;
  const sockets = new Set();
  const server =
    fault === "black hole"
      ? net.createServer(() => (met += 1))
      : https.createServer(await certificate(), (request, response) => {
          met += 1;
          request.resume();
          const headers = { "content-type": "application/json", "access-control-allow-origin": request.headers.origin ?? "*", "access-control-allow-headers": "*", "access-control-allow-credentials": "true" };
          if (fault === "status 503") response.writeHead(503, headers).end("{}");
          else response.writeHead(200, headers).end("{}");
        });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  const stop = () =>
    new Promise((closed) => {
      server.close(closed);
      for (const socket of sockets) socket.destroy();
    });
  return { args: leadTo(`127.0.0.1:${port}`), met: () => met, stop };
}

/** A certificate for an hour, as a city's own proxy would show one. */
async function certificate() {
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=zoom.us", "-addext", "subjectAltName=DNS:zoom.us,DNS:*.zoom.us", "-keyout", key, "-out", cert], { stdio: "ignore" });
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  await rm(folder, { recursive: true, force: true });
  return pair;
}
