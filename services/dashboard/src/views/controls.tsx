/** What a reader chooses a picture by. Every choice is written into the address. */
import type { ResponseBasis } from "@qorgau/schemas/responses/rate-choices";
import type { Measure, Per } from "@qorgau/schemas/responses/rates";
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { regions } from "@qorgau/schemas/codes/regions";
import { show, state } from "../state/page-state.ts";
import type { StateName } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";

type Option = readonly [value: string, name: string];

interface ChoiceProps {
  /** The member of the state that is chosen. */
  readonly name: StateName;
  readonly label: string;
  readonly options: readonly Option[];
  /** What holds where nothing is chosen; it is not written into the address. */
  readonly initial?: string;
  /** Members of the state that do not fit another choice. */
  readonly forget?: readonly StateName[];
}

/** One of several. */
export function Choice({ name, label, options, initial = "", forget = [] }: ChoiceProps) {
  const chosen = state.value[name] ?? initial;
  return (
    <label>
      {label}
      <select
        value={chosen}
        onChange={({ currentTarget: { value } }) =>
          show({ ...Object.fromEntries(forget.map((other) => [other, undefined])), [name]: value === initial ? undefined : value })
        }
      >
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Any number of several, joined by commas in the address; none is all. */
export function Choices({ name, label, options }: Pick<ChoiceProps, "name" | "label" | "options">) {
  const text = texts.value;
  const chosen = (state.value[name] ?? "").split(",").filter((code) => code !== "");
  const told =
    chosen.length === 0
      ? text.all
      : chosen.length === 1
        ? (options.find(([value]) => value === chosen[0])?.[1] ?? chosen[0])
        : fill(text.explore.chosen, { count: chosen.length });
  const choose = (code: string, isChosen: boolean) => {
    const next = options.map(([value]) => value).filter((value) => (value === code ? isChosen : chosen.includes(value)));
    show({ [name]: next.join(",") });
  };
  return (
    <details
      class="pick"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary>
        {label}: {told}
      </summary>
      <fieldset>
        <legend class="visually-hidden">{label}</legend>
        {options.map(([value, title]) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={({ currentTarget: { checked } }) => choose(value, checked)} />
            {title}
          </label>
        ))}
        {chosen.length > 0 && (
          <button type="button" onClick={() => show({ [name]: undefined })}>
            {text.all}
          </button>
        )}
      </fieldset>
    </details>
  );
}

const measures = ["injured", "fatal", "severe", "light", "accidents", "lost_time", "days_lost"] as const satisfies readonly Measure[];
const pers = [
  "1000_workers",
  "100000_workers",
  "200000_hours",
  "1000000_hours",
  "1000000_tonnes",
  "case",
  "none",
] as const satisfies readonly Per[];
const workerBases = [
  "listed_employees",
  "employed",
  "contracts",
  "insured",
  "fte",
  "person_years",
] as const satisfies readonly ResponseBasis[];

interface CountedProps {
  /** Those that the view can show. */
  readonly measures?: readonly Measure[];
  readonly initial?: Measure;
  readonly withoutCount?: boolean;
}

/** What is counted, what it is divided by, and who stated that; only what goes together can be chosen. */
export function Counted({ measures: offered = measures, initial = "injured", withoutCount = false }: CountedProps) {
  const text = texts.value;
  const measure = state.value.measure ?? initial;
  return (
    <>
      <Choice
        name="measure"
        label={text.measure}
        initial={initial}
        options={offered.map((code) => [code, text.measures[code]])}
        forget={state.value.per === "case" ? ["per"] : []}
      />
      <Divided measure={measure} withoutCount={withoutCount} />
    </>
  );
}

/** What a measure is divided by, and on which basis. */
export function Divided({ measure, withoutCount = false }: { readonly measure: string; readonly withoutCount?: boolean }) {
  const text = texts.value;
  const per = state.value.per ?? "1000_workers";
  const units = pers.filter((unit) => (unit !== "none" || !withoutCount) && (unit !== "case" || measure === "days_lost"));
  return (
    <>
      <Choice
        name="per"
        label={text.unit}
        initial="1000_workers"
        options={units.map((code) => [code, text.pers[code]])}
        forget={["exposureBasis"]}
      />
      {per.endsWith("_workers") && (
        <Choice
          name="exposureBasis"
          label={text.columns.exposure}
          options={[["", text.explore.mostStated], ...workerBases.map((code): Option => [code, text.bases[code]])]}
        />
      )}
    </>
  );
}

/** In the order of their names. */
export function regionOptions(): readonly Option[] {
  const { name, compare } = figures.value;
  return regions.map(({ iso }): Option => [iso, name("region", iso)]).toSorted(([, a], [, b]) => compare(a, b));
}

/** In the order of their codes. */
export function sectorOptions(): readonly Option[] {
  return sections.map(({ code }) => [code, `${code} ${figures.value.name("sector", code)}`]);
}

export function RegionChoice() {
  return <Choices name="region" label={texts.value.dimensions.region} options={regionOptions()} />;
}

/** The section; the divisions offered are those of the chosen ones. */
export function SectorChoice() {
  return <Choices name="sector" label={texts.value.dimensions.sector} options={sectorOptions()} />;
}

export function DivisionChoice() {
  const chosen = (state.value.sector ?? "").split(",");
  const offered = divisions.filter(({ section }) => state.value.sector === undefined || chosen.includes(section));
  return (
    <Choice
      name="division"
      label={texts.value.dimensions.division}
      options={[["", texts.value.all], ...offered.map(({ code }): Option => [code, `${code} ${figures.value.name("division", code)}`])]}
    />
  );
}

/** The first and the last day. */
export function Days() {
  const { from, to } = texts.value.explore;
  return (
    <>
      {(
        [
          ["from", from],
          ["to", to],
        ] as const
      ).map(([name, label]) => (
        <label key={name}>
          {label}
          <input type="date" value={state.value[name] ?? ""} onChange={({ currentTarget: { value } }) => show({ [name]: value })} />
        </label>
      ))}
    </>
  );
}
