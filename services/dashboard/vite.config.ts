import { defineConfig } from "vite";

/** Addresses are relative, so that the page also works below a path of a proxy; nothing is written into the HTML, as its policy asks. */
export default defineConfig({
  base: "./",
  // The reader of workbooks unpacks in its own thread: see there.
  resolve: { alias: [{ find: /^fflate$/, replacement: new URL("./src/views/desk/reading/unzip-here.ts", import.meta.url).pathname }] },
  worker: { format: "es" },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: "assets/licences.md" },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
