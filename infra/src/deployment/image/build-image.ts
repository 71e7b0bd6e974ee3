/** `npm run image`: an image of the program and nothing else, without a base image that would have to be fetched. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "../../cli/run-command.ts";
import { makeImageFolder } from "./image-folder.ts";

const help = `Usage: npm run image [-- options]

Builds an image FROM scratch: the program, its dependencies, this machine's Node and the shared libraries that they need; no shell, no packages, no base
image. It takes the place of the one of the Dockerfile, in docker-compose.yml and the chart too. Needs Linux with glibc; docker's DOCKER_HOST is kept.

Options:
  --tag NAME       its name (default: qorgau)
  --embedded       with the embedded engine, for everything in one process: node start.ts
  --out FOLDER     only makes the folder and its Dockerfile, for another builder; the folder must not be there yet
  --help           this text

Exit codes: 0 built; 1 a tool failed; 2 wrong arguments.
`;

const options = {
  tag: { type: "string", default: "qorgau" },
  embedded: { type: "boolean", default: false },
  out: { type: "string" },
} as const;
const root = join(import.meta.dirname, "..", "..", "..", "..");

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options });
  // Its files are read by another user than the builder.
  process.umask(0o022);
  if (values.out !== undefined) {
    mkdirSync(resolve(values.out));
    makeImageFolder({ root, folder: resolve(values.out), embedded: values.embedded });
    process.stdout.write(`${resolve(values.out)}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "qorgau-image-"));
  try {
    makeImageFolder({ root, folder, embedded: values.embedded });
    execFileSync("docker", ["build", "--tag", values.tag, folder], { stdio: ["ignore", 2, 2] });
    process.stdout.write(`${values.tag}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A tool that failed has said why. */
const exitCodeOf = (error: unknown) => (typeof (error as { readonly status?: unknown }).status === "number" ? 1 : undefined);

await runCommand({ help, run: main, exitCodeOf });
