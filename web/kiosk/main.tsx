/** Starts the kiosk in the page, and the worker that keeps its shell for the time without a line. */
import { createRoot } from "react-dom/client";
import "../shell/global.css";
import "./kiosk.css";
import { KioskApp } from "./KioskApp";
import { KioskFence } from "./KioskFence";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <KioskFence>
      <KioskApp />
    </KioskFence>,
  );
}

// A page that Vite serves while it is written has no worker.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/kiosk-worker.js", { scope: "/kiosk" }).catch(() => undefined);
}
