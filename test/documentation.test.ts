/** The pages of docs, held to the programs: every setting as they read it, every metric as they register it, every measure as they know it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aggregatorSettings, allSettings, apiSettings, ingestSettings, settingsTable } from "@qorgau/infra/settings/settings";
import { responseBases, comparisons, wordlessReasons } from "@qorgau/schemas/responses/rate-choices";
import { measures, missingReasons, pers } from "@qorgau/schemas/responses/rates";
import { indicators } from "@qorgau/api/indicators/domain/indicator-list";
import { indicatorTexts } from "@qorgau/api/indicators/domain/indicator-texts";
import type { Counted } from "@qorgau/api/indicators/domain/indicator-texts";
import { expect, test } from "vitest";
import { registeredMetrics } from "./registered-metrics.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/operating.md"), "utf8");

const programs = { "one process": allSettings, ingest: ingestSettings, aggregator: aggregatorSettings, api: apiSettings } as const;

/** The whole page, made from the tables that `--help` prints. */
function settingsPage(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const names = [...new Set(settingsTable.map(({ name }) => name))];
  const rows = names.map((name) => {
    const tables = Object.entries(programs).map(([program, { table }]) => ({ program, setting: table.find((one) => one.name === name) }));
    const users = tables.filter(({ setting }) => setting !== undefined);
    const [{ setting: first } = { setting: undefined }] = users;
    const otherwise = [...new Set(users.map(({ setting }) => setting?.otherwise ?? ""))].join("; of a service by itself: ");
    const who = users.length === tables.length ? "all" : users.map(({ program }) => program).join(", ");
    return `| \`${name}\` | ${who} | ${cell(otherwise)} | ${cell(first?.meaning ?? "")} |`;
  });
  return `# Settings

Read once from the environment when a process starts; all faults are told together. \`--help\` of a process lists its own, \`--check-config\`
tries them out. A name that begins with \`QORGAU_\` and is none of these is refused, since it would be a setting silently not made.

| variable | read by | otherwise | meaning |
|---|---|---|---|
${rows.join("\n")}

This page is made from the programs: \`npx vitest run --project unit test/documentation.test.ts -u\`.
`;
}

test("docs/settings.md is what the programs read", async () => {
  expect(settingsTable.length).toBeGreaterThan(15);
  await expect(settingsPage()).toMatchFileSnapshot("../docs/settings.md");
});

const registered = registeredMetrics();
const documented = [...page.matchAll(/^\| `(qorgau_\w+)` \|/gm)].map((match) => match[1]!);

test("docs/operating.md has every metric once, and none that there is not", () => {
  expect(registered.length).toBeGreaterThan(10);
  expect(documented.toSorted()).toEqual([...new Set(registered)].toSorted());
});

test("docs/operating.md speaks of metrics, settings, commands and files that there are", () => {
  const known = new Set<string>(settingsTable.map(({ name }) => name));
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
  const named = [...page.matchAll(/\bQORGAU_[A-Z_]*[A-Z]\b(?!_?\*)/g)].map(([name]) => name);
  const commands = [...page.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!);
  // In the first cell of a table: elsewhere the name may be a database's.
  const metrics = [...page.matchAll(/^\| (?:Qorgau\w+ \| )?[^|]*?\b(qorgau_\w+)/gm)].map((match) => match[1]!);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  expect(metrics.filter((name) => !registered.includes(name))).toEqual([]);
  const files = [...page.matchAll(/\]\(([\w./-]+)\)/g)].map((match) => match[1]!);
  for (const file of files) expect(() => readFileSync(join(root, "docs", file)), file).not.toThrow();
});

const methods = readFileSync(join(root, "docs/methods.md"), "utf8");
/** The text under a heading, down to the next one. */
const sectionOf = (heading: RegExp) => methods.split(/^(?=##+ )/m).find((section) => heading.test(section)) ?? "";
/** The codes in the first cells of a section's table. */
const tableOf = (heading: RegExp) => [...sectionOf(heading).matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);

test("docs/methods.md has a section for every measure, with all that a reader has to know of it", () => {
  for (const measure of measures) {
    const section = sectionOf(new RegExp(`^### .*\`${measure}\``));
    for (const part of ["Formula", "Denominator", "Interval", "Word", "Source", "Not for"]) {
      expect(section, `${measure}: ${part}`).toContain(`- **${part}**: `);
    }
  }
});

test("docs/methods.md has every unit, basis and comparison, and every reason why there is no rate or no word", () => {
  expect(tableOf(/^## What a count is divided by/)).toEqual(pers);
  expect(tableOf(/^### Why a rate is missing/)).toEqual(missingReasons);
  // The order of the program, since the first reason that holds is told.
  const compared = tableOf(/^## Comparisons/);
  expect(compared.slice(0, comparisons.length)).toEqual(comparisons);
  expect(compared.slice(comparisons.length)).toEqual(wordlessReasons);
  const bases = sectionOf(/^## Denominators/);
  for (const basis of responseBases) expect(bases).toContain(`\`${basis}\``);
});

test("docs/methods.md has every indicator, and says of each measure what the pages of its indicators say", () => {
  const listed = `${sectionOf(/^## Indicators/)}${sectionOf(/^### SDMX/)}`.replaceAll(/`([A-Z_]+)_NB`, `_RT`/g, "`$1_NB` `$1_RT`");
  expect(indicators.filter(({ code }) => !listed.includes(`\`${code}\``)).map(({ code }) => code)).toEqual([]);
  const plain = (text: string) => text.replaceAll(/\s+/g, " ");
  const { sources, notFor } = indicatorTexts.en;
  const sections = {
    injured: "injured",
    fatal: "fatal",
    nonFatal: "severe",
    accidents: "accidents",
    lostTime: "lost_time",
    daysLost: "days_lost",
  } as const satisfies Partial<Record<Counted, string>>;
  for (const [counted, measure] of Object.entries(sections) as [keyof typeof sections, string][]) {
    const section = plain(sectionOf(new RegExp(`^### .*\`${measure}\``)));
    expect(section).toContain(`- **Source**: ${sources[counted]}`);
    expect(section).toContain(`- **Not for**: ${notFor[counted].replace("Not for ", "")}`);
  }
});
