// Windows, paper, files and dialogs of single pages.
"use strict";

for (const button of document.querySelectorAll("[data-opens]")) {
  const result = document.getElementById("popup-result");
  button.addEventListener("click", () => window.open(button.dataset.opens, "_blank", "width=560,height=620"));
  window.addEventListener("message", (event) => {
    if (event.origin !== location.origin || typeof event.data?.reference !== "string") return;
    result.textContent = result.dataset.words.replace("#", event.data.reference);
  });
}

const told = document.querySelector("[data-tells-opener]");
if (told && window.opener) {
  window.opener.postMessage({ reference: told.textContent }, location.origin);
  window.close();
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.addEventListener("click", () => window.print());
  if (new URLSearchParams(location.search).get("auto") === "1") window.addEventListener("load", () => window.print());
}

for (const button of document.querySelectorAll("[data-saves]")) {
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([button.dataset.saves], { type: "text/plain" }));
    link.download = "copy-from-page.txt";
    link.click();
  });
}

const asks = {
  alert: (words) => {
    window.alert(words);
    return "OK";
  },
  confirm: (words) => (window.confirm(words) ? "OK" : "キャンセル"),
  prompt: (words) => window.prompt(words, "") ?? "キャンセル",
};

for (const button of document.querySelectorAll("[data-dialog]")) {
  const result = document.getElementById("dialog-result");
  button.addEventListener("click", () => (result.textContent = asks[button.dataset.dialog](button.dataset.words)));
}

for (const form of document.querySelectorAll("[data-guards-leaving]")) {
  let written = false;
  form.addEventListener("input", () => (written = true));
  form.addEventListener("submit", () => (written = false));
  window.addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}
