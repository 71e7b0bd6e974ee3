/** Reads everything that is known of enterprises at one cut: their accidents, what is stated of their workers, and what they are in. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { employerExposures } from "@qorgau/infra/store/journal/employer-exposures";
import { effectiveSupplements } from "@qorgau/infra/store/journal/supplements";
import type { Store } from "@qorgau/infra/store/store";
import type { Programme, Role } from "@qorgau/schemas/codes/enumerations";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { ProgrammeQuery } from "@qorgau/schemas/responses/inspection/programme-response";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import { lastStampOfCut } from "../past/last-stamp-of-cut.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import type { Span } from "../time/span.ts";
import { countedBy } from "./domain/enterprise-profile.ts";
import { enterprisesInSteps } from "./domain/enterprise.ts";
import type { Enterprises } from "./domain/enterprise.ts";

/** A status or a statement of exposure takes some 600 bytes in memory. */
const statusesMax = 300_000;
const exposuresMax = 300_000;

export interface EnterpriseRequest {
  readonly months: readonly Span[];
  /** On which section, size and region are those of the enterprise. */
  readonly day: string;
  readonly measure: ProgrammeQuery["measure"];
  readonly bases: readonly ResponseBasis[] | null;
  /** What the enterprises may be in; nothing else of them is read. */
  readonly programmes: readonly Programme[];
  /** Whose statements of exposure are not read. */
  readonly withoutRoles: readonly Role[];
}

/** All reject with a `StoreError`, and with `TooManyCells` where there is more than one response may be made of. */
export interface EnterpriseReader {
  /** The +05:00 day of the last record of the cut; null of an empty one. */
  dayOf(cut: RequestedCut): Promise<string | null>;
  enterprises(request: EnterpriseRequest, cut: RequestedCut): Promise<Enterprises>;
}

export function createEnterpriseReader({ store, reader }: { readonly store: Store; readonly reader: RatesReader }): EnterpriseReader {
  return {
    async dayOf({ watermark }) {
      const last = await lastStampOfCut(store, watermark);
      return last === null ? null : dayOfStamp(last);
    },
    async enterprises({ months, day, measure, bases, programmes, withoutRoles }, cut) {
      const [first, last] = [months.at(0), months.at(-1)];
      if (first === undefined || last === undefined) return { basis: null, enterprises: [] };
      const statuses = await effectiveSupplements(
        store,
        { entity: "enterprise.status", programmes, limit: statusesMax + 1 },
        cut.watermark,
      );
      if (statuses.length > statusesMax) throw new TooManyCells(statuses.length, statusesMax);
      const { counted } = await reader.snapshot(
        {
          measure,
          per: "none",
          period: "month",
          by: countedBy,
          filters: { kind: ["accident"], country: ["KZ"] },
          commutingLeftOut: true,
          from: first.from,
          to: last.to,
          choices: noChoices,
        },
        // What is published may have moved on meanwhile: all of it is of this cut.
        { ...cut, live: false },
      );
      const exposures = await employerExposures(store, exposuresMax + 1, cut.watermark);
      if (exposures.length > exposuresMax) throw new TooManyCells(exposures.length, exposuresMax);
      const read = exposures.filter((one) => !withoutRoles.includes(one.role) || isOfItself(one));
      return inPieces(enterprisesInSteps({ months, day, counted, exposures: read, statuses, bases }));
    },
  };
}

/**
 * Whether an enterprise states its own workers. Where there is no list of reporters every exposure has the role of the bureau of statistics (DESIGN, section 3);
 * whoever speaks by an enterprise's own BIN is not the bureau.
 */
function isOfItself({ source, data: { employer } }: ExposureStatement): boolean {
  return employer !== undefined && source === `urn:kz:bin:${employer.bin}`;
}
