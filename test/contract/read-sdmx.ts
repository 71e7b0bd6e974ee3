/** Reads the forms of an SDMX dataset, by nothing that a service writes them with. */
import { parse } from "csv-parse/sync";

export const sdmxForms = ["genericdata", "structurespecificdata", "jsondata", "csvdata"] as const;
export type SdmxForm = (typeof sdmxForms)[number];

/** Observations by key and period: the value and the attributes of series and observation, as text; what is not stated is not there. */
export type Observations = Record<string, Record<string, string>>;
type Stated = string | number | null | undefined;

/** The values that are there, as text. */
export const stated = (values: Record<string, Stated>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([id, value]) => (value === null || value === undefined || value === "" ? [] : [[id, String(value)]])),
  );
const pairs = (xml: string) =>
  Object.fromEntries([...xml.matchAll(/<gen:Value id="([^"]+)" value="([^"]*)"/g)].map(([, id, value]) => [id!, value!]));
const attributesIn = (tag: string) => Object.fromEntries([...tag.matchAll(/ (\w+)="([^"]*)"/g)].map(([, id, value]) => [id!, value!]));
const nameOf = (codes: readonly (string | undefined)[], period: string) => `${codes.join(".")} ${period}`;
const without = (values: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([id]) => !names.includes(id)));
const ofInjuries: readonly string[] = ["FREQ", "REF_AREA", "MEASURE", "ECO", "SEX", "AGE", "MIG"];

interface JsonMessage {
  readonly data: {
    readonly structures: {
      readonly dimensions: Record<"series" | "observation", { id: string; values: { id?: string; value?: string }[] }[]>;
      readonly attributes: Record<"series" | "observation", { id: string }[]>;
    }[];
    readonly dataSets: { series: Record<string, { attributes: Stated[]; observations: Record<string, Stated[]> }> }[];
  };
}

function genericObservations(body: string): Observations {
  const series =
    /<gen:Series><gen:SeriesKey>(.*?)<\/gen:SeriesKey>(?:<gen:Attributes>(.*?)<\/gen:Attributes>)?((?:<gen:Obs>.*?<\/gen:Obs>)*)<\/gen:Series>/g;
  const observation = /<gen:Obs><gen:ObsDimension value="([^"]+)"\/>(?:<gen:ObsValue value="([^"]*)"\/>)?(.*?)<\/gen:Obs>/g;
  const found = [...body.matchAll(series)].flatMap(([, key, attributes, observations]) =>
    [...observations!.matchAll(observation)].map(([, period, value, ofObservation]) => [
      nameOf(Object.values(pairs(key!)), period!),
      stated({ OBS_VALUE: value, ...pairs(attributes ?? ""), ...pairs(ofObservation!) }),
    ]),
  );
  return Object.fromEntries(found) as Observations;
}

function structureSpecificObservations(body: string, dimensions: readonly string[]): Observations {
  const found = [...body.matchAll(/<Series([^>]*)>(.*?)<\/Series>/g)].flatMap(([, tag, observations]) =>
    [...observations!.matchAll(/<Obs([^>]*)\/>/g)].map(([, one]) => {
      const { TIME_PERIOD: period = "", ...rest } = attributesIn(one!);
      const ofSeries = attributesIn(tag!);
      const name = nameOf(
        dimensions.map((id) => ofSeries[id]),
        period,
      );
      return [name, stated({ ...without(ofSeries, dimensions), ...rest })];
    }),
  );
  return Object.fromEntries(found) as Observations;
}

function jsonObservations(body: string): Observations {
  const { structures, dataSets } = (JSON.parse(body) as JsonMessage).data;
  const { dimensions: ofKey, attributes } = structures[0]!;
  const found = dataSets
    .flatMap(({ series }) => Object.entries(series))
    .flatMap(([places, series]) => {
      const codes = places.split(":").map((place, position) => ofKey.series[position]!.values[Number(place)]!.id);
      const ofSeries = Object.fromEntries(attributes.series.map(({ id }, place) => [id, series.attributes[place]]));
      return Object.entries(series.observations).map(([place, [value, ...values]]) => [
        nameOf(codes, ofKey.observation[0]!.values[Number(place)]!.value!),
        stated({ OBS_VALUE: value, ...ofSeries, ...Object.fromEntries(attributes.observation.map(({ id }, at) => [id, values[at]])) }),
      ]);
    });
  return Object.fromEntries(found) as Observations;
}

function csvObservations(body: string, dimensions: readonly string[]): Observations {
  const found = parse<Record<string, string>>(body, { columns: true }).map(
    ({ STRUCTURE: _s, STRUCTURE_ID: _i, ACTION: _a, VINTAGE: _v, RULES: _r, TIME_PERIOD: period, ...line }) => {
      const name = nameOf(
        dimensions.map((id) => line[id]),
        period!,
      );
      return [name, stated(without(line, dimensions))];
    },
  );
  return Object.fromEntries(found) as Observations;
}

/** Of all datasets of a message; `dimensions` are those of its key, in their order. */
export const sdmxReaders: Readonly<Record<SdmxForm, (body: string, dimensions?: readonly string[]) => Observations>> = {
  genericdata: genericObservations,
  structurespecificdata: (body, dimensions = ofInjuries) => structureSpecificObservations(body, dimensions),
  jsondata: jsonObservations,
  csvdata: (body, dimensions = ofInjuries) => csvObservations(body, dimensions),
};
