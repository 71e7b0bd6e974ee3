/**
 * Finds individual identification numbers (IIN) in text that must hold none: twelve digits that are no part of a longer run of
 * letters or digits, the first six a date YYMMDD, the seventh 0 to 6 (DESIGN, section 3). A BIN (fifth digit 4 to 6) never matches.
 */
const candidate = /(?<![\p{L}\p{N}])\d{12}(?![\p{L}\p{N}])/gu;
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isIin(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  return day >= 1 && day <= (daysOfMonth[month - 1] ?? 0) && digits.charCodeAt(6) <= 0x36;
}

export function containsIin(text: string): boolean {
  return text.length >= 12 && (text.match(candidate) ?? []).some(isIin);
}

/** The text with every such run printed as `#`: for pointers, URLs and log lines. */
export function maskIins(text: string): string {
  return text.length < 12 ? text : text.replaceAll(candidate, (digits) => (isIin(digits) ? "#" : digits));
}
