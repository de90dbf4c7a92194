/**
 * The one place that makes HTTP requests: JSON in, JSON out, problems thrown.
 * Must never know a page, a word of the screen, or React.
 * Query keys and mutations are in queries.ts.
 */
import type { Problem } from "./types";

/** A refusal by the server, or by the line to it (code `unreachable`). */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}`);
    this.problem = problem;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    status: 0,
    code: "unreachable",
    detail_ja: "サーバーに接続できません。しばらくしてからもう一度お試しください。",
    detail_en: "The server cannot be reached. Please try again shortly.",
  };
}

async function problemIn(response: Response): Promise<Problem> {
  const fallback: Problem = {
    status: response.status,
    code: `http_${response.status}`,
    detail_ja: `サーバーが要求を受け付けませんでした（${response.status}）。`,
    detail_en: `The server refused the request (${response.status}).`,
  };
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

export type Query = Record<string, string | number | null | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

async function send<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { method, credentials: "same-origin", ...init });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

function json(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export const get = <T>(path: string, query?: Query) => send<T>("GET", withQuery(path, query));
export const post = <T = void>(path: string, body?: unknown) => send<T>("POST", path, json(body));
export const put = <T = void>(path: string, body?: unknown) => send<T>("PUT", path, json(body));
export const patch = <T = void>(path: string, body?: unknown) => send<T>("PATCH", path, json(body));
export const remove = <T = void>(path: string) => send<T>("DELETE", path);

/** A file and what the server calls it. */
export async function getFile(path: string): Promise<{ file: Blob; name: string }> {
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { file: await response.blob(), name: name ?? "download" };
}

/** Sends a file as it is and tells how much of it has arrived, 0 to 1; `signal` calls it off. `fetch` cannot tell. */
export function sendFileTold<T>(path: string, body: Blob, onShare: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const failed = () => reject(new Error("the line broke"));
    request.open("POST", path);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else problemIn(new Response(request.responseText, { status: request.status })).then((problem) => reject(new ProblemError(problem)), failed);
    };
    request.onerror = failed;
    request.onabort = failed;
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Sends a file as it is, under its own media type; `signal` calls it off. */
export const sendFile = <T = void>(method: "POST" | "PUT", path: string, body: Blob, type: string, signal: AbortSignal | null = null) =>
  send<T>(method, path, { headers: { "content-type": type }, body, signal });
