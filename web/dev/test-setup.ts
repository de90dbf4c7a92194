import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// jsdom knows <dialog> but not its modal methods.
HTMLDialogElement.prototype.showModal ??= function open(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
};

// axe asks whether letters are icons by drawing them, which jsdom cannot; "no canvas" is an answer it knows.
HTMLCanvasElement.prototype.getContext = () => null;

// jsdom draws no pictures; one that is never drawn is taken as drawn.
HTMLImageElement.prototype.decode ??= () => Promise.resolve();

// The renderer's events are made by the window's own classes; jsdom's has none for fingers.
if (!("PointerEvent" in window)) {
  class Pointer extends MouseEvent {
    readonly pointerId: number;
    readonly pointerType: string;
    constructor(type: string, init: PointerEventInit = {}) {
      super(type, init);
      this.pointerId = init.pointerId ?? 0;
      this.pointerType = init.pointerType ?? "";
    }
  }
  Object.defineProperty(window, "PointerEvent", { value: Pointer, configurable: true });
}
