/**
 * Builds the page into `dist/`, with each file compressed beside it; does nothing where the sources are those that it was built from. Runs by itself
 * after an install and before a start, with `--if-possible`: an install without Vite is whole, and a service starts without its page. Plain JavaScript,
 * for whatever Node an install runs on.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = import.meta.dirname;
const root = join(here, "..", "..");
const finished = join(here, "dist");
const mark = "built-from.txt";

/** The files that a build depends on. */
async function sources() {
  const own = await filesBelow(join(here, "src"));
  const language = await filesBelow(join(root, "schemas", "src"));
  return [...own, ...language, ...["index.html", "vite.config.ts", "tsconfig.json", "package.json"].map((name) => join(here, name))];
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function checksumOf(files) {
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(relative(root, file))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  return hash.digest("hex");
}

async function compress(folder) {
  for (const file of await filesBelow(folder)) {
    if (!/\.(js|css|html|svg|json)$/.test(file)) continue;
    const bytes = await readFile(file);
    await writeFile(`${file}.br`, brotliCompressSync(bytes));
    await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

async function build() {
  const checksum = await checksumOf(await sources());
  const before = await readFile(join(finished, mark), "utf8").catch(() => "");
  if (before === checksum) return;
  // Loaded only where there is something to build: a start has to find out that there is not.
  const vite = await import("vite").catch(() => {
    throw new Error("Vite is not installed");
  });
  // Two that build at once do not meet: each has a folder of its own, and the last one's stays.
  const made = join(here, `dist.${process.pid}`);
  try {
    await vite.build({
      root: here,
      configFile: join(here, "vite.config.ts"),
      logLevel: "warn",
      build: { outDir: made, emptyOutDir: true },
    });
    await compress(made);
    await writeFile(join(made, mark), checksum);
    await rm(finished, { recursive: true, force: true });
    await rename(made, finished);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  process.stdout.write("The page is built.\n");
}

try {
  await build();
} catch (error) {
  process.stderr.write(`The page is not built: ${error.message}. After npm ci: node services/dashboard/build.mjs\n`);
  process.exitCode = process.argv.includes("--if-possible") ? 0 : 1;
}
