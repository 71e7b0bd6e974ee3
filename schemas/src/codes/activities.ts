/**
 * Economic activities: sections and divisions of NACE Rev. 2, on which the Kazakh classifier (OKED) is built, so that both share these codes.
 * Groups, classes and national subclasses are taken at any depth and read by their division alone.
 */
import { activityNames } from "./activity-names.ts";

interface Names {
  readonly en: string;
  readonly ru: string;
  readonly kk: string;
}
export interface Section {
  readonly code: string;
  readonly names: Names;
}
export interface Division {
  readonly code: string;
  readonly section: string;
  readonly names: Names;
}
export const sections: readonly Section[] = activityNames.map(([[code, en, ru, kk]]) => ({ code, names: { en, ru, kk } }));

export const divisions: readonly Division[] = activityNames.flatMap(([[section], ...below]) =>
  below.map(([code, en, ru, kk]) => ({ code, section, names: { en, ru, kk } })),
);

const sectionCodes: ReadonlySet<string> = new Set(sections.map(({ code }) => code));
const sectionByDivision: ReadonlyMap<string, string> = new Map(divisions.map(({ code, section }) => [code, section]));
/** Division, then up to three digits of group, class and national subclass; a dot may stand before any of these. */
const numericForm = /^(\d{2})(?:\.?\d){0,3}$/;

/** Section and division of an activity code: a section letter, or two to five digits (`05`, `0510`, `05.10.1`); null where there is none such. */
export function resolveSector(code: string): { section: string; division: string | null } | null {
  if (sectionCodes.has(code)) return { section: code, division: null };
  const division = numericForm.exec(code)?.[1];
  const section = division === undefined ? undefined : sectionByDivision.get(division);
  return division === undefined || section === undefined ? null : { section, division };
}
