/**
 * `npm run sbom`: the packages that the program runs on, by npm's own lister. `npm sbom --omit dev` leaves out what is a tool of development in any
 * workspace, be it a dependency of another, with all that it needs: npm 11.19.1 lists neither zod nor kafkajs. It is given manifests without such tools here.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "../cli/run-command.ts";

const help = `Usage: npm run sbom --silent [-- options]

Prints a software bill of materials: every package that this installation runs on, with its version, its licence and the hash of its archive, as the lock
file has them. What is not installed, for another platform or by an --omit of npm ci, is not in it, and neither are tools of development.

Options:
  --format NAME  cyclonedx (1.5, default) or spdx (2.3), both JSON
  --help         this text

Exit codes: 0 printed; 1 npm failed; 2 wrong arguments.
`;

const root = join(import.meta.dirname, "..", "..", "..");
const formats: readonly string[] = ["cyclonedx", "spdx"];

interface Manifest {
  readonly devDependencies?: object;
}
interface LockedPackage extends Manifest {
  readonly dev?: boolean;
}
interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const bytesMax = 64 * 1024 * 1024;

/** SPDX 2.3, 6.9: a moment of creation has no fraction, which npm writes. */
const inWholeSeconds = (bill: string) => bill.replace(/("created": "[^"]*?)\.\d+Z"/, '$1Z"');

/** JSON has no member that is undefined. */
const withoutTools = (manifest: Manifest) => ({ ...manifest, devDependencies: undefined });

/** Writes the manifest and the lock file of what is installed below `from` and runs in production. */
function writeManifests(from: string, to: string): void {
  const read = (name: string) => JSON.parse(readFileSync(join(from, name), "utf8")) as unknown;
  const write = (name: string, content: unknown) => writeFileSync(join(to, name), JSON.stringify(content));
  const lock = read("package-lock.json") as Lock;
  const installed = Object.entries(lock.packages).filter(([path, { dev = false }]) => !dev && existsSync(join(from, path)));
  write("package-lock.json", { ...lock, packages: Object.fromEntries(installed.map(([path, one]) => [path, withoutTools(one)])) });
  write("package.json", withoutTools(read("package.json") as Manifest));
}

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { format: { type: "string", default: "cyclonedx" } } });
  if (!formats.includes(values.format)) throw new UsageError(`--format is one of ${formats.join(", ")}.`);
  const folder = mkdtempSync(join(tmpdir(), "qorgau-sbom-"));
  try {
    // npm calls the whole by the name of its folder.
    const cwd = join(folder, "qorgau");
    mkdirSync(cwd);
    writeManifests(root, cwd);
    const listing = ["sbom", "--package-lock-only", "--sbom-format", values.format];
    const printed = execFileSync("npm", listing, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: bytesMax });
    process.stdout.write(values.format === "spdx" ? inWholeSeconds(printed) : printed);
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const exitCodeOf = (error: unknown) => (typeof (error as { readonly status?: unknown }).status === "number" ? 1 : undefined);

await runCommand({ help, run: main, exitCodeOf });
