/** Packs the client in Python as a wheel and as sources, by the build backend that its `pyproject.toml` names. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { openApiDocument } from "@qorgau/api/openapi-document";
import { pythonTypes } from "./python-types.ts";
import type { Schema } from "./python-types.ts";

const sent = ["InboundEvent", "Accepted", "BatchAnswer", "BatchResult", "Fault", "Problem"];
const read = ["RatesAnswer", "RatesChange", "LiveBehind"];
const queries = { RatesQuery: "/v1/rates", LiveQuery: "/v1/live" };
const build = [
  "import sys",
  "from poetry.core.masonry import api",
  "print(api.build_wheel(sys.argv[1]))",
  "print(api.build_sdist(sys.argv[1]))",
].join("\n");

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}
interface Document {
  readonly info: { readonly version: string };
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}

/** `tools` is a virtual environment with the build backend; without it one is made for the moment. Gives the paths of wheel and sources. */
export function packPython(out: string, tools: string | undefined): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "qorgau-sdk-"));
  try {
    for (const name of ["python/pyproject.toml", "python/README.md", "python/src", "../LICENSE"])
      cpSync(join(import.meta.dirname, name), join(folder, basename(name)), { recursive: true });
    const document = openApiDocument() as unknown as Document;
    writeFileSync(join(folder, "src", "qorgau_client", "models.py"), modelsOf(document));
    const manifest = readFileSync(join(folder, "pyproject.toml"), "utf8");
    writeFileSync(join(folder, "pyproject.toml"), manifest.replace('version = "0.0.0"', `version = "${document.info.version}"`));
    const environment = tools === undefined ? madeEnvironment(folder, manifest) : resolve(tools);
    const into = resolve(out);
    const python = join(environment, "bin", "python");
    const packed = execFileSync(python, ["-c", build, into], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", 2] });
    return packed
      .trim()
      .split("\n")
      .map((name) => join(into, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function modelsOf({ components, paths }: Document): string {
  const ofQueries = Object.fromEntries(
    Object.entries(queries).map(([name, path]): [string, Schema] => {
      const parameters = (paths[path]?.get?.parameters ?? []).filter((parameter) => parameter.in === "query");
      return [name, { type: "object", properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])) }];
    }),
  );
  return pythonTypes({ ...components.schemas, ...ofQueries }, [...sent, ...read, ...Object.keys(queries)]);
}

/** A virtual environment with what the manifest names as its build backend. */
function madeEnvironment(folder: string, manifest: string): string {
  const environment = join(folder, "environment");
  const [, backend = ""] = /^requires = \["([^"]+)"\]$/m.exec(manifest) ?? [];
  const run = (program: string, ...words: string[]) => execFileSync(program, words, { stdio: ["ignore", 2, 2] });
  run("python3", "-m", "venv", environment);
  run(join(environment, "bin", "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", backend);
  return environment;
}
