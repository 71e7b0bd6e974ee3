/** The units of deploy/systemd, held to systemd's own check where there is one, and to the programs and settings that they name. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { settingsTable } from "@qorgau/infra/settings/settings";
import { expect, test } from "vitest";
import { isOnPath } from "./broker/broker-at-hand.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "deploy/systemd");
const run = promisify(execFile);
const units = readdirSync(folder);
const services = ["ingest", "aggregator", "api"];
const read = (unit: string) => readFileSync(join(folder, unit), "utf8");

test.skipIf(!isOnPath("systemd-analyze", process.env["PATH"] ?? "")).each(units)("systemd finds no fault in %s", async (unit) => {
  const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", join(folder, unit)]);
  expect(`${stdout}${stderr}`).toBe("");
});

test.each(units)("%s starts programs that there are, with settings that there are", (unit) => {
  const text = read(unit);
  const [, program = ""] = /^ExecStart=\/usr\/bin\/env node (\S+)$/m.exec(text) ?? [];
  const programs = program.includes("%i") ? services.map((service) => program.replace("%i", service)) : [program];
  for (const one of programs) expect([one, existsSync(join(root, one))]).toEqual([one, true]);
  const known = new Set<string>(settingsTable.map(({ name }) => name));
  const named = [...text.matchAll(/\bQORGAU_[A-Z_]+/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("one process and one of three are kept in as much", () => {
  const bounds = (unit: string) => /^NoNewPrivileges=[^]*?(?=\n\n)/m.exec(read(unit))?.[0];
  expect(bounds("qorgau.service")).toBeDefined();
  expect(bounds("qorgau@.service")).toBe(bounds("qorgau.service"));
});
