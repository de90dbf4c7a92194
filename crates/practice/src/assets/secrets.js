// What pages with secrets do to them: eyes, swapped types, a meter that tells the length, a pad of buttons.
"use strict";

const FLASH_MS = 600;

for (const eye of document.querySelectorAll("[data-eye]")) {
  eye.addEventListener("click", () => {
    const field = document.getElementById(eye.dataset.eye);
    const shown = field.type === "password";
    if (eye.dataset.way === "replace") {
      // As frameworks do that draw the field anew: another element with the same value.
      const other = field.cloneNode(false);
      other.type = shown ? "text" : "password";
      other.value = field.value;
      field.replaceWith(other);
      other.dispatchEvent(new Event("redrawn"));
    } else {
      field.type = shown ? "text" : "password";
    }
    eye.setAttribute("aria-pressed", String(shown));
  });
}

for (const field of document.querySelectorAll("[data-swap]")) {
  field.addEventListener("focus", () => (field.type = "password"));
  field.addEventListener("blur", () => (field.type = "text"));
}

const strength = (text) => {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(text)).length;
  return Math.min(4, Math.floor(text.length / 4) + kinds - 1);
};

for (const meter of document.querySelectorAll("[data-measures]")) {
  const said = document.getElementById(meter.dataset.said);
  document.addEventListener("input", (event) => {
    if (event.target.id !== meter.dataset.measures) return;
    const text = event.target.value;
    meter.value = text === "" ? 0 : Math.max(1, strength(text));
    said.textContent = meter.dataset.words.replace("#", String(text.length));
  });
}

for (const pad of document.querySelectorAll("[data-pin]")) {
  const field = document.getElementById(pad.dataset.pin);
  const dots = document.getElementById(pad.dataset.dots);
  const flashes = pad.dataset.flash === "1";
  const show = () => (dots.textContent = "●".repeat(field.value.length));
  const press = (digit) => {
    if (field.value.length >= 4) return;
    field.value += digit;
    if (!flashes) return show();
    dots.textContent = "●".repeat(field.value.length - 1) + digit;
    setTimeout(show, FLASH_MS);
  };
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button")?.dataset.key;
    if (key === undefined) return;
    if (key === "clear") field.value = "";
    else if (key === "rub") field.value = field.value.slice(0, -1);
    else return press(key);
    show();
  });
}
