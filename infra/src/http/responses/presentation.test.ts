import { expect, test } from "vitest";
import { readPresentation } from "./presentation.ts";

const read = (query: string, form: "json" | "csv" | "xlsx") => {
  const { presentation, faults } = readPresentation(new URLSearchParams(query), form);
  return faults.length > 0 ? faults.map(({ rule, pointer }) => `${rule} ${pointer}`) : presentation;
};

test("a workbook in a language has names, unless it is told not to; other forms have them where they are asked for", () => {
  expect(read("lang=kk", "xlsx")).toEqual({ language: "kk", names: true, excel: false });
  expect(read("lang=kk&names=false", "xlsx")).toEqual({ language: "kk", names: false, excel: false });
  expect(read("", "xlsx")).toEqual({ language: "en", names: false, excel: false });
  expect(read("names=true&lang=ru", "csv")).toEqual({ language: "ru", names: true, excel: false });
  expect(read("names=true", "json")).toEqual({ language: "en", names: true, excel: false });
  expect(read("excel=true", "csv")).toEqual({ language: "en", names: false, excel: true });
});

test("what is not known, told twice or changes nothing is a fault", () => {
  expect(read("lang=de", "xlsx")).toEqual(["QG-0603 lang"]);
  expect(read("lang=kk", "csv")).toEqual({ language: "kk", names: false, excel: false });
  expect(read("names=yes", "csv")).toEqual(["QG-0603 names"]);
  expect(read("names=true&names=true", "csv")).toEqual(["QG-0602 names"]);
  expect(read("excel=true", "xlsx")).toEqual(["QG-0706 excel"]);
});
