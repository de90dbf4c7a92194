/**
 * The script another site puts into its page, one tag: a button, and the chat in a frame of its own behind it.
 * `<script src="https://…/chat.js" async></script>`. Takes nothing from the page it stands in and sets no cookie there.
 */
import { chatEmbed } from "../words/chat-embed";

function put(script: HTMLScriptElement): void {
  const home = new URL(script.src).origin;
  const language = (document.documentElement.lang || navigator.language).startsWith("ja") ? "ja" : "en";
  const words = chatEmbed[language];
  const style = (element: HTMLElement, rules: Record<string, string>) => Object.assign(element.style, rules);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.title;
  button.setAttribute("aria-label", words.open);
  button.setAttribute("aria-expanded", "false");
  style(button, { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", minWidth: "88px", minHeight: "48px", padding: "8px 20px", border: "2px solid #fff", borderRadius: "24px", background: "#0017c1", color: "#fff", font: "bold 16px sans-serif", cursor: "pointer" });
  let frame: HTMLIFrameElement | null = null;
  const show = (open: boolean) => {
    if (open && frame === null) {
      frame = document.createElement("iframe");
      frame.src = `${home}/chat?lang=${language}`;
      frame.title = words.title;
      style(frame, { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483001", width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 32px))", border: "1px solid #767676", borderRadius: "12px", background: "#fff", boxShadow: "0 4px 24px rgb(0 0 0 / 25%)" });
      document.body.append(frame);
    }
    if (frame !== null) frame.style.display = open ? "block" : "none";
    button.style.display = open ? "none" : "block";
    button.setAttribute("aria-expanded", String(open));
    (open ? frame : button)?.focus();
  };
  button.addEventListener("click", () => show(true));
  addEventListener("message", (event) => {
    if (event.origin === home && event.source === frame?.contentWindow && event.data?.madoguchi === "close") show(false);
  });
  document.body.append(button);
}

const own = document.currentScript ?? document.querySelector('script[src$="/chat.js"]');
if (own instanceof HTMLScriptElement) {
  if (document.body === null) addEventListener("DOMContentLoaded", () => put(own));
  else put(own);
}
