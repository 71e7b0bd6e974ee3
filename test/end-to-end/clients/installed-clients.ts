/**
 * Clients of others, in Python, TypeScript, Java, Go and R, and generators of clients, each installed once for the content of its list into a cache folder
 * outside the repository: exact versions, held by their hashes where the installer knows them. Those in R are of the system's own packages.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";
import { cacheHome } from "../../broker/fetch-kafka.ts";

const run = promisify(execFile);
const installMsMax = 10 * 60_000;

export type Language = "python" | "typescript" | "java" | "go" | "r" | "generators";

interface Installing {
  /** Files that say what is installed, in the folder of the language. */
  readonly lists: readonly string[];
  /** Leaves what it installs in the folder, which holds the lists and is given its final name afterwards. */
  install(folder: string): Promise<void>;
}

const languages: Readonly<Record<Language, Installing>> = {
  python: {
    lists: ["requirements.txt"],
    async install(folder) {
      // Older ones have no releases of these clients.
      await command("python3", ["-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"], folder);
      await command("python3", ["-m", "venv", folder], folder);
      const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
      await command(
        join(folder, "bin", "python"),
        [...pip, "--only-binary", ":all:", "--require-hashes", "-r", "requirements.txt"],
        folder,
      );
    },
  },
  typescript: {
    lists: ["package.json", "package-lock.json"],
    install: installByNpm,
  },
  java: {
    lists: ["pom.xml"],
    install: copyJars,
  },
  go: {
    lists: ["main.go", "go.mod", "go.sum"],
    // The version of Go that is there, and no other that it would fetch.
    install: (folder) =>
      command("go", ["build", "-trimpath", "-o", "verify", "."], folder, { GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" }),
  },
  r: {
    lists: ["read_statistics.R"],
    // A system package (r-cran-rsdmx): elsewhere R would compile it and what it needs from sources.
    install: (folder) => command("Rscript", ["-e", "library(rsdmx); library(jsonlite)"], folder),
  },
  generators: {
    lists: ["package.json", "package-lock.json", "pom.xml"],
    async install(folder) {
      await copyJars(folder);
      await installByNpm(folder);
    },
  },
};

function installByNpm(folder: string): Promise<void> {
  return command("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder);
}

function copyJars(folder: string): Promise<void> {
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=jars"];
  return command("mvn", ["--batch-mode", "--quiet", ...goal], folder);
}

async function command(program: string, words: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Promise<void> {
  await run(program, words, { cwd, timeout: installMsMax, env: { ...process.env, ...more } });
}

const sources = (language: Language) => join(import.meta.dirname, language);

/** The folder of what is installed, whether it is there or not. */
export function homeOf(language: Language, environment: NodeJS.ProcessEnv = process.env): string {
  const hash = createHash("sha256");
  for (const list of languages[language].lists) hash.update(readFileSync(join(sources(language), list)));
  return join(cacheHome(environment), "qorgau-test-clients", `${language}-${hash.digest("hex").slice(0, 16)}`);
}

export const isInstalled = (language: Language): boolean => existsSync(homeOf(language));

/** Whether clients that are not there fail the run, as in CI, instead of being left out. */
export const areClientsRequired = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  environment["QORGAU_TEST_CLIENTS"] === "required" || (environment["CI"] ?? "") !== "";

/** Two runs at once may both install; the first to end gives its folder the final name, the other drops its own. */
export async function installClients(language: Language): Promise<void> {
  const home = homeOf(language);
  if (existsSync(home)) return;
  const cache = join(home, "..");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "installing-"));
  try {
    for (const list of languages[language].lists) await copyFile(join(sources(language), list), join(folder, basename(list)));
    await languages[language].install(folder);
    await rename(folder, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The Python that has the clients, and an environment in which their commands are found. */
export function pythonWithClients(): { readonly python: string; readonly env: NodeJS.ProcessEnv } {
  const bin = join(homeOf("python"), "bin");
  const path = [bin, process.env["PATH"]].join(delimiter);
  return { python: join(bin, "python"), env: { ...process.env, PATH: path, PYTHONDONTWRITEBYTECODE: "1" } };
}

/** A program of the folder of its language, run to its end with what is installed; its standard output, read as JSON. */
export async function runPython<Printed>(program: string, words: readonly string[]): Promise<Printed> {
  const { python, env } = pythonWithClients();
  return printedBy<Printed>(python, [join(sources("python"), program), ...words], env);
}

/** The same in R. Text is read as UTF-8, whatever the machine's locale. */
export function runR<Printed>(program: string, words: readonly string[]): Promise<Printed> {
  return printedBy<Printed>("Rscript", [join(sources("r"), program), ...words], { ...process.env, LC_ALL: "C.UTF-8" });
}

async function printedBy<Printed>(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Printed> {
  const { stdout } = await run(program, words, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Printed;
}
