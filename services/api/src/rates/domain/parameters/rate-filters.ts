/** Reads the filters of a question, all faults told together. */
import type { Fault } from "@qorgau/schemas/faults";
import { anyCode, rateDimensions, unknownCode } from "@qorgau/schemas/responses/rates";
import type { FilteredDimension, RateDimension, RateFilters } from "@qorgau/schemas/responses/rates";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import { codeLists, readSector, sectorForm } from "./filter-codes.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** `country` and `kind` have a default unless they are filtered or asked by. */
const defaults = { country: ["KZ"], kind: ["accident"] } as const;

/** Whether Kazakhstan's commuters on their own way are left out: nobody asks for circumstances, neither by `any`. */
export function leavesCommutingOut(sent: ReadonlyMap<string, string>, by: readonly RateDimension[]): boolean {
  return !sent.has("circumstance") && !by.includes("circumstance");
}

/** Sets `faults` where codes are wrong; what it gives back then is good for no answer. */
export function readFilters(sent: ReadonlyMap<string, string>, by: readonly RateDimension[], faults: Fault[]): RateFilters {
  const filters: Writable<RateFilters> = {};
  for (const dimension of rateDimensions) {
    const codes = splitCodes(dimension, sent.get(dimension), faults);
    if (codes === null) continue;
    if (dimension === "sector") filters.sector = readSectors(codes, faults);
    else filters[dimension] = readCodes(dimension, codes, faults);
  }
  for (const dimension of ["country", "kind"] as const) {
    if (!sent.has(dimension) && !by.includes(dimension)) filters[dimension] = defaults[dimension];
  }
  const site = sent.get("site");
  if (site === "mine") filters.site = "mine";
  else if (site !== undefined && site !== anyCode) faults.push(fault("QG-0603", "site", { values: `mine, ${anyCode}` }));
  return filters;
}

/** The codes of a comma list; null where the dimension is not filtered. */
function splitCodes(dimension: RateDimension, text: string | undefined, faults: Fault[]): string[] | null {
  if (text === undefined || text === anyCode) return null;
  const codes = text.split(",");
  if (!codes.includes(anyCode)) return codes;
  faults.push(fault("QG-0613", dimension));
  return null;
}

function readCodes(dimension: FilteredDimension, codes: readonly string[], faults: Fault[]): readonly string[] {
  const list = codeLists[dimension];
  const read = codes.map((code) => (list.nullable && code === unknownCode ? "" : list.read(code)));
  const known = read.filter((code) => code !== null);
  if (dimension === "workRelated" && codes.includes("no")) faults.push(fault("QG-0609", dimension));
  else if (dimension === "employer" && codes.some(containsIin)) faults.push(fault("QG-0631", dimension));
  else if (known.length < read.length) faults.push(unknownCodeFault(dimension, list.form, list.nullable));
  if (new Set(known).size < known.length) faults.push(fault("QG-0612", dimension));
  return known;
}

/** The enterprises that other tables are asked for, as the filter of rates takes them; null: any. */
export function readEmployers(parameters: URLSearchParams, faults: Fault[]): readonly string[] | null {
  const codes = splitCodes("employer", parameters.get("employer") ?? undefined, faults);
  return codes === null ? null : readCodes("employer", codes, faults);
}

function readSectors(codes: readonly string[], faults: Fault[]): NonNullable<RateFilters["sector"]> {
  const read = codes.map((code) => (code === unknownCode ? { sections: [""], divisions: [] } : readSector(code)));
  if (read.includes(null)) faults.push(unknownCodeFault("sector", sectorForm, true));
  const sections = read.flatMap((one) => one?.sections ?? []);
  const divisions = read.flatMap((one) => one?.divisions ?? []);
  if (new Set(sections).size + new Set(divisions).size < sections.length + divisions.length) faults.push(fault("QG-0612", "sector"));
  return { sections, divisions };
}

function unknownCodeFault(dimension: RateDimension, form: string, nullable: boolean): Fault {
  return fault("QG-0604", dimension, { form: nullable ? `${form}, or ${unknownCode}` : form });
}
