/** The layer rules of ARCHITECTURE.md, held by test: who may import whom, and that each third-party I/O library has one home. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const trees = [
  "schemas/src",
  "infra/src",
  "clients/src",
  "services/ingest/src",
  "services/aggregator/src",
  "services/api/src",
  "services/dashboard/src",
];

interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

function sourcesOf(tree: string): Source[] {
  return readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const file = join(tree, path);
      const text = readFileSync(join(root, file), "utf8");
      const imports = [...text.matchAll(/^\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm)]
        .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
        .map((specifier) => (specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)) : specifier));
      return { path: file.split(sep).join("/"), imports };
    });
}

const sources = trees.flatMap(sourcesOf);
const isTest = ({ path }: Source) => /\.(test|contract|kafka)\.ts$|-contract\.ts$/.test(path);
const production = sources.filter((source) => !isTest(source));

function importsOf(chosen: readonly Source[], forbidden: (specifier: string, source: Source) => boolean): string[] {
  return chosen.flatMap((source) => source.imports.filter((one) => forbidden(one, source)).map((one) => `${source.path} imports ${one}`));
}

test("the test sees the sources and their imports", () => {
  expect(production.length).toBeGreaterThan(30);
  expect(production.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

test("schemas is the language: it imports itself and pure libraries alone", () => {
  const pure = new Set(["zod", "canonicalize", "node:crypto"]);
  const inSchemas = production.filter(({ path }) => path.startsWith("schemas/"));
  expect(importsOf(inSchemas, (one) => !pure.has(one) && !one.startsWith("schemas/"))).toEqual([]);
});

test("the page imports schemas and what is bundled with it, no service and nothing of a server", () => {
  const bundled =
    /^@qorgau\/schemas\/|^preact(\/|$)|^@preact\/signals$|^@observablehq\/plot$|^d3-|^topojson-|^geojson$|^eventsource-parser|^csv-parse\/browser\/|^fflate\/browser$|^read-excel-file\//;
  const page = production.filter(({ path }) => path.startsWith("services/dashboard/"));
  expect(page.length).toBeGreaterThan(20);
  expect(importsOf(page, (one) => !bundled.test(one) && !one.startsWith("services/dashboard/"))).toEqual([]);
});

const isPure = (path: string) => /\/src\/(?:.+\/)?(?:domain|statistics|time)\//.test(path);

test("what lies in a folder named domain, statistics or time computes and does nothing else: it imports schemas, such folders and pure libraries", () => {
  const allowed = /^@qorgau\/schemas\/|^zod$|^canonicalize$|^@stdlib\/|^node:crypto$/;
  const pure = production.filter(({ path }) => isPure(path));
  expect(pure.length).toBeGreaterThan(50);
  expect(importsOf(pure, (one) => !allowed.test(one) && !isPure(one))).toEqual([]);
});

/** A folder directly below `src`, or its pure part; what lies in `src` itself puts the folders together. */
function folderOf(path: string): string {
  const [, workspace = "", rest = ""] = /^(.*?\/src)\/(.*)$/.exec(path) ?? [];
  const [folder = "", ...below] = rest.split("/");
  return below.length === 0 ? `${workspace}/` : `${workspace}/${folder}${isPure(path) ? "/domain" : ""}`;
}

/** Folders that import each other in a circle, as ways back to where they began. */
function circles(importedBy: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const ended = new Set<string>();
  const found: string[] = [];
  const walk = (folder: string, way: readonly string[]) => {
    if (way.includes(folder)) found.push([...way.slice(way.indexOf(folder)), folder].join(" > "));
    if (way.includes(folder) || ended.has(folder)) return;
    for (const next of importedBy.get(folder) ?? []) walk(next, [...way, folder]);
    ended.add(folder);
  };
  for (const folder of importedBy.keys()) walk(folder, []);
  return found;
}

test("no import runs up: the folders of a workspace import each other in one direction", () => {
  const importedBy = new Map<string, Set<string>>();
  for (const { path, imports } of production.filter((source) => !source.path.includes("/testing/"))) {
    const own = folderOf(path);
    const others = imports.filter((one) => one.endsWith(".ts") && trees.some((tree) => one.startsWith(tree))).map(folderOf);
    const known = importedBy.get(own) ?? new Set();
    importedBy.set(own, known);
    for (const other of others) if (other !== own) known.add(other);
  }
  expect(importedBy.size).toBeGreaterThan(40);
  // The test sees a circle where there is one.
  expect(circles(new Map([...importedBy, ["services/api/src/past", new Set(["services/api/src/"])]]))).not.toEqual([]);
  expect(circles(importedBy)).toEqual([]);
});

test("no folder holds more than 24 files", () => {
  const counts = new Map<string, number>();
  for (const { path } of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > 24)).toEqual([]);
});

test("infra and clients do not import services, and services do not import each other", () => {
  expect(
    importsOf(production, (one, { path }) => {
      const [top, name] = path.split("/");
      const imported = /^@qorgau\/(ingest|aggregator|api)\//.exec(one)?.[1] ?? /^services\/([^/]+)\//.exec(one)?.[1];
      return imported !== undefined && !(top === "services" && name === imported);
    }),
  ).toEqual([]);
  expect(importsOf(production, (one) => one.startsWith("@qorgau/clients/"))).toEqual([]);
});

const homes: Readonly<Record<string, RegExp>> = {
  "@clickhouse/client": /^infra\/src\/store\//,
  chdb: /^infra\/src\/store\/embedded-engine\//,
  "node:sqlite": /^infra\/src\/log\/embedded\/|^infra\/src\/proof\/proof-store\.ts$/,
  kafkajs: /^infra\/src\/kafka\//,
  "@opentelemetry": /^infra\/src\/traces\/start-traces\.ts$/,
  pino: /^infra\/src\/process\/logger\.ts$/,
  "prom-client": /^infra\/src\/process\/metrics\.ts$/,
  "csv-parse": /^clients\/src\/import\/|^services\/dashboard\/src\/views\/desk\/reading\//,
  "write-excel-file": /^services\/api\/src\/render\//,
  fflate: /^clients\/src\/import\/|^services\/api\/src\/render\/|^services\/dashboard\/src\/views\/desk\/reading\//,
  "read-excel-file": /^clients\/src\/import\/|^services\/dashboard\/src\/views\/desk\/reading\//,
  "csv-stringify": /^infra\/src\/http\/responses\//,
  "hyparquet-writer": /^infra\/src\/http\/responses\//,
  "fast-xml-builder": /^services\/api\/src\/sdmx\//,
  "fast-xml-parser": /^clients\/src\/import\/formats\//,
  "@fastify/static": /^services\/api\/src\/pages\//,
  "cli-progress": /^infra\/src\/cli\//,
  fastify: /^infra\/src\/http\/|^services\/[a-z]+\/src\/http\/|-routes\.ts$|\/row-parameters\.ts$/,
};

test.each(Object.entries(homes))("%s is imported in its one home", (library, home) => {
  expect(importsOf(production, (one, { path }) => (one === library || one.startsWith(`${library}/`)) && !home.test(path))).toEqual([]);
});

test("files are named in kebab-case and none is a drawer", () => {
  const names = sources.map(({ path }) => path.split("/").at(-1) ?? "");
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|kafka|bench))?\.tsx?$/.test(name))).toEqual([]);
  expect(names.filter((name) => /^(utils?|helpers?|common|manager|misc)\b/.test(name))).toEqual([]);
});

/** The files and packages that a file loads with itself: types are gone by then, and what is imported in a call comes later. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  if (!file.endsWith(".ts")) return found;
  const text = readFileSync(join(root, file), "utf8");
  for (const [, specifier = ""] of text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"/gm)) {
    const [, workspace, path] = /^@qorgau\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
    const tree = trees.find((one) => one.endsWith(`${workspace}/src`));
    if (tree !== undefined) loadedWith(`${tree}/${path}.ts`, found);
    else loadedWith(specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)) : specifier, found);
  }
  return found;
}

test("a start with everything embedded loads neither the client of Kafka nor the traces", () => {
  const loaded = loadedWith("start.ts");
  expect(loaded.size).toBeGreaterThan(500);
  expect([...loaded].filter((one) => one === "kafkajs" || one.startsWith("@opentelemetry/"))).toEqual([]);
  expect(loadedWith("services/ingest/src/kafka/partners/partners.ts")).toContain("kafkajs");
});
