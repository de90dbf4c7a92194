import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the server answers while the pages are served by Vite. */
const server = process.env["MADOGUCHI_SERVER"] ?? "http://127.0.0.1:8080";
const proxy = { "/api": { target: server, ws: true } };

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The policy of the server is 'self': nothing may be inlined as a data address.
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: {
      input: { index: "index.html", kiosk: "kiosk.html", board: "board.html", "kiosk-worker": "kiosk/kiosk-worker.ts" },
      // A worker reigns over its own folder and below, and its name must outlive a release.
      output: { entryFileNames: ({ name }) => (name === "kiosk-worker" ? "kiosk-worker.js" : "assets/[name]-[hash].js") },
    },
  },
  test: {
    // Files that need a document say so in their first line.
    environment: "node",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules", "dist"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
