/** The bytes of a workbook: what a spreadsheet finds in them, and that they are the same again. */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { annualRollup } from "../annual/domain/annual-rollup.ts";
import { annualWorkbook } from "../annual/domain/annual-workbook.ts";
import { workbookLanguages } from "../annual/domain/annual-workbook-texts.ts";
import { emptyBook } from "../exposure/domain/exposure-book.ts";
import { writeWorkbook } from "./write-workbook.ts";

const none = { groupAccidents: 0, groupVictims: 0, faultCases: 0, employerFault: 0, workerFault: 0 };
const count = { severity: "light", kind: "accident", accidents: 0, ...none };

function response(): AnnualRollupResponse {
  const counted = [
    { ...count, year: 2022, cases: 1430, scope: "total" as const, code: "" },
    { ...count, year: 2021, cases: 1568, scope: "total" as const, code: "" },
    { ...count, year: 2022, cases: 307, scope: "region" as const, code: "KZ-62" },
    { ...count, year: 2022, cases: 3, scope: "cause" as const, code: "other" },
  ];
  const snapshot = {
    cut: { asOf: "2026-01-01T00:00:00.000Z", watermark: "0:812,1:790" },
    lastStampMs: null,
    counted,
    exposures: emptyBook,
  };
  return annualRollup({ year: 2022, per: "1000_workers", yearOf: "death", regionOf: "registration" }, snapshot);
}

async function filesOf(language: (typeof workbookLanguages)[number]): Promise<Record<string, string>> {
  const files = unzipSync(await writeWorkbook(annualWorkbook(response(), language)));
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]));
}

describe("the annual workbook", () => {
  it("is the same bytes again, in whatever second and time zone it is written", async () => {
    const first = await writeWorkbook(annualWorkbook(response(), "kk"));
    vi.stubEnv("TZ", "Pacific/Kiritimati");
    onTestFinished(() => void vi.unstubAllEnvs());
    const again = await writeWorkbook(annualWorkbook(response(), "kk"));
    expect(again.equals(first)).toBe(true);
    // The time of the first file in the archive: 1 January 1980, midnight.
    expect(first.readUInt32LE(10)).toBe(0x00_21_00_00);
  });

  it.each([
    ["kk", "Қазақстан Республикасындағы еңбек қызметіне байланысты жазатайым оқиғалар, 2022 жыл", "Ұлытау облысы *", "Бөлгіш мәртебесі"],
    [
      "ru",
      "Несчастные случаи, связанные с трудовой деятельностью, в Республике Казахстан, 2022 год",
      "область Ұлытау *",
      "Статус знаменателя",
    ],
    ["en", "Occupational accidents in the Republic of Kazakhstan, 2022", "Ulytau Region *", "Status of the denominator"],
  ] as const)("speaks %s: title, names, cut and choices", async (language, title, region, status) => {
    const { "xl/sharedStrings.xml": texts = "" } = await filesOf(language);
    for (const text of [title, region, status, "0:812,1:790", "2026-01-01T00:00:00.000Z", "2022-06-08"]) expect(texts).toContain(text);
    expect(texts).not.toContain("{");
  });

  it.each([
    ["kk", "2026 жылғы 29 қарашаға дейін", "2025 жылғы 29 қарашаға дейін"],
    ["ru", "по 29 ноября 2026 года", "по 29 ноября 2025 года"],
    ["en", "to 29 November 2026", "to 29 November 2025"],
  ] as const)("says in %s up to which day a running year goes, and sets it against the same days", async (language, to, previousTo) => {
    const whole = { ...count, scope: "total" as const, code: "" };
    const counted = [
      { ...whole, year: 2026, cases: 33, toDate: true },
      { ...whole, year: 2025, cases: 41, toDate: true },
      { ...whole, year: 2025, cases: 59, toDate: false },
    ];
    const cut = { asOf: null, watermark: "0:812" };
    const snapshot = { cut, lastStampMs: Date.parse("2026-11-29T23:30:00+05:00"), counted, exposures: emptyBook };
    const running = annualRollup({ year: 2026, per: "1000_workers", yearOf: "accident", regionOf: "occurrence" }, snapshot);
    const files = unzipSync(await writeWorkbook(annualWorkbook(running, language)));
    const texts = strFromU8(files["xl/sharedStrings.xml"]!);
    for (const text of [` (${to})`, previousTo]) expect(texts).toContain(text);
    expect(texts).not.toContain("{");
    const sheet = strFromU8(files["xl/worksheets/sheet1.xml"]!);
    expect([...sheet.matchAll(/<c r="[BCD]8" s="\d+"><v>([^<]+)<\/v>/g)].map(([, value]) => value)).toEqual(["33", "41", "-19.51"]);
  });

  it("has one sheet per scope, its head on every page, and fits the width of a page", async () => {
    const files = await filesOf("en");
    const workbook = files["xl/workbook.xml"] ?? "";
    expect([...workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(([, name]) => name)).toEqual(["Total", "Regions", "Causes"]);
    expect(workbook).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="1">'Regions'!$1:$6</definedName>`);
    const sheet = files["xl/worksheets/sheet1.xml"] ?? "";
    expect(sheet).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
    expect(sheet).toMatch(/<pageSetup [^>]*paperSize="9"[^>]*orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/);
    expect(sheet).toContain("&amp;P / &amp;N");
    // Counts are numbers and stay what they are in the JSON.
    expect(sheet).toMatch(/<c r="B7" s="\d+"><v>1430<\/v>/);
    expect(sheet).toMatch(/<c r="D7" s="\d+"><v>-8.8<\/v>/);
  });
});
