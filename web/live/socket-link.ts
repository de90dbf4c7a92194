/**
 * A WebSocket to the server that numbers commands, matches answers and reconnects with growing pauses.
 * What is said first and what a message means is its heirs': live/live-link.ts and kiosk/kiosk-link.ts.
 * Must never know a page, a screen or React.
 */
export type LineStatus = "connecting" | "open" | "lost" | "stopped";

/** A command that the server declined, or that got no answer in time (code `no_answer`). */
export class Refusal extends Error {
  readonly code: string;
  readonly detail_ja: string;
  readonly detail_en: string;

  constructor(code: string, detail_ja: string, detail_en: string) {
    super(code);
    this.code = code;
    this.detail_ja = detail_ja;
    this.detail_en = detail_en;
  }
}

const NO_LINE = () => new Refusal("no_line", "回線がつながっていないため、操作できませんでした。", "The line is down, so nothing was done.");
const NO_ANSWER = () => new Refusal("no_answer", "サーバーから応答がありませんでした。", "The server did not answer.");

/** A command unanswered for this long means that the line is dead, whatever the browser believes. */
const ANSWER_LIMIT_MS = 6_000;
/** From the opening of the socket to the welcome. */
const GREETING_LIMIT_MS = 8_000;
/** A server that is started anew is back within seconds: for half a minute nobody waits longer than two. */
const PAUSES_MS: readonly number[] = [150, 400, 1_000, ...Array<number>(20).fill(1_500), 4_000, 8_000];

/** How long to wait before the next attempt; `chance` in 0..1 keeps many pages from coming at once. */
export function pauseBefore(attempt: number, chance: number): number {
  const pause_ms = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 8_000;
  return Math.round(pause_ms * (0.75 + chance / 2));
}

interface Waiting {
  done: () => void;
  refuse: (refusal: Refusal) => void;
  limit: ReturnType<typeof setTimeout>;
}

type Answer = { type: "done"; id: number } | { type: "refused"; id: number; code: string; detail_ja: string; detail_en: string };

export interface SocketLinkOptions<Message, Status> {
  onMessage: (message: Message) => void;
  onStatus: (status: Status) => void;
  connect?: () => WebSocket;
  chance?: () => number;
}

/** `Refusing` are the states beside the line's own in which the server does not want this page. */
export abstract class SocketLink<Message extends { type: string }, Command extends object, Refusing extends string> {
  protected socket: WebSocket | null = null;
  protected status: LineStatus | Refusing = "stopped";
  private readonly path: string;
  private readonly line: SocketLinkOptions<Message, LineStatus | Refusing>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected constructor(path: string, options: SocketLinkOptions<Message, LineStatus | Refusing>) {
    this.path = path;
    this.line = options;
  }

  /** Connects, or connects anew. */
  open(): void {
    this.drop();
    this.become(this.status === "lost" ? "lost" : "connecting");
    const socket = (this.line.connect ?? (() => connectTo(this.path)))();
    this.socket = socket;
    this.timer = setTimeout(() => this.lose(socket), GREETING_LIMIT_MS);
    socket.onopen = () => this.begin(socket);
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = () => this.lose(socket);
  }

  /** Reconnects at once instead of after the pause. */
  hurry(): void {
    if (this.status === "lost") this.open();
  }

  /** The browser says that the network is gone: believes it without waiting for a time-out. */
  cut(): void {
    if (this.socket !== null) this.lose(this.socket);
  }

  close(): void {
    this.leave("stopped");
  }

  /** Sends a command; settles when the server has done or refused it. */
  command(command: Command): Promise<void> {
    const { socket } = this;
    if (socket === null || this.status !== "open") return Promise.reject(NO_LINE());
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((done, refuse) => {
      const limit = setTimeout(() => {
        this.settle(id)?.refuse(NO_ANSWER());
        this.lose(socket);
      }, ANSWER_LIMIT_MS);
      this.waiting.set(id, { done, refuse, limit });
      socket.send(JSON.stringify({ ...command, id }));
    });
  }

  /** The socket stands: what this side says first, if it is not the server that begins. */
  protected abstract begin(socket: WebSocket): void;

  /** Makes of a message what it means to the line; true when it is for the page as well. */
  protected abstract heed(message: Message, socket: WebSocket): boolean;

  /** The server lets this page in. */
  protected welcomed(message: Message): void {
    this.greeted();
    this.attempt = 0;
    this.line.onMessage(message);
    this.become("open");
  }

  /** The server has spoken: it need not be given up. */
  protected greeted(): void {
    clearTimeout(this.timer);
  }

  /** Lets go of the line and does not come back by itself. */
  protected leave(status: "stopped" | Refusing): void {
    this.drop();
    this.become(status);
  }

  protected lose(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.drop();
    this.become("lost");
    this.timer = setTimeout(() => this.open(), pauseBefore(this.attempt, (this.line.chance ?? Math.random)()));
    this.attempt += 1;
  }

  protected drop(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const id of [...this.waiting.keys()]) this.settle(id)?.refuse(NO_LINE());
  }

  protected become(status: LineStatus | Refusing): void {
    if (this.status === status) return;
    this.status = status;
    this.line.onStatus(status);
  }

  private receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    const message = JSON.parse(data) as Message | Answer;
    if (isAnswer(message)) this.answered(message);
    else if (this.heed(message, socket)) this.line.onMessage(message);
  }

  private answered(answer: Answer): void {
    const asked = this.settle(answer.id);
    if (answer.type === "done") asked?.done();
    else asked?.refuse(new Refusal(answer.code, answer.detail_ja, answer.detail_en));
  }

  private settle(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    if (found !== undefined) clearTimeout(found.limit);
    return found;
  }
}

const isAnswer = (message: { type: string }): message is Answer => message.type === "done" || message.type === "refused";

function connectTo(path: string): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}
