/** `npm run sdk`: packs the typed client in TypeScript or in Python. Its types are made of the OpenAPI document of this version. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "@qorgau/infra/cli/run-command";
import { openApiDocument } from "@qorgau/api/openapi-document";
import { packPython } from "./pack-python.ts";

const help = `Usage: npm run sdk [-- options]

Packs @qorgau/client, the typed client in TypeScript for Node and browsers, as a tarball, and prints its name; with --python qorgau-client, the one in
Python, as a wheel and as sources, and prints both names.

Options:
  --python         the client in Python; needs Python 3.11 or newer
  --out FOLDER     where the files are put (default: the folder that the command is called in)
  --tools FOLDER   a node_modules with the openapi-typescript and typescript of sdk/package.json, or a virtual environment of Python with the
                   build backend of sdk/python/pyproject.toml; otherwise they are installed for the moment
  --help           this text

Exit codes: 0 packed; 1 a tool failed; 2 wrong arguments.
`;

const options = { out: { type: "string", default: "." }, tools: { type: "string" }, python: { type: "boolean", default: false } } as const;

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options });
  if (values.python) {
    process.stdout.write(`${packPython(values.out, values.tools).join("\n")}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "qorgau-sdk-"));
  try {
    const sources = ["package.json", "package-lock.json", "tsconfig.json", "README.md", "src", "../LICENSE"];
    for (const name of sources) cpSync(join(import.meta.dirname, name), join(folder, basename(name)), { recursive: true });
    // What tools say goes to standard error: the name of the tarball is alone on standard output.
    const run = (program: string, ...rest: string[]) => execFileSync(program, rest, { cwd: folder, stdio: ["ignore", 2, 2] });
    if (values.tools === undefined) run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
    else symlinkSync(resolve(values.tools), join(folder, "node_modules"));
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(openApiDocument()));
    const bin = (name: string) => join(folder, "node_modules", ".bin", name);
    run(bin("openapi-typescript"), "openapi.json", "-o", "src/openapi.ts");
    run(bin("tsc"));
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { devDependencies?: object };
    delete manifest.devDependencies;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, version: openApiDocument().info.version }, null, 2));
    const into = resolve(values.out);
    const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", into];
    const packed = execFileSync("npm", pack, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", 2] }).trim();
    process.stdout.write(`${join(into, packed)}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A tool that failed has said why. */
const exitCodeOf = (error: unknown) => (typeof (error as { readonly status?: unknown }).status === "number" ? 1 : undefined);

await runCommand({ help, run: main, exitCodeOf });
