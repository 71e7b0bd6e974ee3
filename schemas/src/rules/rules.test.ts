import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { RuleSet } from "./rule.ts";
import { fault, rules } from "./rules.ts";

/** Every rule of every file here, those included that `rules.ts` might have forgotten. */
async function rulesByFile(): Promise<ReadonlyArray<readonly [file: string, rules: RuleSet]>> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith("-rules.ts"));
  return Promise.all(
    files.map(async (file) => {
      const [set] = Object.values((await import(`./${file}`)) as Record<string, RuleSet>);
      return [file, set ?? {}] as const;
    }),
  );
}

const files = await rulesByFile();
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

test("every rule has an id of its own across the files, and rules.ts holds them all", () => {
  const ids = files.flatMap(([, set]) => Object.keys(set));
  expect(ids.length).toBeGreaterThan(50);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(rules).toSorted()).toEqual(ids.toSorted());
});

test("a file keeps to its hundreds", () => {
  const hundreds: Readonly<Record<string, RegExp>> = {
    "envelope-rules.ts": /^QG-02\d\d$/,
    "identifier-rules.ts": /^QG-03\d\d$/,
    "case-rules.ts": /^QG-04\d\d$/,
    "exposure-rules.ts": /^QG-05\d\d$/,
  };
  for (const [file, set] of files) for (const id of Object.keys(set)) expect(id).toMatch(hundreds[file] ?? /^QG-\d{4}$/);
});

test("the rule that DESIGN shows", () => {
  expect(fault("QG-0421", "/data/severity", { allowed: "light, severe, fatal" })).toEqual({
    rule: "QG-0421",
    pointer: "/data/severity",
    message: "This severity is not known. It is one of: light, severe, fatal.",
  });
});

describe.each(Object.entries(rules))("%s", (_id, { message }) => {
  test("is told in English, Russian and Kazakh, each in its own words", () => {
    expect(Object.keys(message).toSorted()).toEqual(["en", "kk", "ru"]);
    for (const text of Object.values(message)) expect(text).toMatch(/^\S.{8,}[.!?]$/su);
    expect(message.ru).toMatch(/[а-я]/);
    expect(message.kk).toMatch(/[әғқңөұүһі]/);
    expect(message.en).not.toMatch(/[а-яәғқңөұүһі]/i);
    expect(message.ru).not.toMatch(/[әғқңөұүһі]/);
    expect(message.kk).not.toBe(message.ru);
  });

  test("has the same places to fill in in all three", () => {
    expect(places(message.ru)).toEqual(places(message.en));
    expect(places(message.kk)).toEqual(places(message.en));
  });
});
