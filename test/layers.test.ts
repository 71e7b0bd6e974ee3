/** The layer rules of ARCHITECTURE.md, held by test: who may import whom, and that each third-party I/O library has one home. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const trees = ["schemas/src", "infra/src", "services/ingest/src", "services/aggregator/src", "services/api/src"];

interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

function sourcesOf(tree: string): Source[] {
  return readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
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

test("a domain folder imports schemas, its own folder and pure libraries alone", () => {
  const allowed = /^@qorgau\/schemas\/|^zod$|^canonicalize$|^@stdlib\/|^node:crypto$/;
  const domains = production.filter(({ path }) => path.includes("/domain/"));
  expect(domains.length).toBeGreaterThan(5);
  expect(
    importsOf(domains, (one, { path }) => {
      const folder = path.slice(0, path.indexOf("/domain/") + "/domain/".length);
      return !allowed.test(one) && !one.startsWith(folder);
    }),
  ).toEqual([]);
});

test("infra does not import services, and services do not import each other", () => {
  expect(
    importsOf(production, (one, { path }) => {
      const [top, name] = path.split("/");
      const imported = /^@qorgau\/(ingest|aggregator|api)\//.exec(one)?.[1] ?? /^services\/([^/]+)\//.exec(one)?.[1];
      return imported !== undefined && !(top === "services" && name === imported);
    }),
  ).toEqual([]);
});

const homes: Readonly<Record<string, RegExp>> = {
  "@clickhouse/client": /^infra\/src\/store\//,
  chdb: /^infra\/src\/store\/embedded-engine\//,
  "node:sqlite": /^infra\/src\/event-log\/embedded\//,
  kafkajs: /^infra\/src\/kafka\//,
  pino: /^infra\/src\/runtime\/logger\.ts$/,
  "prom-client": /^infra\/src\/runtime\/metrics\.ts$/,
  "csv-parse": /^services\/ingest\/src\/import\//,
  "write-excel-file": /^services\/api\/src\/workbook\//,
  fflate: /^services\/api\/src\/workbook\//,
  "csv-stringify": /^infra\/src\/http-answers\//,
  "@fastify/swagger-ui": /^services\/api\/src\/http\//,
  "cli-progress": /^services\/ingest\/src\/(import|demo)\//,
  fastify: /^infra\/src\/(runtime\/http-(server|access)\.ts$|http-answers\/)|^services\/(ingest|aggregator|api)\/src\/http\//,
};

test.each(Object.entries(homes))("%s is imported in its one home", (library, home) => {
  expect(importsOf(production, (one, { path }) => (one === library || one.startsWith(`${library}/`)) && !home.test(path))).toEqual([]);
});

test("files are named in kebab-case and none is a drawer", () => {
  const names = sources.map(({ path }) => path.split("/").at(-1) ?? "");
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|kafka|bench))?\.ts$/.test(name))).toEqual([]);
  expect(names.filter((name) => /^(utils?|helpers?|common|manager|misc)\b/.test(name))).toEqual([]);
});
