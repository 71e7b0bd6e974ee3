/** Who may state what an enterprise is in, where there is a list of reporters. Without one everybody is what the statement says. */
import type { Programme, Role } from "@qorgau/schemas/codes/enumerations";
import type { EnterpriseStatusData, OccurrenceData } from "@qorgau/schemas/events/supplement";
import type { Reporter } from "@qorgau/schemas/events/reporters";
import type { Examination } from "./examination.ts";
import { binsOf } from "./exposure-reporter.ts";

const rolesOfProgramme: Readonly<Record<Programme, readonly Role[]>> = {
  risk_map: ["inspectorate"],
  vision_zero: ["inspectorate", "enterprise"],
  insured: ["inspectorate", "insurer"],
  union: ["inspectorate", "enterprise"],
  collective_agreement: ["inspectorate", "enterprise"],
};

/** `data` hold by themselves; their reporter has a role that states such data at all. */
export function checkProgramme(data: EnterpriseStatusData, reporter: Reporter, examination: Examination): void {
  const allowed = rolesOfProgramme[data.programme];
  const { role } = reporter;
  if (!allowed.includes(role)) examination.addFault("QG-0685", "/data/programme", { role, allowed: allowed.join(", ") });
  else checkOwnEnterprise(data, reporter, examination);
}

/** An enterprise speaks of itself. */
export function checkOwnEnterprise(
  { employer: { bin } }: Pick<OccurrenceData, "employer">,
  reporter: Reporter,
  examination: Examination,
): void {
  if (reporter.role === "enterprise" && (bin === undefined || !binsOf(reporter).includes(bin))) {
    examination.addFault("QG-0686", "/data/employer/bin");
  }
}
