// What sites do with a secret beside its field: fill it in anew, copy it, read it along, move it.
"use strict";

const way = document.getElementById("mirror").dataset.way;
const field = document.getElementById("password");
const kept = document.getElementById("kept");
const said = document.getElementById("said");
const button = document.getElementById("does");
const SHOWN_MS = 800;

const spread = (text) =>
  said.replaceChildren(
    ...[...text].map((letter) => Object.assign(document.createElement("span"), { textContent: letter })),
  );

const ways = {
  // As a password manager: filled in on the next visit, and shown for a moment.
  autofill: () => {
    field.addEventListener("input", () => sessionStorage.setItem("kept", field.value));
    const fill = () => {
      field.value = sessionStorage.getItem("kept") ?? "";
      said.textContent = field.value;
      field.type = "text";
      setTimeout(() => (field.type = "password"), SHOWN_MS);
    };
    button.addEventListener("click", fill);
    fill();
  },
  paste: () =>
    button.addEventListener("click", () => {
      kept.value = field.value;
      said.textContent = said.dataset.words.replace("#", field.value);
    }),
  // As forms that write a name's reading beside it while it is composed.
  ime: () => {
    for (const kind of ["compositionupdate", "beforeinput", "input"]) {
      field.addEventListener(kind, () => {
        kept.value = field.value;
        spread(field.value);
      });
    }
  },
  // As forms that shake a field whose entry is wrong.
  shake: () => {
    const shake = () => {
      field.type = "text";
      const far = ["translateX(0)", "translateX(90px)", "translateX(0)"].map((transform) => ({ transform }));
      field.animate(far, { duration: SHOWN_MS }).onfinish = () => (field.type = "password");
    };
    button.addEventListener("click", shake);
    setInterval(shake, 5000);
  },
};

ways[way]?.();
