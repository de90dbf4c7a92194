/**
 * Sends a kiosk that nobody touches back to the start, after a countdown that any touch stops.
 * Must never know what is on the screen; the room says whether there is anything to clear.
 */
export const IDLE_AFTER_MS = 60_000;
/** Long enough to read the question and answer it (WCAG 2.2.1). */
export const IDLE_COUNTDOWN_MS = 20_000;

export interface IdleOptions {
  now: () => number;
  /** Whether somebody may have left something: not in a visit, and not on a fresh start. */
  applies: () => boolean;
  /** When the kiosk will go back; null when the countdown is off. */
  onCountdown: (until_ms: number | null) => void;
  onOver: () => void;
}

export class IdleWatch {
  private readonly options: IdleOptions;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private counting = false;

  constructor(options: IdleOptions) {
    this.options = options;
  }

  /** Somebody is there: begins anew. */
  touch(): void {
    clearTimeout(this.timer);
    if (this.counting) this.options.onCountdown(null);
    this.counting = false;
    this.timer = setTimeout(() => this.ask(), IDLE_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.counting = false;
  }

  private ask(): void {
    if (!this.options.applies()) return this.touch();
    this.counting = true;
    this.options.onCountdown(this.options.now() + IDLE_COUNTDOWN_MS);
    this.timer = setTimeout(() => this.finish(), IDLE_COUNTDOWN_MS);
  }

  private finish(): void {
    const { applies, onOver } = this.options;
    if (applies()) onOver();
    this.touch();
  }
}
