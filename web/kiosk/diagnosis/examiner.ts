/**
 * The kiosk's side of remote care: measures when the server asks, gives a sign of life, loads the page anew.
 * Owns one examination at a time. Must never know a screen; `DiagnosisBanner.tsx` says what goes on.
 */
import { makeStore, type Store } from "../../live/live-store";
import type { Command, Diagnose, ServerMessage } from "../messages";
import { examine, type Held } from "./examination";

/** The server counts a kiosk as silent after a minute or less; four signs fit in that. */
const SIGN_OF_LIFE_MS = 15_000;

export interface ExaminerOptions {
  command: (command: Command) => Promise<void>;
  /** The server's clock, by the live connection. */
  echo: () => Promise<string>;
  /** Camera and microphone of the visit that goes on. */
  running: () => Held;
  /** Whether a visitor sits here. */
  occupied: () => boolean;
  reload?: () => void;
  look?: typeof examine;
}

export class Examiner {
  /** Whether the kiosk measures itself right now. */
  readonly busy: Store<boolean, boolean> = makeStore((_, next: boolean) => next, false);
  private readonly options: ExaminerOptions;
  private run: { id: string; in_visit: boolean; stop: AbortController; quiet: boolean } | null = null;
  private pulse: ReturnType<typeof setInterval> | undefined;

  constructor(options: ExaminerOptions) {
    this.options = options;
  }

  /** Gives signs of life while the line is open. */
  follow(open: boolean): void {
    clearInterval(this.pulse);
    if (open) this.pulse = setInterval(() => void this.options.echo().catch(() => undefined), SIGN_OF_LIFE_MS);
    else this.stop();
  }

  /** True when the message was for the examiner. */
  receive(message: ServerMessage): boolean {
    switch (message.type) {
      case "diagnose":
        void this.examine(message);
        return true;
      case "stop_diagnosis":
        if (this.run?.id === message.run) this.stop();
        return true;
      case "reload":
        void this.reload(message.how === "restart");
        return true;
      default:
        return false;
    }
  }

  /** A visitor sits down or stands up: a check that was begun without one, or with one, is over. */
  followVisit(occupied: boolean): void {
    if (this.run !== null && this.run.in_visit !== occupied) this.run.stop.abort();
  }

  /** Ends what goes on without an answer. */
  stop(): void {
    if (this.run === null) return;
    this.run.quiet = true;
    this.run.stop.abort();
  }

  private async examine(order: Diagnose): Promise<void> {
    this.stop();
    const { run: id, in_visit } = order;
    const run = { id, in_visit, stop: new AbortController(), quiet: false };
    this.run = run;
    this.busy.send(!in_visit);
    if (this.options.occupied() !== in_visit) run.stop.abort();
    const { command, echo, running } = this.options;
    const onPart = (part: string) => void command({ type: "diagnosing", run: id, part }).catch(() => undefined);
    try {
      const measured = await (this.options.look ?? examine)(order, { echo, running, onPart }, run.stop.signal);
      if (!run.quiet) await command({ type: "diagnosed", run: id, measured });
    } catch {
      // The line is gone; the server notices by itself.
    } finally {
      if (this.run === run) {
        this.run = null;
        this.busy.send(false);
      }
    }
  }

  /** The page anew; a restart first throws away what the browser keeps of it. The identity stays. */
  private async reload(restart: boolean): Promise<void> {
    if (restart) {
      await this.forgetShell().catch(() => undefined);
    }
    (this.options.reload ?? (() => location.reload()))();
  }

  private async forgetShell(): Promise<void> {
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    if ("caches" in globalThis) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  }
}
