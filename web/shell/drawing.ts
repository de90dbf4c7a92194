/** Puts the server's drawing into the page as nodes; anything but a plain drawing is left out. */
export function placeDrawing(element: HTMLElement, text: string): void {
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const plain = drawing.localName === "svg" && drawing.querySelector("script, foreignObject, a, image, use") === null;
  element.replaceChildren(...(plain ? [document.importNode(drawing, true)] : []));
}
