/**
 * `node test/complete-lockfile.ts`, after every change of dependencies: adds to package-lock.json the optional packages of other
 * platforms that npm left out because it could not see them (npm issues 4828 and 9083). Without them `npm ci` refuses, and other
 * platforms lack their binaries. A package for one platform is named after it; its version is the exact one its parent asks for. What
 * has no integrity yet gets that of the registry: what is installed is then what was locked, on every platform.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

interface LockedPackage {
  version?: string;
  integrity?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, unknown>;
}
type Packages = Record<string, LockedPackage>;

const file = join(import.meta.dirname, "..", "package-lock.json");
const systems = ["darwin", "linux", "win32", "android", "freebsd", "netbsd", "openbsd", "sunos", "aix", "openharmony"];
const processors = ["arm64", "x64", "ia32", "arm", "armv7", "ppc64", "riscv64", "s390x", "loong64", "mips64el", "wasm32"];
const processorOfName: Readonly<Record<string, string>> = { armv7: "arm" };

/** What npm would have recorded of the platform; null where the name tells none. */
function platformOf(name: string): Pick<LockedPackage, "os" | "cpu" | "libc"> | null {
  const words = name.split(/[-/]/);
  const cpu = words.find((word) => processors.includes(word));
  if (cpu === undefined) return null;
  const os = words.find((word) => systems.includes(word)) ?? (words.includes("wasi") ? undefined : "linux");
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : words.some((word) => word.startsWith("gnu")) ? "glibc" : undefined;
  return {
    ...(os === undefined ? {} : { os: [os] }),
    cpu: [processorOfName[cpu] ?? cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
  };
}

export function missingPackages(packages: Packages): Packages {
  const missing: Packages = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => packages[place] !== undefined)) continue;
      const platform = platformOf(name);
      missing[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platform };
    }
  }
  return missing;
}

/** The paths of packages from a registry whose content the lock file does not hold fast. */
export function withoutIntegrity(packages: Packages): string[] {
  const fromRegistry = ([path, { link }]: [string, LockedPackage]): boolean => path.includes("node_modules/") && link !== true;
  return Object.entries(packages).flatMap((entry) => (fromRegistry(entry) && entry[1].integrity === undefined ? [entry[0]] : []));
}

const run = promisify(execFile);
const requestedAtOnce = 8;

/** Null where the registry asked has no such package. */
async function integrityOf(path: string, { version = "" }: LockedPackage): Promise<string | null> {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  try {
    const { stdout } = await run("npm", ["view", `${name}@${version}`, "dist.integrity"]);
    return stdout.trim() || null;
  } catch (error) {
    if (String(error).includes("E404")) return null;
    throw error;
  }
}

/** Tells the paths of those that the registry does not have. */
async function addIntegrity(packages: Packages): Promise<string[]> {
  const paths = withoutIntegrity(packages);
  const unknown: string[] = [];
  for (let at = 0; at < paths.length; at += requestedAtOnce) {
    await Promise.all(
      paths.slice(at, at + requestedAtOnce).map(async (path) => {
        const { version = "", ...others } = packages[path]!;
        const integrity = await integrityOf(path, { version });
        if (integrity === null) unknown.push(path);
        else packages[path] = { version, integrity, ...others };
      }),
    );
  }
  return unknown;
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Packages };
  const missing = missingPackages(lock.packages);
  const [root = ["", {}], ...others] = Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries([root, ...others]);
  const unknown = await addIntegrity(lock.packages);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} packages of other platforms added to package-lock.json\n`);
  for (const path of unknown) process.stderr.write(`No integrity, since the registry does not have it: ${path}\n`);
}
