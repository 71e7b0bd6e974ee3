/**
 * Accidents on the way to or from work by own means are none of Kazakhstan's accidents at work, unless found to be (Labour Code, article 186):
 * they are left out of the counts of every request that neither filters nor groups by the circumstance (NUMBERS, section 5).
 */
export function isCommutingLeftOut(of: {
  readonly country: string;
  readonly circumstance: string | undefined;
  readonly workRelated: string;
}): boolean {
  return of.country === "KZ" && of.circumstance === "commuting_own" && of.workRelated !== "yes";
}
