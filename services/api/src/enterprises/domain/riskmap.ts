/** The rows of `GET /v1/riskmap`: both layers of each enterprise, apart, each with what it is made of (METHODS, section 6). */
import { caveatsOf } from "@qorgau/schemas/responses/methods/method-caveats";
import { riskMapCaveats } from "@qorgau/schemas/responses/inspection/riskmap-response";
import type { FewLight, RiskMapQuery, RiskMapResponse, RiskRow } from "@qorgau/schemas/responses/inspection/riskmap-response";
import type { Steps } from "@qorgau/schemas/steps";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { administrativeScore, administrativeTable, uncheckedOf } from "./administrative-score.ts";
import { coveredSpans, holdsThrough } from "./enterprise.ts";
import type { Enterprise, Enterprises } from "./enterprise.ts";
import { fewNonFatal, scoreParameters, statisticalScore, stratumShape } from "./statistical-score.ts";
import type { StratumShape } from "./statistical-score.ts";

type Rows = Pick<RiskMapResponse, "exposureBasis" | "method" | "layer" | "years" | "rows" | "fewLight" | "caveats">;

/**
 * In steps of one enterprise; `day` is that of the cut. Strata and the country are of all enterprises, the rows of those that are asked for. Throws
 * `TooManyRows`.
 */
export function* riskMapRows(query: RiskMapQuery, found: Enterprises, day: string): Steps<Rows> {
  const units = yield* unitsOf(found.enterprises);
  const strata = yield* strataOf(units);
  const rows: RiskRow[] = [];
  for (const unit of units) {
    yield;
    if (!isRequested(unit.enterprise, query)) continue;
    const administrative = administrativeOf(unit.enterprise, day);
    // What has neither workers, nor an accident, nor a place on the map is only known by some other status.
    if (administrative === null && unit.accidents === 0 && unit.personYears === 0 && unit.withoutExposure === 0) continue;
    rows.push({
      ...namesOf(unit.enterprise),
      ...(query.layer === "statistical" ? {} : { administrative }),
      ...(query.layer === "administrative" ? {} : { statistical: statisticalOf(unit, strata) }),
      decision: null,
    });
    if (rows.length > responseRowsMax) throw new TooManyRows(rows.length);
  }
  const { bands, weights, order, amended, appliesFrom } = administrativeTable;
  return {
    exposureBasis: found.basis,
    method: {
      name: "riskmap",
      parameters: {
        ...scoreParameters,
        order,
        orderAmended: amended,
        orderAppliesFrom: appliesFrom,
        significantWeight: weights.significant,
        minorWeight: weights.minor,
        lowUpTo: bands.low,
        mediumUpTo: bands.medium,
      },
    },
    layer: query.layer,
    years: query.years,
    rows: rows.toSorted((one, other) => inOrder(one, other, query.layer)),
    fewLight: fewLightOf(found.enterprises, query),
    caveats: caveatsOf(riskMapCaveats),
  };
}

interface Unit {
  readonly enterprise: Enterprise;
  readonly accidents: number;
  readonly fatal: number;
  readonly withoutExposure: number;
  readonly personYears: number;
  readonly monthsKnown: number;
}

function* unitsOf(enterprises: readonly Enterprise[]): Steps<Unit[]> {
  const units: Unit[] = [];
  for (const enterprise of enterprises) {
    yield;
    let [accidents, fatal, withoutExposure, personYears, monthsKnown] = [0, 0, 0, 0, 0];
    for (const [month, years] of enterprise.exposure.entries()) {
      if (years === null) withoutExposure += enterprise.count[month]!;
      else {
        accidents += enterprise.count[month]!;
        fatal += enterprise.fatal[month]!;
        personYears += years;
        monthsKnown += 1;
      }
    }
    units.push({ enterprise, accidents, fatal, withoutExposure, personYears, monthsKnown });
  }
  return units;
}

interface Stratum extends StratumShape {
  /** Accidents per person-year. */
  readonly rate: number;
}

const stratumKey = ({ section, size }: Enterprise) => (section === null || size === null ? null : `${section}|${size}`);

/** By section and size, of the enterprises with person-years. */
function* strataOf(units: readonly Unit[]): Steps<ReadonlyMap<string | null, Stratum>> {
  const strata = new Map<string | null, Stratum>();
  const some = units.filter(({ personYears }) => personYears > 0);
  for (const [key, members] of Map.groupBy(some, ({ enterprise }) => stratumKey(enterprise))) {
    yield;
    if (key === null) continue;
    const sum = (read: (unit: Unit) => number) => members.reduce((total, unit) => total + read(unit), 0);
    const rate = sum(({ accidents }) => accidents) / sum(({ personYears }) => personYears);
    const shape =
      rate === 0
        ? stratumShape([])
        : stratumShape(members.map((unit) => ({ observed: unit.accidents, expected: rate * unit.personYears })));
    strata.set(key, { ...shape, enterprises: members.length, rate });
  }
  return strata;
}

function isRequested({ employer, region, section, division }: Enterprise, query: RiskMapQuery): boolean {
  const { sector } = query;
  const ofSector = sector === null || sector.sections.includes(section ?? "") || sector.divisions.includes(division ?? "none");
  return ofSector && (query.region?.includes(region ?? "") ?? true) && (query.employer?.includes(employer) ?? true);
}

const namesOf = ({ employer, region, section, division, size, profileFrom }: Enterprise) => ({
  employer,
  region,
  sector: section,
  division,
  size: size as RiskRow["size"],
  profileFrom: profileFrom.join(" "),
});

/** By the latest assessment of a status that holds on the day. */
function administrativeOf({ statuses }: Enterprise, day: string): NonNullable<RiskRow["administrative"]> | null {
  const holding = statuses.filter((one) => one.data.programme === "risk_map" && holdsThrough(coveredSpans([one]), { from: day, to: day }));
  const standing = holding.find(({ data }) => data.assessment !== undefined);
  const assessment = standing?.data.assessment;
  if (standing === undefined || assessment === undefined) return null;
  const found = administrativeScore(assessment);
  const { table, gross, significantAsked, significantViolated, minorAsked, minorViolated, special = 0 } = assessment;
  return {
    score: found?.score ?? null,
    band: found?.band ?? null,
    table,
    reason: found === null ? "table_unknown" : null,
    assessedOn: standing.data.from,
    ...{ gross, significantViolated, significantAsked, significantPoints: found?.points.significant ?? null },
    ...{ minorViolated, minorAsked, minorPoints: found?.points.minor ?? null, special },
    unchecked: uncheckedOf(assessment).join(" "),
    record: { source: standing.source, subject: standing.subject },
  };
}

type Statistical = NonNullable<RiskRow["statistical"]>;

function statisticalOf(unit: Unit, strata: ReadonlyMap<string | null, Stratum>): Statistical {
  const { accidents, fatal, withoutExposure, personYears, monthsKnown, enterprise } = unit;
  const key = stratumKey(enterprise);
  const stratum = key === null ? undefined : strata.get(key);
  // A hundred workers through a year are a hundred person-years, whatever the sum of twelfths is in binary.
  const isLong = rounded(personYears) >= scoreParameters.personYearsMin || monthsKnown >= scoreParameters.monthsMin;
  const reason = personYears === 0 ? "exposure_missing" : key === null ? "not_stated" : !isLong || stratum!.rate === 0 ? "too_few" : null;
  const common = {
    accidents,
    fatal,
    accidentsWithoutExposure: withoutExposure,
    personYears: personYears === 0 ? null : rounded(personYears),
    shape: stratum === undefined ? null : rounded(stratum.shape),
    shapeFrom: stratum?.from ?? null,
    stratumEnterprises: stratum?.enterprises ?? null,
    reason,
  } as const;
  if (reason !== null || stratum === undefined) {
    return { ...common, expected: null, rate: null, probability: null, silence: null, silencePlain: null, silent: null };
  }
  const expected = stratum.rate * personYears;
  const { factor, probability, silence, silencePlain, silent } = statisticalScore({ observed: accidents, expected }, stratum.shape);
  return {
    ...common,
    expected: rounded(expected),
    rate: rounded(1000 * stratum.rate * factor),
    probability: rounded(probability),
    silence: rounded(silence),
    silencePlain: rounded(silencePlain),
    // An accident in a month without known workers was reported all the same.
    silent: silent && withoutExposure === 0,
  };
}

/** By region and BIN, unknown last; with a layer by its score, the highest first, and those without one last. */
function inOrder(one: RiskRow, other: RiskRow, layer: RiskMapQuery["layer"]): number {
  const scoreOf = (row: RiskRow) => (layer === "administrative" ? row.administrative?.score : row.statistical?.probability) ?? -1;
  const byScore = layer === null ? 0 : scoreOf(other) - scoreOf(one);
  const key = ({ region, employer }: RiskRow) => `${layer === null ? (region ?? "\uFFFF") : ""}|${employer}`;
  return byScore || (key(one) < key(other) ? -1 : 1);
}

/** Of all accidents of the months, those of months without known workers too. */
function fewLightOf(enterprises: readonly Enterprise[], query: RiskMapQuery): FewLight[] {
  if (query.layer === "administrative" || query.employer !== null) return [];
  const sums = (some: readonly Enterprise[]) => {
    const [all, fatal] = [some.flatMap(({ count }) => count), some.flatMap((one) => one.fatal)].map((counts) =>
      counts.reduce((sum, one) => sum + one, 0),
    );
    return { fatal: fatal!, nonFatal: all! - fatal! };
  };
  const ofSection = new Map([...Map.groupBy(enterprises, ({ section }) => section)].map(([section, some]) => [section, sums(some)]));
  const places = Map.groupBy(
    enterprises.filter(
      (one) => isRequested(one, { ...query, sector: null }) && (query.sector?.sections.includes(one.section ?? "") ?? true),
    ),
    ({ region, section }) => `${region ?? "\uFFFF"}|${section ?? "\uFFFF"}`,
  );
  const found: FewLight[] = [];
  for (const [, some] of [...places].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const { region, section } = some[0]!;
    const [own, country] = [sums(some), ofSection.get(section)!];
    if (own.fatal + own.nonFatal === 0) continue;
    const probability = fewNonFatal(own, country);
    found.push({
      region,
      sector: section,
      ...own,
      countryFatal: country.fatal,
      countryNonFatal: country.nonFatal,
      probability: probability === null ? null : rounded(probability),
      fewLight: probability !== null && probability < scoreParameters.fewLightBelow,
    });
  }
  return found;
}
