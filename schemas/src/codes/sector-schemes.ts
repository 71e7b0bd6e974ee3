/**
 * The classifications that a `sector` may be written in, and the way from each to the sections and divisions of NACE Rev. 2.
 *
 * ISIC Rev. 4 has the same sections and divisions (all 996 codes of the correspondence NACE Rev. 2 to ISIC Rev. 4 agree to the division).
 * NAICS 2017 goes by way of ISIC. No crosswalk from NACE Rev. 2.1 is at hand: a code of it is stored and says nothing of the activity.
 */
import { resolveSector } from "./activities.ts";
import type { SectorScheme } from "./enumerations.ts";
import { naceOfNaics } from "./naics-to-nace.ts";

/** What an activity code says in NACE Rev. 2. A code may name a section without a division. */
export interface Activity {
  /** Of NACE Rev. 2; null where the code's own classification has no crosswalk to it. */
  readonly section: string | null;
  readonly division: string | null;
}

const noActivity: Activity = { section: null, division: null };
const isicForm = /^([A-U]|\d{2,4})$/;
const nace21Form = /^([A-V]|\d{2}(?:\.?\d){0,3})$/;
/** Two to six digits, or a range of sectors such as `48-49`. */
const naicsForm = /^(\d{2,6}|\d{2}-\d{2})$/;

const readers: Readonly<Record<SectorScheme, (code: string) => Activity | null>> = {
  nace2: resolveSector,
  nace21: (code) => (nace21Form.test(code) ? noActivity : null),
  isic4: (code) => (isicForm.test(code) ? resolveSector(code) : null),
  naics2017: (code) => {
    if (!naicsForm.test(code)) return null;
    const nace = naceOfNaics(code);
    return nace === null ? noActivity : resolveSector(nace);
  },
};

/** Section and division of an activity code as its classification writes it; null where it is no such code. */
export function resolveActivity(code: string, scheme: SectorScheme): Activity | null {
  return readers[scheme](code);
}
