/** A dataset as SDMX-ML 2.1, generic and structure-specific, SDMX-JSON 2.0 and SDMX-CSV 2.0. Values are written as JSON writes them. */
import { rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { around, xmlDeclaration, xmlText } from "./xml-text.ts";
import type { XmlElement } from "./xml-text.ts";
import { agency, attributes, primaryMeasure, timeDimension, version } from "./domain/data-structure.ts";
import type { Dataflow, SdmxAttribute, Structure } from "./domain/data-structure.ts";
import { headerElement, namespaces, urnOf } from "./message-header.ts";
import type { MessageHeader } from "./message-header.ts";
import type { Action, AttributeValues, Dataset, Observation, Series } from "./domain/series.ts";

const structureOfHeader = ({ id }: Structure, more: XmlElement = {}): XmlElement => ({
  "mes:Structure": {
    "@structureID": id,
    ...more,
    "@dimensionAtObservation": timeDimension,
    "com:Structure": {
      Ref: { "@id": id, "@version": version, "@agencyID": agency, "@package": "datastructure", "@class": "DataStructure" },
    },
  },
});

const valueElements = (values: AttributeValues) => ({
  "gen:Value": Object.entries(values).map(([id, value]) => ({ "@id": id, "@value": String(value) })),
});
const genericAttributes = (values: AttributeValues) =>
  Object.keys(values).length === 0 ? {} : { "gen:Attributes": valueElements(values) };

/** SDMX-ML 2.1, GenericData, in pieces. */
export function* genericMessage(header: MessageHeader, { structure }: Dataflow, datasets: readonly Dataset[]): Generator<string, void> {
  yield xmlDeclaration;
  yield* around(
    (text) => ({ "mes:GenericData": { ...namespaces, "mes:Header": headerElement(header, structureOfHeader(structure)), "#text": text } }),
    genericDatasets(structure, datasets),
  );
}

function* genericDatasets(structure: Structure, datasets: readonly Dataset[]): Generator<string, void> {
  for (const { action, validFrom, attributes: values, series } of datasets) {
    const about = { "@structureRef": structure.id, "@action": action, ...(validFrom === undefined ? {} : { "@validFromDate": validFrom }) };
    yield* around(
      (text) => ({ "mes:DataSet": { ...about, ...genericAttributes(values), "#text": text } }),
      genericSeries(structure, series),
    );
  }
}

function* genericSeries(structure: Structure, series: readonly Series[]): Generator<string, void> {
  for (const one of series) {
    yield xmlText({
      "gen:Series": {
        "gen:SeriesKey": valueElements(keyValues(structure, one)),
        ...genericAttributes(one.attributes),
        "gen:Obs": one.observations.map(({ period, value, attributes: ofObservation }) => ({
          "gen:ObsDimension": { "@value": period },
          ...(value === null ? {} : { "gen:ObsValue": { "@value": String(value) } }),
          ...genericAttributes(ofObservation),
        })),
      },
    });
  }
}

const attributeNames = (values: AttributeValues) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [`@${id}`, String(value)]));
const keyValues = ({ dimensions }: Structure, { key }: Series): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ id }, place) => [id, key[place] ?? ""]));

/** SDMX-ML 2.1, StructureSpecificData, in pieces. */
export function* structureSpecificMessage(
  header: MessageHeader,
  { structure }: Dataflow,
  datasets: readonly Dataset[],
): Generator<string, void> {
  const namespace = `${urnOf(structure)}:ObsLevelDim:${timeDimension}`;
  const head = headerElement(header, structureOfHeader(structure, { "@namespace": namespace }));
  yield xmlDeclaration;
  yield* around(
    (text) => ({ "mes:StructureSpecificData": { ...namespaces, "@xmlns:inj": namespace, "mes:Header": head, "#text": text } }),
    specificDatasets(structure, datasets),
  );
}

function* specificDatasets(structure: Structure, datasets: readonly Dataset[]): Generator<string, void> {
  for (const { action, validFrom, attributes: values, series } of datasets) {
    const about = {
      "@ss:dataScope": "DataStructure",
      "@xsi:type": "inj:DataSetType",
      "@ss:structureRef": structure.id,
      "@ss:action": action,
      ...(validFrom === undefined ? {} : { "@ss:validFromDate": validFrom }),
    };
    yield* around((text) => ({ "mes:DataSet": { ...about, ...attributeNames(values), "#text": text } }), specificSeries(structure, series));
  }
}

function* specificSeries(structure: Structure, series: readonly Series[]): Generator<string, void> {
  for (const one of series) {
    yield xmlText({
      Series: {
        ...attributeNames(keyValues(structure, one)),
        ...attributeNames(one.attributes),
        Obs: one.observations.map(({ period, value, attributes: ofObservation }) => ({
          [`@${timeDimension}`]: period,
          ...(value === null ? {} : { [`@${primaryMeasure}`]: String(value) }),
          ...attributeNames(ofObservation),
        })),
      },
    });
  }
}

const jsonSchema =
  "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json";
const attributesOf = (level: SdmxAttribute["level"]) => attributes.filter((attribute) => attribute.level === level);
const rowsPerStep = 64;

/** SDMX-JSON 2.0, in steps between which other work runs. Attributes are their values, not places in lists. */
export function* jsonMessage(header: MessageHeader, flow: Dataflow, datasets: readonly Dataset[]): Generator<void, object> {
  const { dimensions } = flow.structure;
  const series = datasets.flatMap((dataset) => dataset.series);
  const used = dimensions.map((dimension, place) => {
    const codes = new Set(series.map(({ key }) => key[place]));
    return dimension.list.codes.filter(({ id }) => codes.has(id));
  });
  const times = [...new Set(series.flatMap(({ observations }) => observations.map(({ period }) => period)))].toSorted();
  const places = new Map(times.map((period, place) => [period, place]));
  const positions = used.map((codes) => new Map(codes.map(({ id }, place) => [id, place])));
  const links = [{ rel: "dataflow", urn: `urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=${agency}:${flow.id}(${version})` }];
  const dataSets: object[] = [];
  for (const { action, validFrom, attributes: values, series: ofDataset } of datasets) {
    const listed: Record<string, object> = {};
    for (const [place, one] of ofDataset.entries()) {
      const name = one.key.map((code, position) => positions[position]?.get(code) ?? 0).join(":");
      listed[name] = seriesObject(one, places);
      if (place % rowsPerStep === 0) yield;
    }
    const about = { structure: 0, action, ...(validFrom === undefined ? {} : { validFrom }) };
    dataSets.push({ ...about, links, attributes: valuesOf("dataset", values), series: listed });
  }
  const names = (text: string) => ({ name: text, names: { en: text } });
  return {
    meta: {
      schema: jsonSchema,
      id: header.id,
      prepared: header.prepared,
      test: header.test,
      contentLanguages: ["en"],
      sender: { id: agency },
    },
    data: {
      structures: [
        {
          dataSets: datasets.map((_, place) => place),
          name: flow.names.en,
          names: flow.names,
          links: [...links, { rel: "datastructure", urn: urnOf(flow.structure) }],
          dimensions: {
            series: dimensions.map(({ id, name }, place) => ({
              id,
              ...names(name),
              keyPosition: place,
              values: (used[place] ?? []).map(({ id: code, names: known }) => ({ id: code, name: known.en, names: known })),
            })),
            observation: [
              {
                id: timeDimension,
                ...names("Time period"),
                keyPosition: dimensions.length,
                roles: [timeDimension],
                values: times.map((value) => ({ value })),
              },
            ],
          },
          measures: { observation: [{ id: primaryMeasure, ...names("Observation value"), format: { dataType: "Double" } }] },
          attributes: {
            dataSet: attributesOf("dataset").map(({ id, name }) => ({ id, ...names(name), relationship: { dataflow: {} } })),
            series: attributesOf("series").map(({ id, name }) => ({
              id,
              ...names(name),
              relationship: { dimensions: dimensions.map((dimension) => dimension.id) },
            })),
            observation: attributesOf("observation").map(({ id, name }) => ({ id, ...names(name), relationship: { observation: {} } })),
          },
        },
      ],
      dataSets,
    },
  };
}

const valuesOf = (level: SdmxAttribute["level"], values: AttributeValues) => attributesOf(level).map(({ id }) => values[id] ?? null);

function seriesObject({ attributes: values, observations }: Series, places: ReadonlyMap<string, number>): object {
  return {
    attributes: valuesOf("series", values),
    observations: Object.fromEntries(observations.map((one) => [String(places.get(one.period) ?? 0), observationArray(one)])),
  };
}
const observationArray = ({ value, attributes: values }: Observation) => [value, ...valuesOf("observation", values)];

/** SDMX-CSV 2.0: a line for each observation, or for each series where there is none. */
export function csvTable(flow: Dataflow, datasets: readonly Dataset[]): Table {
  const { structure } = flow;
  const named = { STRUCTURE: "dataflow", STRUCTURE_ID: `${agency}:${flow.id}(${version})` };
  return {
    columns: [
      ...Object.keys(named),
      "ACTION",
      ...structure.dimensions.map(({ id }) => id),
      timeDimension,
      primaryMeasure,
      ...["series", "observation", "dataset"].flatMap((level) => attributesOf(level as SdmxAttribute["level"]).map(({ id }) => id)),
    ],
    rows: rowsOf(linesOf(datasets), ({ dataset, one, observation }) => ({
      ...named,
      ACTION: actionCodes[dataset.action],
      ...keyValues(structure, one),
      ...one.attributes,
      ...(observation === null
        ? {}
        : { [timeDimension]: observation.period, [primaryMeasure]: observation.value, ...observation.attributes }),
      ...dataset.attributes,
    })),
  };
}

const actionCodes: Readonly<Record<Action, string>> = { Information: "I", Replace: "R", Delete: "D" };

interface Line {
  readonly dataset: Dataset;
  readonly one: Series;
  readonly observation: Observation | null;
}

function linesOf(datasets: readonly Dataset[]): Line[] {
  return datasets.flatMap((dataset) =>
    dataset.series.flatMap((one): Line[] =>
      one.observations.length === 0
        ? [{ dataset, one, observation: null }]
        : one.observations.map((observation) => ({ dataset, one, observation })),
    ),
  );
}
