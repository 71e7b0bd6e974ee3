/** Who may state which exposure, where there is a list of reporters (NUMBERS, 4.8). Without one everybody is what the statement says. */
import type { ExposureData } from "@qorgau/schemas/events/event";
import type { Reporter } from "@qorgau/schemas/events/reporters";
import type { Examination } from "./examination.ts";

const insuredBases: ReadonlySet<string> = new Set(["contracts", "insured"]);
const binSource = /^urn:kz:bin:(\d{12})$/i;

/**
 * Statistics and the inspectorate state any exposure; an insurer what it counts itself, contracts and insured; an enterprise its own and
 * its mines'; a clinic none. `data` hold by themselves.
 */
export function checkForeignExposure(data: ExposureData, reporter: Reporter, examination: Examination): void {
  if (reporter.role === "clinic") examination.addFault("QG-0670", "/type");
  else if (reporter.role === "insurer") checkInsurer(data, examination);
  else if (reporter.role === "enterprise") checkEnterprise(data, reporter, examination);
}

function checkInsurer({ workers, basis, hours, tonnes }: ExposureData, examination: Examination): void {
  if (workers !== undefined && !insuredBases.has(basis ?? "")) examination.addFault("QG-0671", "/data/basis");
  else if (hours !== undefined) examination.addFault("QG-0671", "/data/hours");
  else if (tonnes !== undefined) examination.addFault("QG-0671", "/data/tonnes");
}

function checkEnterprise({ employer, mine }: ExposureData, reporter: Reporter, examination: Examination): void {
  if (employer === undefined && mine === undefined) examination.addFault("QG-0672", "/data");
  else if (employer !== undefined && !binsOf(reporter).includes(employer.bin)) examination.addFault("QG-0672", "/data/employer/bin");
  else if (mine === undefined) return;
  else if (reporter.mines === undefined) examination.addFault("QG-0673", "/data/mine");
  else if (!reporter.mines.includes(mine)) examination.addFault("QG-0672", "/data/mine");
}

/** Absent, the BIN that its source is named by. */
export function binsOf({ bins, source }: Reporter): readonly string[] {
  const own = binSource.exec(source)?.[1];
  return bins ?? (own === undefined ? [] : [own]);
}
