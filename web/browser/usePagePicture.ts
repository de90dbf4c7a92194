/** Canvas and text field of the page's picture: what hands do there, sent as input of the epoch in which it began. */
import { type ClipboardEvent, type CompositionEvent, type FormEvent, type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { belongsToInputMethod } from "../desk/shortcuts";
import { canAct, type BrowserView, type InputRefusal } from "./browser-store";
import { Gestures, type PointerFact, wheelOf } from "./gestures";
import { pageKeyOf } from "./page-keys";
import { pagePoint, type Point } from "./picture";
import type { SharedBrowser } from "./shared-browser";
import type { Input } from "./wire";

export interface PagePictureUse {
  canvas: (element: HTMLCanvasElement | null) => void;
  field: { current: HTMLTextAreaElement | null };
  /** Where the last press was, as shares of the picture: an input method's window opens there. */
  at: Point;
  isComposing: boolean;
  onPointer: (event: PointerEvent<HTMLCanvasElement>) => void;
  onInput: (event: FormEvent<HTMLTextAreaElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onCompositionStart: () => void;
  onCompositionEnd: (event: CompositionEvent<HTMLTextAreaElement>) => void;
  onPaste: (event: ClipboardEvent | { preventDefault: () => void }) => void;
}

interface Props {
  browser: SharedBrowser;
  view: BrowserView;
  /** Whether a press puts the cursor into the text field. */
  typing: boolean;
  onRefused: (refusal: InputRefusal | "no_paste" | null) => void;
}

const whats: Readonly<Record<string, PointerFact["what"]>> = { pointerdown: "down", pointermove: "move", pointerup: "up", pointercancel: "cancel" };

export function usePagePicture({ browser, view, typing, onRefused }: Props): PagePictureUse {
  const send = (input: Input) => onRefused(browser.input(input));
  const text = useTextField({ browser, view, send, onRefused });
  const hands = useHands({ browser, view, send, onDown: () => typing && text.field.current?.focus({ preventScroll: true }) });
  return { ...text, ...hands };
}

type Send = (input: Input) => void;

/** Mouse, finger and wheel on the canvas. */
function useHands({ browser, view, send, onDown }: { browser: SharedBrowser; view: BrowserView; send: Send; onDown: () => void }): Pick<PagePictureUse, "canvas" | "at" | "onPointer"> {
  const shown = useRef<HTMLCanvasElement | null>(null);
  const gestures = useRef(new Gestures());
  const [at, setAt] = useState<Point>({ x: 0, y: 0 });
  const size = view.state?.size ?? null;
  const canvas = useCallback(
    (element: HTMLCanvasElement | null) => {
      shown.current = element;
      browser.show(element);
    },
    [browser],
  );
  const pointOf = (event: { clientX: number; clientY: number }, element: HTMLCanvasElement): Point | null => (size === null ? null : pagePoint(element.getBoundingClientRect(), { x: event.clientX, y: event.clientY }, size));
  useWheel(shown, (event, element) => {
    const point = pointOf(event, element);
    if (point === null || !canAct(view)) return false;
    send(wheelOf(point, { right: event.deltaX, down: event.deltaY, mode: event.deltaMode }, browser.epoch()));
    return true;
  });
  const onPointer = (event: PointerEvent<HTMLCanvasElement>) => {
    const what = whats[event.type];
    const point = pointOf(event, event.currentTarget);
    if (what === undefined || point === null || size === null) return;
    if (what === "down") {
      event.currentTarget.setPointerCapture?.(event.pointerId);
      setAt({ x: point.x / size.width_px, y: point.y / size.height_px });
      // The press would take the focus to the page's body.
      event.preventDefault();
      onDown();
    }
    // A mouse that only passes over a page one does not hold is no refused act.
    if (what === "move" && !canAct(view)) return;
    for (const input of gestures.current.handle({ ...point, what, by: event.pointerType === "touch" ? "finger" : "mouse", button: event.button, at_ms: event.timeStamp, epoch: browser.epoch() })) send(input);
  };
  return { canvas, at, onPointer };
}

type TextField = Omit<PagePictureUse, "canvas" | "at" | "onPointer">;

/** Keys and committed text; what is being composed stays here. */
function useTextField({ browser, view, send, onRefused }: { browser: SharedBrowser; view: BrowserView; send: Send; onRefused: Props["onRefused"] }): TextField {
  const field = useRef<HTMLTextAreaElement | null>(null);
  /** The epoch in which the composition began; null outside one. */
  const composing = useRef<number | null>(null);
  const [isComposing, setComposing] = useState(false);
  const commit = (element: HTMLTextAreaElement, text: string, epoch: number) => {
    element.value = "";
    if (text !== "") send({ type: "text", text, epoch });
  };
  return {
    field,
    isComposing,
    onInput: (event) => {
      if (composing.current === null && !(event.nativeEvent as InputEvent).isComposing) commit(event.currentTarget, event.currentTarget.value, browser.epoch());
    },
    onKeyDown: (event) => {
      if (belongsToInputMethod(event.nativeEvent) || composing.current !== null || !canAct(view)) return;
      const key = pageKeyOf(event);
      if (key === null) return;
      event.preventDefault();
      send({ type: "key", key, shift: event.shiftKey, epoch: browser.epoch() });
    },
    onCompositionStart: () => {
      composing.current = browser.epoch();
      setComposing(true);
    },
    onCompositionEnd: (event) => {
      const epoch = composing.current ?? browser.epoch();
      composing.current = null;
      setComposing(false);
      commit(event.currentTarget, event.data, epoch);
    },
    onPaste: (event) => {
      event.preventDefault();
      onRefused("no_paste");
    },
  };
}

/** React listens to the wheel without leave to hold the window still. */
function useWheel(canvas: { current: HTMLCanvasElement | null }, handle: (event: WheelEvent, element: HTMLCanvasElement) => boolean): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const listen = (event: WheelEvent) => {
      if (latest.current(event, element)) event.preventDefault();
    };
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [canvas]);
}
