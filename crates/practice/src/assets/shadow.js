// A field inside a closed shadow root, which no script outside can reach; its value goes into the form it stands in.
"use strict";

const STYLE = `
  label { display: block; font-weight: 700; }
  button { min-height: 46px; margin-left: 8px; padding: 8px 16px; border: 1px solid #6b7673; border-radius: 4px; font: inherit; }
  input { width: 160px; min-height: 46px; padding: 8px 12px; border: 1px solid #6b7673; border-radius: 4px; font: inherit; }
`;

class CityPin extends HTMLElement {
  static formAssociated = true;

  #inside = this.attachInternals();

  connectedCallback() {
    const root = this.attachShadow({ mode: "closed" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const label = document.createElement("label");
    label.htmlFor = "inner";
    label.textContent = this.dataset.label;
    const field = document.createElement("input");
    Object.assign(field, { id: "inner", type: "password", inputMode: "numeric", maxLength: 4, autocomplete: "off" });
    field.addEventListener("input", () => {
      const form = new FormData();
      form.set(this.dataset.name, field.value);
      this.#inside.setFormValue(form);
    });
    const eye = document.createElement("button");
    Object.assign(eye, { type: "button", textContent: this.dataset.eye });
    eye.addEventListener("click", () => (field.type = field.type === "password" ? "text" : "password"));
    root.append(label, field, eye);
  }
}

customElements.define("city-pin", CityPin);
