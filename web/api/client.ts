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

/** Sends a file as it is, under its own media type. */
export const sendFile = <T = void>(method: "POST" | "PUT", path: string, body: Blob, type: string) =>
  send<T>(method, path, { headers: { "content-type": type }, body });
