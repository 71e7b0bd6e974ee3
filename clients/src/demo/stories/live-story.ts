/** The live stream: a case of this hour, reported by the enterprise, then corrected, and reported by others too, one statement at a time. */
import { divisionsOf, otherDivisions } from "../plan/activity-profile.ts";
import { clinicOf, enterpriseData, enterpriseOf, firstVersion, inspectorateOf } from "./case-story.ts";
import type { DemoCase } from "./demo-case.ts";
import { fillCase } from "./draw-cases.ts";
import { instantOf, localDay } from "../plan/local-time.ts";
import type { Random } from "../plan/random.ts";
import { accidentShareOf, regionProfileOf, regionsOn } from "../plan/region-profile.ts";
import { coreData, reportEvent } from "./reported-event.ts";
import type { ReportedEvent } from "./reported-event.ts";

/** Makes its statement when the time has come to send it. */
export type Report = (atMs: number) => ReportedEvent;

const minuteMs = 60_000;
const shares = { clinic: 0.4, inspectorate: 0.5, reportedTwice: 0.08 } as const;

/** A case of the last 5 to 150 minutes before `nowMs` (milliseconds since the epoch). Its accident is its own; `number` must be unique. */
export function drawLiveCase(number: string, nowMs: number, random: Random): DemoCase {
  const today = localDay("KZ-71", nowMs);
  const region = random.weighted(regionsOn(today).map((iso) => [iso, accidentShareOf(iso, today)] as const));
  const branch = random.weighted([
    ["mining", 18],
    ["construction", 10],
    ["other", 72],
  ] as const);
  const { miningDivisions } = regionProfileOf(region);
  const division = random.weighted(branch === "mining" ? miningDivisions : branch === "construction" ? divisionsOf("F") : otherDivisions);
  const occurredMs = nowMs - random.integer(5, 150) * minuteMs;
  const day = localDay(region, occurredMs);
  return fillCase(
    {
      region,
      division,
      severity: random.weighted([
        ["light", 56],
        ["severe", 38],
        ["fatal", 6],
      ] as const),
      day,
      minuteOfDay: Math.floor((occurredMs - instantOf(region, day, 0)) / minuteMs),
      accident: `A-${number}`,
      isGroup: false,
      setting: null,
    },
    number,
    true,
    random,
  );
}

/** The statements of a case in the order in which they are to be sent, one to six. Revisions of one record follow each other in it. */
export function liveStory(one: DemoCase, random: Random): Report[] {
  const { region } = one;
  const enterprise = enterpriseOf(one);
  const final = enterpriseData(one);
  const { data, verb } = firstVersion(one, final, random);
  const story: Report[] = [(atMs) => reportEvent(enterprise, "reported", 1, { atMs, region }, data)];
  if (data !== final) story.push((atMs) => reportEvent(enterprise, verb, 2, { atMs, region }, final));
  if (random.chance(shares.clinic)) story.push((atMs) => reportEvent(clinicOf(one), "reported", 1, { atMs, region }, coreData(one)));
  if (random.chance(shares.inspectorate)) {
    const opened = { ...coreData(one), workRelated: "under_investigation" };
    story.push((atMs) => reportEvent(inspectorateOf(one), "reported", 1, { atMs, region }, opened));
  }
  if (random.chance(shares.reportedTwice)) {
    const { worker: _, ...duplicate } = final;
    const second = { ...enterprise, subject: `${enterprise.subject}-B` };
    story.push((atMs) => reportEvent(second, "reported", 1, { atMs, region }, duplicate));
    story.push((atMs) => reportEvent(second, "withdrawn", 2, { atMs, region }, { reason: "entered twice" }));
  }
  return story;
}
