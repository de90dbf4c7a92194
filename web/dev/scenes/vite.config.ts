/** Builds the scenes beside the product, for the stand-in server alone: `npx vite build -c dev/scenes/vite.config.ts`. Never shipped. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  base: "/scenes/",
  publicDir: false,
  plugins: [react()],
  build: { outDir: "../../dist-scenes", emptyOutDir: true, assetsInlineLimit: 0, target: "es2022", rolldownOptions: { input: new URL("scenes.html", import.meta.url).pathname } },
});
