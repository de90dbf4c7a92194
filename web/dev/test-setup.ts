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
