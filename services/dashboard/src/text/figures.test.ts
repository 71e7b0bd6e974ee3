import { expect, test } from "vitest";
import { en } from "./en.ts";
import { figuresIn } from "./figures.ts";
import { kk } from "./kk.ts";
import { ru } from "./ru.ts";

const written = { en: figuresIn("en", en), ru: figuresIn("ru", ru), kk: figuresIn("kk", kk) };
const plain = (text: string) => text.replaceAll(/\s/g, " ");

test("numbers and days in each language", () => {
  expect(Object.values(written).map(({ count }) => plain(count(12_345)))).toEqual(["12,345", "12 345", "12 345"]);
  expect(Object.values(written).map(({ rate }) => rate(0.164648))).toEqual(["0.165", "0,165", "0,165"]);
  expect(Object.values(written).map(({ short }) => plain(short(2_600_000_000)))).toEqual(["2.6bn", "2,6 млрд", "2,6 млрд"]);
  expect(Object.values(written).map(({ short }) => plain(short(12_000)))).toEqual(["12k", "12 тыс.", "12 мың"]);
  expect(Object.values(written).map(({ short }) => plain(short(350)))).toEqual(["350", "350", "350"]);
  expect(Object.values(written).map(({ day }) => day("2026-11-29"))).toEqual([
    "29 November 2026",
    "29 ноября 2026 года",
    "2026 жылғы 29 қараша",
  ]);
});

test("plurals in each language", () => {
  const forms = (language: "en" | "ru" | "kk", texts: typeof ru.daysSince) =>
    [1, 2, 5, 21].map((days) => plain(written[language].plural(texts, days)).split(" ").slice(0, 2).join(" "));
  expect(forms("en", en.daysSince)).toEqual(["1 day", "2 days", "5 days", "21 days"]);
  expect(forms("ru", ru.daysSince)).toEqual(["1 день", "2 дня", "5 дней", "21 день"]);
  expect(plain(written.kk.plural(kk.daysSince, 5))).toContain("5 күн");
});

test("Kazakh names are in the order of the Kazakh alphabet", () => {
  const names = ["Шымкент", "Қарағанды", "Ұлытау", "Абай", "Ақтөбе", "Жетісу", "Өскемен", "Орал"];
  expect(names.toSorted(written.kk.compare)).toEqual(["Абай", "Ақтөбе", "Жетісу", "Қарағанды", "Орал", "Өскемен", "Ұлытау", "Шымкент"]);
});
