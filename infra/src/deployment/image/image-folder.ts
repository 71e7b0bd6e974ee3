/** The files of an image that has nothing but the program, Node and the shared libraries that both need: what `FROM scratch` is given. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Of the image's user `node`. */
const owner = 1000;
/** Part of every glibc and loaded by name: how a host's address is found. */
const resolverLibraries = ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"];

export interface ImageFolder {
  /** The root of this repository. */
  readonly root: string;
  /** Empty; holds `files`, `owned` and a Dockerfile afterwards. */
  readonly folder: string;
  /** With the embedded engine, for everything in one process; without, for a Kafka and a ClickHouse that run elsewhere. */
  readonly embedded: boolean;
}

/** Puts everything into `folder`, laid out as the image of the Dockerfile. Needs glibc; the dependencies come from npm. */
export function makeImageFolder({ root, folder, embedded }: ImageFolder): void {
  const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
  const files = join(folder, "files");
  const program = join(files, "qorgau");
  copySources(root, program, dockerfile);
  installDependencies(program, embedded);
  const page = "services/dashboard/dist";
  // It does nothing where the page is of these sources.
  execFileSync(process.execPath, [join(root, "services/dashboard/build.mjs")], { cwd: root, stdio: ["ignore", 2, 2] });
  cpSync(join(root, page), join(program, page), { recursive: true });
  copyProgram(realpathSync(process.execPath), join(files, "usr/local/bin/node"));
  const native = librariesUnder(join(program, "node_modules"));
  copyLibraries(files, [join(files, "usr/local/bin/node"), ...native]);
  writeSystemFiles(files);
  mkdirSync(join(folder, "owned"));
  writeFileSync(join(folder, "Dockerfile"), scratchDockerfile(dockerfile));
}

/** What the last stage copies from the repository, without what .dockerignore leaves out. */
function copySources(root: string, program: string, dockerfile: string): void {
  const left = [...readFileSync(join(root, ".dockerignore"), "utf8").matchAll(/^\*\*\/(.+)$/gm)].map(([, name]) => name!);
  const isLeftOut = (file: string) => left.some((name) => (name.startsWith("*") ? file.endsWith(name.slice(1)) : basename(file) === name));
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(" "));
  mkdirSync(program, { recursive: true });
  for (const source of new Set(sources))
    cpSync(join(root, source), join(program, source), { recursive: true, filter: (file) => !isLeftOut(relative(root, file)) });
}

/** The tools of development and other platforms' Node stay out; so does the embedded engine where it is not wanted. */
function installDependencies(program: string, embedded: boolean): void {
  const omitted = embedded ? ["--omit=dev"] : ["--omit=dev", "--omit=optional"];
  const words = ["ci", ...omitted, "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", words, { cwd: program, stdio: ["ignore", 2, 2] });
  const modules = join(program, "node_modules");
  for (const name of readdirSync(modules).filter((one) => /^node(?:-bin)?-(?:linux|darwin|win)/.test(one)))
    rmSync(join(modules, name), { recursive: true });
}

const librariesUnder = (modules: string): string[] =>
  readdirSync(modules, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:node|so)$/.test(name))
    .map((name) => join(modules, name));

/** Under their own paths, where the loader looks for them. Throws where one is missing on this machine. */
function copyLibraries(files: string, binaries: readonly string[]): void {
  const needed = new Set<string>();
  for (const binary of binaries) {
    const listed = execFileSync("ldd", [binary], { encoding: "utf8" });
    const missing = /^.*not found.*$/m.exec(listed);
    if (missing !== null) throw new Error(`${binary} needs a library that is not here: ${missing[0].trim()}`);
    for (const [, path] of listed.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) if (!path!.startsWith(files)) needed.add(path!);
  }
  const libc = [...needed].find((path) => basename(path) === "libc.so.6");
  if (libc === undefined) throw new Error("Node is not linked to glibc here.");
  for (const name of resolverLibraries) if (existsSync(join(dirname(libc), name))) needed.add(join(dirname(libc), name));
  for (const path of needed) copyProgram(path, join(files, path));
}

/** The file itself, where the path is a link. */
function copyProgram(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

function writeSystemFiles(files: string): void {
  mkdirSync(join(files, "etc"));
  mkdirSync(join(files, "tmp"));
  chmodSync(join(files, "tmp"), 0o1777);
  writeFileSync(join(files, "etc/passwd"), `root:x:0:0::/:\nnode:x:${owner}:${owner}::/:\n`);
  writeFileSync(join(files, "etc/group"), `root:x:0:\nnode:x:${owner}:\n`);
  writeFileSync(join(files, "etc/nsswitch.conf"), "hosts: files dns\n");
}

/** What the Dockerfile says of its last stage, on nothing. */
function scratchDockerfile(dockerfile: string): string {
  const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  const instructions = [...last.matchAll(/^(?:ENV|WORKDIR|USER|EXPOSE|HEALTHCHECK|CMD) (?:.*\\\n)*.*$/gm)].map(([text]) => text);
  const made = ["FROM scratch", "COPY files/ /", `COPY --chown=${owner}:${owner} owned/ /var/lib/qorgau/`, "ENV PATH=/usr/local/bin"];
  return `${[...made, ...instructions].join("\n")}\n`;
}
