/**
 * The name of this tab, which survives a reload but not a copy of the tab.
 * A browser copies sessionStorage when a tab is duplicated, so the name is laid there only while the page is away.
 */
const STORAGE_KEY = "madoguchi.tab";
let own: string | null = null;

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function tabId(): string {
  if (own !== null) return own;
  own = sessionStorage.getItem(STORAGE_KEY) ?? freshId();
  sessionStorage.removeItem(STORAGE_KEY);
  const name = own;
  addEventListener("pagehide", () => sessionStorage.setItem(STORAGE_KEY, name));
  addEventListener("pageshow", (event) => {
    if (event.persisted) sessionStorage.removeItem(STORAGE_KEY);
  });
  return own;
}
