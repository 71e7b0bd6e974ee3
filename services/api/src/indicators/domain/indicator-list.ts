/**
 * The indicators, each with its stable code: the measures and views of SDMX under the codes that they have there, and beside them the rates that the
 * ministry and the industry publish, which are no measures of SDMX. Codes are added and never change their meaning.
 */
import type { Language } from "@qorgau/schemas/languages";
import { annualPers } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualPer } from "@qorgau/schemas/responses/annual-rollup";
import type { Measure, Per } from "@qorgau/schemas/responses/rates";
import { measureCodes, units } from "../../sdmx/domain/code-lists.ts";
import { dataflows } from "../../sdmx/domain/data-structure.ts";
import type { Dataflow, Requirement } from "../../sdmx/domain/data-structure.ts";

type Names = Readonly<Record<Language, string>>;

/** A request of `/v1/rates`, as its parameters. */
export interface IndicatorTable extends Readonly<Record<string, string>> {
  readonly measure: Measure;
  readonly per: Per;
}

export interface Indicator {
  readonly code: string;
  readonly names: Names;
  readonly unit: { readonly code: string; readonly names: Names };
  /** The table of `/v1/rates` whose rows have it. */
  readonly table: IndicatorTable;
  readonly figure: "count" | "rate";
  /** Its dataflow in SDMX and the key of the series of all; null where it is no measure there. */
  readonly series: { readonly dataflow: string; readonly key: string } | null;
  /** What at least 80 % of its cases must state, else it is refused (QG-0726): of a definition of others. */
  readonly requirements: readonly Requirement[];
  /** The `per` of the releases that say it; none where it is no figure of the annual rollup, which a release is. */
  readonly releasedWith: readonly AnnualPer[];
}

/** Deaths have a rate per 100,000 workers whatever `per` is, over the basis that the release names where that is of workers. */
const releasedFigures: Readonly<Record<string, readonly AnnualPer[]>> = {
  INJ_NB: annualPers,
  INJ_RT_1000W: ["1000_workers"],
  INJ_FATL_NB: annualPers,
  INJ_FATL_RT: ["1000_workers", "100000_workers"],
  INJ_ACC_NB: annualPers,
  DIS_NB: annualPers,
};
const releasedWith = (code: string) => releasedFigures[code] ?? [];

const inAllLanguages = ({ en, ru = en, kk = en }: Partial<Names> & { readonly en: string }): Names => ({ en, ru, kk });

/** The whole country: of each dimension the code of the total, which is the first. */
function totalKey({ structure }: Dataflow, measure: string): string {
  return structure.dimensions
    .map(({ list, role }) => (role === "measure" ? measure : role === "frequency" ? "A" : (list.codes[0]?.id ?? "")))
    .join(".");
}

function ofDataflow(flow: Dataflow, measure: string, named: Pick<Indicator, "code" | "names">): Indicator {
  const { table = "", figure = "count", unit: unitCode = "" } = flow.measures[measure] ?? {};
  const unit = units.codes.find(({ id }) => id === unitCode);
  const requested = flow.tables[table] as IndicatorTable;
  return {
    ...named,
    unit: { code: unitCode, names: inAllLanguages(unit?.names ?? { en: unitCode }) },
    // In SDMX a number and a rate are of one table; a number by itself has no denominator that a citation could name.
    table: figure === "count" ? { ...requested, per: "none" } : requested,
    figure,
    series: { dataflow: flow.id, key: totalKey(flow, measure) },
    requirements: flow.requirements,
    releasedWith: releasedWith(named.code),
  };
}

const [injuries, ...views] = dataflows as readonly [Dataflow, ...Dataflow[]];

const measuresOfSdmx = Object.keys(injuries.measures).map((code) => {
  const known = measureCodes.codes.find(({ id }) => id === code);
  return ofDataflow(injuries, code, { code, names: inAllLanguages(known?.names ?? { en: code }) });
});

/** Of a view that has a number and a rate the rate is meant, which comes last. */
const viewsOfSdmx = views.map((flow) =>
  ofDataflow(flow, Object.keys(flow.measures).at(-1) ?? "", { code: flow.id, names: inAllLanguages(flow.names) }),
);

const named = (kk: string, ru: string, en: string): Names => ({ kk, ru, en });

const persons = named("Адам", "Человек", "Persons");

interface OwnIndicator extends Pick<Indicator, "code" | "names" | "table"> {
  readonly unit: Names;
}

/** Beside those of SDMX: counts where they are divided by nothing. */
const own: readonly OwnIndicator[] = [
  {
    code: "INJ_NB",
    names: named(
      "Өндірісте зардап шеккендер, қаза тапқандарды қоса, адам",
      "Пострадавшие на производстве, включая погибших, человек",
      "Victims of accidents at work, the dead among them: persons",
    ),
    table: { measure: "injured", per: "none" },
    unit: persons,
  },
  {
    code: "INJ_RT_1000W",
    names: named(
      "Жиілік коэффициенті (Кч): 1 000 жұмыскерге шаққандағы зардап шеккендер",
      "Коэффициент частоты (Кч): пострадавшие на 1 000 работников",
      "Frequency rate (Кч): victims per 1,000 workers",
    ),
    table: { measure: "injured", per: "1000_workers" },
    unit: named("1 000 жұмыскерге шаққандағы адам", "Человек на 1 000 работников", "Persons per 1,000 workers"),
  },
  {
    code: "INJ_FATL_RT_1000W",
    names: named(
      "Өлім жиілігінің коэффициенті (Ксм): 1 000 жұмыскерге шаққандағы қаза тапқандар",
      "Коэффициент смертности (Ксм): погибшие на 1 000 работников",
      "Fatality rate (Ксм): deaths per 1,000 workers",
    ),
    table: { measure: "fatal", per: "1000_workers" },
    unit: named("1 000 жұмыскерге шаққандағы адам", "Человек на 1 000 работников", "Persons per 1,000 workers"),
  },
  {
    code: "INJ_ACC_NB",
    names: named("Өндірістегі жазатайым оқиғалар", "Несчастные случаи на производстве", "Accidents at work"),
    table: { measure: "accidents", per: "none" },
    unit: named("Оқиға", "Случаи", "Accidents"),
  },
  {
    code: "INJ_LTI_RT_1000000H",
    names: named(
      "Жұмыс уақыты жоғалған жарақаттар жиілігі (LTIFR): 1 000 000 сағатқа шаққанда",
      "Частота травм с потерей рабочего времени (LTIFR) на 1 000 000 часов",
      "Lost-time injury frequency rate (LTIFR) per 1,000,000 hours",
    ),
    table: { measure: "lost_time", per: "1000000_hours" },
    unit: named(
      "1 000 000 жұмыс сағатына шаққандағы адам",
      "Человек на 1 000 000 отработанных часов",
      "Persons per 1,000,000 hours worked",
    ),
  },
  {
    code: "INJ_DAYS_PER_CASE",
    names: named(
      "Ауырлық коэффициенті (Кт): бір оқиғаға шаққандағы еңбекке жарамсыз күндер",
      "Коэффициент тяжести (Кт): дни нетрудоспособности на один случай",
      "Days lost per case (Кт)",
    ),
    table: { measure: "days_lost", per: "case" },
    unit: named("Бір оқиғаға шаққандағы күн", "Дней на случай", "Days per case"),
  },
  {
    code: "INJ_DAYS_RT_1000W",
    names: named(
      "Шығын коэффициенті (Кп): 1 000 жұмыскерге шаққандағы еңбекке жарамсыз күндер",
      "Коэффициент потерь (Кп): дни нетрудоспособности на 1 000 работников",
      "Days lost per 1,000 workers (Кп)",
    ),
    table: { measure: "days_lost", per: "1000_workers" },
    unit: named("1 000 жұмыскерге шаққандағы күн", "Дней на 1 000 работников", "Days per 1,000 workers"),
  },
  {
    code: "INJ_FATL_RT_1000000T",
    names: named(
      "Өндірілген 1 000 000 тоннаға шаққандағы қаза тапқандар",
      "Погибшие на 1 000 000 добытых тонн",
      "Deaths per 1,000,000 tonnes mined",
    ),
    table: { measure: "fatal", per: "1000000_tonnes" },
    unit: named("1 000 000 тоннаға шаққандағы адам", "Человек на 1 000 000 тонн", "Persons per 1,000,000 tonnes"),
  },
];

const unitCodes: Readonly<Record<string, string>> = { accidents: "ACCIDENTS", injured: "PERSONS" };

const ofOwn = ({ unit, ...indicator }: OwnIndicator): Indicator => {
  const { measure, per } = indicator.table;
  const code = per === "none" ? (unitCodes[measure] ?? "PERSONS") : `PER_${per.toUpperCase()}`;
  return {
    ...indicator,
    unit: { code, names: unit },
    figure: per === "none" ? "count" : "rate",
    series: null,
    requirements: [],
    releasedWith: releasedWith(indicator.code),
  };
};

export const indicators: readonly Indicator[] = [...measuresOfSdmx, ...viewsOfSdmx, ...own.map(ofOwn)];

/** Null where there is none of this code. */
export function indicatorOf(code: string): Indicator | null {
  return indicators.find((one) => one.code === code) ?? null;
}
