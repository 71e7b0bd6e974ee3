/** What the pages of the service without a script share: their head, their sheet, how text is written into them, and what they may load. */
import { readFileSync } from "node:fs";

/** A sheet and an icon, and nothing else. */
export const plainPagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Of an element, or of an attribute between double quotes. */
export const escapeText = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign]!);

/** In escaped text names between backticks are code. */
export const withCode = (escaped: string): string => escaped.replaceAll(/`([^`]*)`/g, "<code>$1</code>");

/** The sheet of a page: what all of them share, then its own, which is in this file. */
export function plainSheet(own: URL): string {
  return [new URL("./plain-page.css", import.meta.url), own].map((file) => readFileSync(file, "utf8")).join("\n");
}

export interface PageHead {
  /** Escaped. */
  readonly title: string;
  /** Where the service is, seen from the page. */
  readonly root: "./" | "../";
  /** The name of its sheet below `docs/`. */
  readonly sheet: string;
}

/** The lines within `<head>`. */
export function headMarkup({ title, root, sheet }: PageHead): string {
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${root}docs/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}docs/${sheet}">`;
}
