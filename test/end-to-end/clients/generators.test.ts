/** What generators of others make of /openapi.json and /asyncapi.json of the real program: it compiles, and reads what the program answers. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { namedSchemas } from "@qorgau/api/asyncapi/event-schemas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { areClientsRequired, homeOf, isInstalled } from "./installed-clients.ts";

const run = promisify(execFile);
const home = homeOf("generators");
const areLeftOut = !areClientsRequired() && !isInstalled("generators");

let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

/** A folder with programs of `generators` that finds what is installed. */
async function folderWith(name: string, ...programs: readonly string[]): Promise<string> {
  const folder = join(directory, name);
  await mkdir(folder);
  await symlink(join(home, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  for (const program of programs) await copyFile(join(import.meta.dirname, "generators", program), join(folder, program));
  return folder;
}

const options = ["--strict", "--target", "es2022", "--lib", "es2022,dom", "--skipLibCheck", "--types", "node", "--pretty", "false"];
/** What the compiler says of a program and of all that it imports; empty where nothing is wrong. */
function faultsOf(program: string, cwd: string, ...more: readonly string[]): Promise<string> {
  const compiled = run(join(home, "node_modules", ".bin", "tsc"), [program, ...options, ...more], { cwd });
  return compiled.then(
    () => "",
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
}

test.skipIf(areLeftOut)("OpenAPI Generator: the client in TypeScript compiles, and reads rates and what is not known", async () => {
  const folder = await folderWith("openapi", "use-openapi-client.ts");
  const { positions } = await sendAll(qorgau.url, [caseEvent({ severity: "fatal" }), caseEvent({ severity: "severe" })]);
  const jar = join(home, "jars", "openapi-generator-cli-7.25.0.jar");
  const properties = "supportsES6=true,importFileExtension=.js";
  const words = ["generate", "-g", "typescript-fetch", "-i", `${qorgau.url}/openapi.json`, "-o", "client"];
  await run("java", ["-jar", jar, ...words, "--additional-properties", properties], { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
  expect(await faultsOf("use-openapi-client.ts", folder, "--module", "nodenext")).toBe("");
  const { stdout } = await run(process.execPath, ["use-openapi-client.js", qorgau.url, positions], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({
    counts: [
      { period: "2026", severity: "fatal", count: 1 },
      { period: "2026", severity: "severe", count: 1 },
    ],
    rejected: [null],
  });
});

test.skipIf(areLeftOut)("AsyncAPI's parser finds no error, and Modelina's types of every event and acknowledgement compile", async () => {
  const folder = await folderWith("asyncapi", "model-topics.js", "use-models.ts");
  const { stdout } = await run(process.execPath, ["model-topics.js", `${qorgau.url}/asyncapi.json`, "models"], { cwd: folder });
  const { found, models } = JSON.parse(stdout) as { found: { severity: number; code: string }[]; models: string[] };
  // It wishes for the newest version of the standard.
  expect(found).toMatchObject([{ severity: 2, code: "asyncapi-latest-version" }]);
  expect(models).toEqual(expect.arrayContaining(namedSchemas.map(({ title }) => title)));
  expect(await faultsOf("use-models.ts", folder, "--module", "esnext", "--moduleResolution", "bundler")).toBe("");
  // The compiler does look.
  await writeFile(
    join(folder, "wrong.ts"),
    'import { reported } from "./use-models";\nexport const severity: "grave" = reported.data.severity;\n',
  );
  expect(await faultsOf("wrong.ts", folder, "--module", "esnext", "--moduleResolution", "bundler")).toContain("TS2322");
});
