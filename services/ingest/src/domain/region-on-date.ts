/** Regions and KATO codes have dates (NUMBERS, 1.8): which codes are valid for a day, and which region one was part of on that day. */
import { isInKatoDistrict, isKatoCode, katoEdition } from "@qorgau/schemas/codes/kato-codes";
import { regionFamilies, regionOn, resolveRegion } from "@qorgau/schemas/codes/regions";
import type { Examination } from "./examination.ts";

const katoForm = /^\d{9}$/;
/** Before this day codes of the old division were in use that no edition of today lists. */
const lastChange = regionFamilies.at(-1)!.on;

/** Takes a code that `resolveRegion` knows. Adds what is wrong with it for the day, as error or warning. */
export function checkRegionOfDay(code: string, date: string, pointer: string, examination: Examination): void {
  const region = resolveRegion(code)?.region;
  if (region === undefined) return;
  const onDay = regionOn(region, date);
  if (onDay === null || (katoForm.test(code) && !isKatoCodeOf(code, region, date))) {
    examination.addFault("QG-0427", pointer);
    return;
  }
  if (katoForm.test(code) && !isKatoCode(code)) examination.addFault("QG-0661", pointer, { edition: katoEdition });
  if (onDay !== region) examination.addFault("QG-0660", pointer, { parent: onDay });
}

/** In the list, or near enough to it, or of a region as it was before the last change. */
function isKatoCodeOf(code: string, region: string, date: string): boolean {
  return isKatoCode(code) || isInKatoDistrict(code) || (date < lastChange && regionOn(region, date) === region);
}
