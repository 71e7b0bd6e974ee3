/** Which form a response has: the parameter `format`, else what the Accept header prefers, JSON among equals. */

/** The forms of every table. `csvw` is not of its rows: it describes the CSV file. */
export const tableForms = ["json", "csv", "xlsx", "parquet", "csvw"] as const;
/** The forms of tables whose rows are cells of a cube. */
export const responseForms = [...tableForms, "jsonstat"] as const;
export type ResponseForm = (typeof responseForms)[number];

/**
 * Media types by form, without parameters (RFC 9110, section 8.3.1). For JSON-stat none is registered; it has one of its own here, since a media type
 * tells of one schema, and programs that read JSON-stat take any.
 */
export const mediaTypes: Readonly<Record<ResponseForm, string>> = {
  json: "application/json",
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  parquet: "application/vnd.apache.parquet",
  csvw: "application/csvm+json",
  jsonstat: "application/vnd.json-stat+json",
};

interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

/** RFC 9110, section 12.5.1. Parameters other than `q` are not looked at; a quality that is no number counts as 0. */
function parseAccept(header: string): MediaRange[] {
  return header.split(",").flatMap((entry) => {
    const [range = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    if (range === "") return [];
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    return [{ range, quality: quality >= 0 && quality <= 1 ? quality : 0 }];
  });
}

/** The quality of a media type: that of the most specific range that covers it. */
function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const kind = `${mediaType.split("/", 1)[0]}/*`;
  for (const range of [mediaType, kind, "*/*"]) {
    const found = ranges.find((one) => one.range === range);
    if (found !== undefined) return found.quality;
  }
  return 0;
}

/**
 * Gives the form of the highest quality (RFC 9110, section 12.5.1), the first among equals and for an absent header.
 * Null where the header refuses every form.
 */
export function acceptedForm(header: string | undefined, forms: readonly ResponseForm[] = tableForms): ResponseForm | null {
  return preferredOf(
    header,
    forms.map((form) => [form, mediaTypes[form]]),
  );
}

/** The same of other forms, each with its media type without parameters; the first of them among equals and for an absent header. */
export function preferredOf<Form>(header: string | undefined, forms: readonly (readonly [form: Form, mediaType: string])[]): Form | null {
  const ranges = parseAccept(header ?? "");
  if (ranges.length === 0) return forms[0]?.[0] ?? null;
  const ranked = forms
    .map(([form, mediaType]) => ({ form, quality: qualityOf(mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return ranked[0]?.form ?? null;
}

/** Whether an Accept header takes this media type (RFC 9110, section 12.5.1); an absent one takes every. */
export function acceptsMediaType(header: string | undefined, mediaType: string): boolean {
  const ranges = parseAccept(header ?? "");
  return ranges.length === 0 || qualityOf(mediaType, ranges) > 0;
}
