/** The methods of `GET /v1/explain?of=`, each put together of the parts of its own route. */
import type { MethodName } from "@qorgau/schemas/responses/methods/method-explanation";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { figuresOf, ibnrOf, inspectionReport, programmeOf, riskMapOf, signalsOf, spellsOf } from "./access/domain/access-target.ts";
import { seesFewEnterprises } from "./access/domain/access-refusal.ts";
import { parseIbnrQuery } from "./claims/domain/ibnr-parameters.ts";
import { explainedIbnr } from "./claims/domain/explained-ibnr.ts";
import { readIbnr } from "./claims/read-ibnr.ts";
import { explainedProgramme } from "./enterprises/domain/explained-programme.ts";
import { explainedRiskMap } from "./enterprises/domain/explained-risk-map.ts";
import { parseProgrammeQuery } from "./enterprises/domain/programme-parameters.ts";
import { parseRiskMapQuery } from "./enterprises/domain/riskmap-parameters.ts";
import type { EnterpriseReader } from "./enterprises/enterprise-reader.ts";
import { readProgramme, readRiskMap } from "./enterprises/read-enterprises.ts";
import { casesBehind, explainedMethod } from "./explain/explained-method.ts";
import type { ExplainedMethods } from "./explain/explained-method.ts";
import { explainedGaps } from "./fatality-free/domain/explained-gaps.ts";
import { parseFatalityFreeQuery } from "./fatality-free/domain/fatality-free-parameters.ts";
import { readFatalityFree } from "./fatality-free/read-fatality-free.ts";
import { explainedFunnel } from "./funnel/domain/explained-funnel.ts";
import { parseFunnelQuery } from "./funnel/domain/funnel-parameters.ts";
import { readFunnel } from "./funnel/read-funnel.ts";
import { explainedC81 } from "./inspection/domain/explained-c81.ts";
import { parseC81Query } from "./inspection/domain/c81-parameters.ts";
import { readC81 } from "./inspection/read-c81.ts";
import type { InspectionReader } from "./inspection/inspection-reader.ts";
import { explainedNowcast } from "./nowcast/domain/explained-nowcast.ts";
import { parseNowcastQuery } from "./nowcast/domain/nowcast-parameters.ts";
import { readNowcast } from "./nowcast/read-nowcast.ts";
import type { CutResolver } from "./past/requested-cut.ts";
import type { QualityReader } from "./quality/quality-reader.ts";
import { explainedSameLag } from "./rates/domain/comparison/explained-same-lag.ts";
import { explainedSmoothing } from "./rates/domain/explained-smoothing.ts";
import { parseRatesQuery } from "./rates/domain/parameters/rates-query.ts";
import type { RatesReader } from "./rates/rates-reader.ts";
import { explainedSignals } from "./signals/domain/explained-signals.ts";
import { parseSignalsQuery } from "./signals/domain/signals-parameters.ts";
import { readSignals } from "./signals/read-signals.ts";
import type { SignalLog } from "./signals/signal-log.ts";

export interface ExplainedMethodsDependencies {
  readonly reader: RatesReader;
  readonly quality: QualityReader;
  readonly enterprises: EnterpriseReader;
  readonly inspection: InspectionReader;
  readonly signals: SignalLog;
  readonly cuts: CutResolver;
}

export function explainedMethods({
  reader,
  quality,
  enterprises,
  inspection,
  signals,
  cuts,
}: ExplainedMethodsDependencies): ExplainedMethods {
  const rates = (query: RatesQuery, past: Parameters<RatesReader["rates"]>[1]) => reader.rates(query, past);
  return {
    nowcast: explainedMethod({
      method: "nowcast",
      parse: parseNowcastQuery,
      target: (query) => casesBehind(figuresOf(query.rates)),
      read: (query, { past }) => readNowcast({ ...query, triangle: true }, reader, past),
      state: explainedNowcast,
    }),
    same_lag: explainedMethod({
      method: "same_lag",
      parse: chosen("compare", "same_lag"),
      target: (query) => casesBehind(figuresOf(query)),
      read: (query, { past }) => rates(query, past),
      state: explainedSameLag,
    }),
    signals: explainedMethod({
      method: "signals",
      parse: parseSignalsQuery,
      target: (query) => casesBehind(signalsOf(query)),
      read: (query, { past }) => readSignals(query, { reader, events: signals.events }, past),
      state: explainedSignals,
    }),
    days_between: explainedMethod({
      method: "days_between",
      parse: parseFatalityFreeQuery,
      target: (query) => casesBehind(spellsOf(query)),
      read: (query, { past }) => readFatalityFree(query, reader, past),
      state: explainedGaps,
    }),
    funnel: explainedMethod({
      method: "funnel",
      parse: parseFunnelQuery,
      target: (query) => casesBehind(figuresOf(query.rates)),
      read: (query, { past }) => readFunnel(query, reader, past),
      state: explainedFunnel,
    }),
    smoothing: explainedMethod({
      method: "smoothing",
      parse: chosen("smooth", "gamma_poisson"),
      target: (query) => casesBehind(figuresOf(query)),
      read: (query, { past }) => rates(query, past),
      state: explainedSmoothing,
    }),
    risk_map: explainedMethod({
      method: "risk_map",
      parse: parseRiskMapQuery,
      target: riskMapOf,
      read: async (query, { past }) => readRiskMap(enterprises, query, past ?? (await cuts.live())),
      state: explainedRiskMap,
    }),
    programme: explainedMethod({
      method: "programme",
      parse: (sent) => parseProgrammeQuery(sent.get("programme") ?? "", without(sent, "programme")),
      target: (query) => casesBehind(programmeOf(query)),
      read: async (query, { past, rights }) => readProgramme(enterprises, query, past ?? (await cuts.live()), seesFewEnterprises(rights)),
      state: explainedProgramme,
    }),
    claims_ibnr: explainedMethod({
      method: "claims_ibnr",
      parse: parseIbnrQuery,
      target: (query) => casesBehind(ibnrOf(query)),
      read: (query, { past, gone }) => readIbnr({ ...query, triangle: true }, { reader, quality }, past, gone),
      state: explainedIbnr,
    }),
    c81: explainedMethod({
      method: "c81",
      parse: (sent) => parseC81Query(sent.get("year") ?? "", without(sent, "year")),
      target: () => casesBehind(inspectionReport),
      read: async (query, { past, gone }) => readC81(inspection, query, past ?? (await cuts.live()), gone),
      state: explainedC81,
    }),
  } satisfies Record<MethodName, unknown>;
}

const without = (sent: URLSearchParams, name: string) => new URLSearchParams([...sent].filter(([one]) => one !== name));

/** Rates with the choice that makes them the method's. */
function chosen(name: "compare" | "smooth", value: string) {
  return (sent: SentTexts): Parsed<RatesQuery> => {
    const parsed = parseRatesQuery(sent);
    const ofChoice = sent.get(name) === value ? [] : [fault("QG-0603", name, { values: value })];
    if ("errors" in parsed) return { errors: [...ofChoice, ...parsed.errors] };
    return ofChoice.length > 0 ? { errors: ofChoice } : parsed;
  };
}
