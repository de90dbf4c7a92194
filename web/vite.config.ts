import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the server answers while the pages are served by Vite. */
const server = process.env["MADOGUCHI_SERVER"] ?? "http://127.0.0.1:8080";
const proxy = { "/api": { target: server, ws: true } };

/** The script for other sites is no module, so that one tag without more does; it leaves no name of its own in the page. */
const isForOthers = ({ name }: { name: string }) => name === "chat-embed";
const closed = { banner: (chunk: { name: string }) => (isForOthers(chunk) ? "(()=>{" : ""), footer: (chunk: { name: string }) => (isForOthers(chunk) ? "})();" : "") };

/** Entries whose address outlives a release. */
const lasting: Readonly<Record<string, string>> = { "kiosk-worker": "kiosk-worker.js", "chat-embed": "chat.js" };

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
      input: { index: "index.html", kiosk: "kiosk.html", board: "board.html", chat: "chat.html", "chat-embed": "chat/embed.ts", "kiosk-worker": "kiosk/kiosk-worker.ts" },
      // A worker reigns over its own folder and below, and its name must outlive a release; so must that of a script
      // that stands in other sites' pages.
      output: { entryFileNames: ({ name }) => lasting[name] ?? "assets/[name]-[hash].js", ...closed },
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
