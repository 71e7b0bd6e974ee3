import { defineConfig } from "vite";

/** Addresses are relative, so that the page also works below a path of a proxy; nothing is written into the HTML, as its policy asks. */
export default defineConfig({
  base: "./",
  build: { target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
