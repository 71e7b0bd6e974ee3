/** README.md stays true: its settings and their defaults, its commands, and what it links to. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsTable } from "@qorgau/infra/settings/settings";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

test("every setting it shows is one, with the default it has", () => {
  const rows = [...readme.matchAll(/^\| `(QORGAU_\w+)` \| (.+?) \|/gm)];
  expect(rows.length).toBeGreaterThan(8);
  for (const [, name, shown = ""] of rows) {
    const otherwise = settingsTable.find((setting) => setting.name === name)?.otherwise.replace(/^\((.*)\)$/, "$1");
    expect([name, shown.replaceAll("`", "")]).toEqual([name, otherwise]);
  }
});

test("every other setting it names is one as well", () => {
  const known = new Set<string>(settingsTable.map(({ name }) => name));
  for (const [name] of readme.matchAll(/QORGAU_[A-Z_]+/g)) expect([...known]).toContain(name);
});

test("every command it names is there", () => {
  const names = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) expect(Object.keys(scripts)).toContain(name);
});

test("every file it links to is there", () => {
  for (const [, path = ""] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});
