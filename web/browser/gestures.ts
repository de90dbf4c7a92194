/**
 * Mouse, finger and wheel as the page understands them: a finger that moves scrolls, one that does not presses.
 * Pure: facts of an event in, inputs out. A gesture belongs to the epoch in which it began.
 */
import type { Point } from "./picture";
import { type Input, WHEEL_PX_MAX } from "./wire";

/** Page pixels a finger may tremble and still press. */
export const TREMBLE_PX = 12;
/** A moving mouse is told no more often, in ms. */
export const MOVE_EVERY_MS = 33;
const LINE_PX = 16;
const SCREEN_PX = 600;

export interface PointerFact extends Point {
  what: "down" | "move" | "up" | "cancel";
  by: "mouse" | "finger";
  button: number;
  at_ms: number;
  /** The epoch the screen shows. */
  epoch: number;
}

interface Finger extends Point {
  epoch: number;
  first: Point;
  is_scrolling: boolean;
}

export class Gestures {
  private finger: Finger | null = null;
  private mouse: { button: 0 | 2; epoch: number } | null = null;
  private moved_ms = -Infinity;

  handle(fact: PointerFact): Input[] {
    return fact.by === "finger" ? this.handleFinger(fact) : this.handleMouse(fact);
  }

  private handleMouse({ what, button, x, y, at_ms, epoch }: PointerFact): Input[] {
    const held = this.mouse;
    switch (what) {
      case "down":
        if (button !== 0 && button !== 2) return [];
        this.mouse = { button, epoch };
        return [{ type: "pointer", what: "down", button, x, y, epoch }];
      case "move":
        if (at_ms - this.moved_ms < MOVE_EVERY_MS) return [];
        this.moved_ms = at_ms;
        return [{ type: "pointer", what: "move", button: held?.button ?? 0, x, y, epoch: held?.epoch ?? epoch }];
      case "up":
      case "cancel":
        this.mouse = null;
        return held === null ? [] : [{ type: "pointer", what: "up", button: held.button, x, y, epoch: held.epoch }];
    }
  }

  private handleFinger({ what, x, y, epoch }: PointerFact): Input[] {
    const { finger } = this;
    switch (what) {
      case "down":
        this.finger = { x, y, first: { x, y }, epoch, is_scrolling: false };
        return [];
      case "move":
        return finger === null ? [] : this.drag(finger, { x, y });
      case "up":
        this.finger = null;
        return finger === null || finger.is_scrolling ? [] : press(finger);
      case "cancel":
        this.finger = null;
        return [];
    }
  }

  private drag(finger: Finger, to: Point): Input[] {
    const far = Math.abs(to.x - finger.first.x) > TREMBLE_PX || Math.abs(to.y - finger.first.y) > TREMBLE_PX;
    if (!finger.is_scrolling && !far) return [];
    const [right_px, down_px] = [bounded(finger.x - to.x), bounded(finger.y - to.y)];
    this.finger = { ...finger, ...to, is_scrolling: true };
    return right_px === 0 && down_px === 0 ? [] : [{ type: "wheel", ...finger.first, right_px, down_px, epoch: finger.epoch }];
  }
}

/** Where the finger came down, so that a tremble does not miss. */
function press({ first, epoch }: Finger): Input[] {
  return (["move", "down", "up"] as const).map((what) => ({ type: "pointer", what, button: 0, ...first, epoch }));
}

const bounded = (px: number) => Math.max(-WHEEL_PX_MAX, Math.min(WHEEL_PX_MAX, Math.round(px)));

/** A turn of the wheel; `mode` as the browser tells it: 0 pixels, 1 lines, 2 screens. */
export function wheelOf({ x, y }: Point, turn: { right: number; down: number; mode: number }, epoch: number): Input {
  const scale = turn.mode === 1 ? LINE_PX : turn.mode === 2 ? SCREEN_PX : 1;
  return { type: "wheel", x, y, right_px: bounded(turn.right * scale), down_px: bounded(turn.down * scale), epoch };
}
