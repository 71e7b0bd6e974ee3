/** The bills of materials of `npm run sbom`, read by the libraries of CycloneDX and of SPDX: valid, and of exactly what is installed and runs. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";
import { areClientsRequired, isInstalled, runPython } from "./installed-clients.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const isLeftOut = !areClientsRequired() && !isInstalled("python");

let directory: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => removeDirectory(directory));

interface ReadBill {
  readonly faults: readonly string[];
  /** `name@version`, and the SHA-512 of its archive, hex. */
  readonly packages: readonly (readonly string[])[];
}

const printed = async (format: string) => {
  const program = join(root, "infra/src/deployment/write-sbom.ts");
  return (await promisify(execFile)(process.execPath, [program, "--format", format], { maxBuffer: 16 * 1024 * 1024 })).stdout;
};

async function readBills(cyclonedx: string, spdx: string) {
  const files = [join(directory, "cyclonedx.json"), join(directory, "spdx.json")];
  await writeFile(files[0]!, cyclonedx);
  await writeFile(files[1]!, spdx);
  return runPython<{ readonly cyclonedx: ReadBill; readonly spdx: ReadBill }>("validate_sbom.py", files);
}

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Of the lock file: what is installed here and is no tool of development, as the bills should have it. */
function installedPackages(): string[][] {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, LockedPackage> };
  const installed = Object.entries(packages).filter(
    ([path, { dev = false, link = false }]) => path.includes("node_modules/") && !dev && !link && existsSync(join(root, path)),
  );
  return installed.map(([path, { version, integrity = "" }]) => [
    `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`,
    ...(integrity === "" ? [] : [Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex")]),
  ]);
}

const isOurs = ([name = ""]: readonly string[]) => /^(?:@qorgau\/|qorgau@)/.test(name);
/** A version that stands twice in the tree is one package. */
const listed = (packages: readonly (readonly string[])[]) => [...new Set(packages.map((one) => one.join(" ")))].toSorted();

test.skipIf(isLeftOut)(
  "both are valid, and list every package of the lock file that runs, by its version and the hash of its archive",
  async () => {
    const [cyclonedx, spdx] = await Promise.all([printed("cyclonedx"), printed("spdx")]);
    const bills = await readBills(cyclonedx, spdx);
    const expected = listed(installedPackages());
    expect(expected.length).toBeGreaterThan(80);
    for (const { faults, packages } of Object.values(bills)) {
      expect(faults).toEqual([]);
      expect(listed(packages.filter((one) => !isOurs(one)))).toEqual(expected);
      expect(packages.filter(isOurs).length).toBeGreaterThan(6);
    }
  },
);

test.skipIf(isLeftOut)("the validators do look", async () => {
  const bills = await readBills(
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"zod"}]}',
    (await printed("spdx")).replace("SPDXRef-DOCUMENT", "document"),
  );
  expect(bills.cyclonedx.faults).not.toEqual([]);
  expect(bills.spdx.faults).not.toEqual([]);
});
