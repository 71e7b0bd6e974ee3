/** Reads the responses about enterprises, of one cut: together for a programme, by name for the risk map. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { weighedProgrammes } from "@qorgau/schemas/responses/inspection/programme-response";
import type { ProgrammeQuery, ProgrammeResponse } from "@qorgau/schemas/responses/inspection/programme-response";
import type { RiskMapQuery, RiskMapResponse } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { RequestedCut } from "../past/requested-cut.ts";
import { ResponseError } from "../published/response-error.ts";
import { wholeMonthsBefore } from "./domain/enterprise.ts";
import { dayOfNothing, programmeMonths } from "./domain/programme-months.ts";
import { programmeRows } from "./domain/programme.ts";
import { riskMapRows } from "./domain/riskmap.ts";
import type { EnterpriseReader } from "./enterprise-reader.ts";

/** Rejects as the reader does, and as refused where no month is left of the request, or too many are. */
export async function readProgramme(
  reader: EnterpriseReader,
  query: ProgrammeQuery,
  cut: RequestedCut,
  showsFew: boolean,
): Promise<ProgrammeResponse> {
  const chosen = programmeMonths(query, await reader.dayOf(cut));
  if ("rule" in chosen) throw new ResponseError("answer_refused", [chosen]);
  const { months } = chosen;
  const [from, to] = [months[0]!.from, months.at(-1)!.to];
  const found = await reader.enterprises(
    { months, day: to, measure: query.measure, bases: query.exposureBasis, programmes: weighedProgrammes, withoutRoles: [] },
    cut,
  );
  const rows = await inPieces(programmeRows(query, found, months, showsFew));
  return { asOf: cut.asOf, watermark: formatWatermark(cut.watermark), rules: mergingRules, methods: 1, from, to, ...rows };
}

const monthsOfYear = 12;

/** Rejects as the reader does, and with `TooManyRows`. What the bureau of statistics states is not read (Law 257-IV, article 8.2). */
export async function readRiskMap(reader: EnterpriseReader, query: RiskMapQuery, cut: RequestedCut): Promise<RiskMapResponse> {
  const day = (await reader.dayOf(cut)) ?? dayOfNothing;
  const months = wholeMonthsBefore(day, monthsOfYear * query.years);
  const wanted = { months, day, measure: "accidents", bases: query.exposureBasis, programmes: [], withoutRoles: ["statistics"] } as const;
  const found = await reader.enterprises(wanted, cut);
  const rows = await inPieces(riskMapRows(query, found, day));
  const [from, to] = [months[0]!.from, months.at(-1)!.to];
  return { asOf: cut.asOf, watermark: formatWatermark(cut.watermark), rules: mergingRules, methods: 1, from, to, ...rows };
}
