import { expect, test } from "vitest";
import { parseFunnelQuery } from "./funnel-parameters.ts";

const parse = (search: string) => parseFunnelQuery(new URLSearchParams(search));
function faultsOf(search: string): string[] {
  const parsed = parse(search);
  return "errors" in parsed ? parsed.errors.map(({ rule, pointer }) => `${rule} ${pointer}`) : [];
}

test("without parameters: accidents per 1,000 workers by region, of a year that the cut decides", () => {
  expect(parse("")).toMatchObject({
    query: { by: "region", rates: { measure: "accidents", per: "1000_workers", period: "year", by: ["region"], from: null, to: null } },
  });
});

test.each([
  ["by=sector", "QG-0633 by"],
  ["by=sector&sector=B", "QG-0633 by"],
  ["by=division", "QG-0633 by"],
  ["by=division&sector=B,C", "QG-0633 by"],
  ["by=division&sector=mmc", "QG-0633 by"],
  ["by=division&division=05,24", "QG-0633 by"],
  ["by=division&division=05,unknown", "QG-0633 by"],
  ["by=division&sector=Z", "QG-0604 sector"],
  ["by=severity", "QG-0603 by"],
  ["by=region,mine", "QG-0603 by"],
  ["measure=days_lost", "QG-0603 measure"],
  ["per=none", "QG-0603 per"],
  ["period=day", "QG-0603 period"],
  ["compare=previous", "QG-0601 compare"],
  ["interval=accidents", "QG-0601 interval"],
  ["annualised=true", "QG-0601 annualised"],
  ["from=2025-02-01", "QG-0632 from"],
  ["to=2025-06-30", "QG-0632 to"],
  ["from=2024-01-01&to=2025-12-31", "QG-0632 to"],
  ["period=ytd&from=2025-01-01", "QG-0632 from"],
  ["period=rolling12m&to=2025-06-29", "QG-0632 to"],
  ["from=2025-12-31&to=2025-01-01", "QG-0606 from"],
  ["from=2025-02-30", "QG-0605 from"],
  ["standard=24", "QG-0628 standard"],
  ["standard=2024&sector=B", "QG-0626 standard"],
  ["exposureBasis=hours_worked", "QG-0620 exposureBasis"],
  ["measure=accidents&lostDays=4", "QG-0881 lostDays"],
])("%s is refused by %s", (search, fault) => {
  expect(faultsOf(search)).toEqual([fault]);
});

test.each([
  "by=division&sector=B",
  "by=division&sector=05,06",
  "by=division&sector=B,C&division=05,06",
  "by=mine&site=mine&measure=fatal&per=1000000_hours",
  "by=employer&region=KZ-35&severity=fatal",
  "period=ytd&to=2025-02-28",
  "period=ytd&from=2025-01-01&to=2025-02-28",
  "standard=2024&yearOf=registration&regionOf=registration&exposureBasis=employed,contracts",
  "measure=lost_time&lostDays=4&deathWithin=30d",
])("%s passes", (search) => {
  expect(faultsOf(search)).toEqual([]);
});
