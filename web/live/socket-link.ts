/**
 * A line to the server on which commands are numbered and answered.
 * What is said first and what a message means is its heirs': live/live-link.ts and kiosk/kiosk-link.ts.
 * Must never know a page, a screen or React; `socket-line.ts` keeps the line up.
 */
import { type LineStatus, SocketLine, type SocketLineOptions } from "./socket-line";

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

/** What is said of a command that never left this browser. */
export const noLine = () => new Refusal("no_line", "回線がつながっていないため、操作できませんでした。", "The line is down, so nothing was done.");
const NO_ANSWER = () => new Refusal("no_answer", "サーバーから応答がありませんでした。", "The server did not answer.");

/** A command unanswered for this long means that the line is dead, whatever the browser believes. */
const ANSWER_LIMIT_MS = 6_000;

interface Waiting {
  done: () => void;
  refuse: (refusal: Refusal) => void;
  limit: ReturnType<typeof setTimeout>;
}

type Answer = { type: "done"; id: number } | { type: "refused"; id: number; code: string; detail_ja: string; detail_en: string };

export interface SocketLinkOptions<Message, Status> extends SocketLineOptions<Status> {
  onMessage: (message: Message) => void;
}

/** `Refusing` are the states beside the line's own in which the server does not want this page. */
export abstract class SocketLink<Message extends { type: string }, Command extends object, Refusing extends string> extends SocketLine<Refusing> {
  private readonly link: SocketLinkOptions<Message, LineStatus | Refusing>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  protected constructor(path: string, options: SocketLinkOptions<Message, LineStatus | Refusing>) {
    super(path, options);
    this.link = options;
  }

  /** Sends a command; settles when the server has done or refused it. */
  command(command: Command): Promise<void> {
    const { socket } = this;
    if (socket === null || this.status !== "open") return Promise.reject(noLine());
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

  /** Makes of a message what it means to the line; true when it is for the page as well. */
  protected abstract heed(message: Message, socket: WebSocket): boolean;

  /** The server lets this page in, and says what the page needs first. */
  protected welcomed(message: Message): void {
    this.greeted();
    this.link.onMessage(message);
    this.entered();
  }

  protected override drop(): void {
    super.drop();
    for (const id of [...this.waiting.keys()]) this.settle(id)?.refuse(noLine());
  }

  protected override receive(data: unknown, socket: WebSocket): void {
    if (typeof data !== "string") return;
    const message = JSON.parse(data) as Message | Answer;
    if (isAnswer(message)) this.answered(message);
    else if (this.heed(message, socket)) this.link.onMessage(message);
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
