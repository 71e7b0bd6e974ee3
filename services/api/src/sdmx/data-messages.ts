/** A dataset as SDMX-ML 2.1, generic and structure-specific, SDMX-JSON 2.0 and SDMX-CSV 2.0. Values are written as JSON writes them. */
import { rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import type { XmlElement } from "./xml-text.ts";
import { agency, attributes, dimensions, primaryMeasure, structureId, timeDimension, version } from "./domain/data-structure.ts";
import type { Dataflow, SdmxAttribute } from "./domain/data-structure.ts";
import { headerElement, namespaces, structureUrn } from "./message-header.ts";
import type { MessageHeader } from "./message-header.ts";
import type { AttributeValues, Dataset, Observation, Series } from "./domain/series.ts";

/** A message, and what it is made of: the document around the series, and an element for each. */
export interface XmlMessage {
  readonly document: (children: string) => XmlElement;
  readonly children: Iterable<XmlElement>;
}

function* eachOf<Item>(items: readonly Item[], element: (item: Item) => XmlElement): Generator<XmlElement, void> {
  for (const item of items) yield element(item);
}

const structureOfHeader = (more: XmlElement = {}): XmlElement => ({
  "mes:Structure": {
    "@structureID": structureId,
    ...more,
    "@dimensionAtObservation": timeDimension,
    "com:Structure": {
      Ref: { "@id": structureId, "@version": version, "@agencyID": agency, "@package": "datastructure", "@class": "DataStructure" },
    },
  },
});

const valueElements = (values: AttributeValues) => ({
  "gen:Value": Object.entries(values).map(([id, value]) => ({ "@id": id, "@value": String(value) })),
});
const genericAttributes = (values: AttributeValues) =>
  Object.keys(values).length === 0 ? {} : { "gen:Attributes": valueElements(values) };

/** SDMX-ML 2.1, GenericData. */
export function genericMessage(header: MessageHeader, { attributes: values, series }: Dataset): XmlMessage {
  return {
    document: (children) => ({
      "mes:GenericData": {
        ...namespaces,
        "mes:Header": headerElement(header, structureOfHeader()),
        "mes:DataSet": { "@structureRef": structureId, "@action": "Information", ...genericAttributes(values), "#text": children },
      },
    }),
    children: eachOf(series, (one) => ({
      "gen:Series": {
        "gen:SeriesKey": valueElements(keyValues(one)),
        ...genericAttributes(one.attributes),
        "gen:Obs": one.observations.map(({ period, value, attributes: ofObservation }) => ({
          "gen:ObsDimension": { "@value": period },
          ...(value === null ? {} : { "gen:ObsValue": { "@value": String(value) } }),
          ...genericAttributes(ofObservation),
        })),
      },
    })),
  };
}

const attributeNames = (values: AttributeValues) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [`@${id}`, String(value)]));
const keyValues = ({ key }: Series): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ id }, place) => [id, key[place] ?? ""]));

/** SDMX-ML 2.1, StructureSpecificData. */
export function structureSpecificMessage(header: MessageHeader, { attributes: values, series }: Dataset): XmlMessage {
  const namespace = `${structureUrn}:ObsLevelDim:${timeDimension}`;
  return {
    document: (children) => ({
      "mes:StructureSpecificData": {
        ...namespaces,
        "@xmlns:inj": namespace,
        "mes:Header": headerElement(header, structureOfHeader({ "@namespace": namespace })),
        "mes:DataSet": {
          "@ss:dataScope": "DataStructure",
          "@xsi:type": "inj:DataSetType",
          "@ss:structureRef": structureId,
          "@ss:action": "Information",
          ...attributeNames(values),
          "#text": children,
        },
      },
    }),
    children: eachOf(series, (one) => ({
      Series: {
        ...attributeNames(keyValues(one)),
        ...attributeNames(one.attributes),
        Obs: one.observations.map(({ period, value, attributes: ofObservation }) => ({
          [`@${timeDimension}`]: period,
          ...(value === null ? {} : { [`@${primaryMeasure}`]: String(value) }),
          ...attributeNames(ofObservation),
        })),
      },
    })),
  };
}

const jsonSchema =
  "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json";
const attributesOf = (level: SdmxAttribute["level"]) => attributes.filter((attribute) => attribute.level === level);
const rowsPerStep = 64;

/** SDMX-JSON 2.0, in steps between which other work runs. Attributes are their values, not places in lists. */
export function* jsonMessage(header: MessageHeader, flow: Dataflow, { attributes: values, series }: Dataset): Generator<void, object> {
  const used = dimensions.map((dimension, place) => {
    const codes = new Set(series.map(({ key }) => key[place]));
    return dimension.list.codes.filter(({ id }) => codes.has(id));
  });
  const times = [...new Set(series.flatMap(({ observations }) => observations.map(({ period }) => period)))].toSorted();
  const places = new Map(times.map((period, place) => [period, place]));
  const positions = used.map((codes) => new Map(codes.map(({ id }, place) => [id, place])));
  const links = [{ rel: "dataflow", urn: `urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=${agency}:${flow.id}(${version})` }];
  const listed: Record<string, object> = {};
  for (const [place, one] of series.entries()) {
    const name = one.key.map((code, position) => positions[position]?.get(code) ?? 0).join(":");
    listed[name] = seriesObject(one, places);
    if (place % rowsPerStep === 0) yield;
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
          dataSets: [0],
          ...names(flow.name),
          links: [...links, { rel: "datastructure", urn: structureUrn }],
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
      dataSets: [{ structure: 0, action: "Information", links, attributes: valuesOf("dataset", values), series: listed }],
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
export function csvTable(flow: Dataflow, { attributes: values, series }: Dataset): Table {
  const structure = { STRUCTURE: "dataflow", STRUCTURE_ID: `${agency}:${flow.id}(${version})`, ACTION: "I" };
  return {
    columns: [
      ...Object.keys(structure),
      ...dimensions.map(({ id }) => id),
      timeDimension,
      primaryMeasure,
      ...["series", "observation", "dataset"].flatMap((level) => attributesOf(level as SdmxAttribute["level"]).map(({ id }) => id)),
    ],
    rows: rowsOf(linesOf(series), ({ one, observation }) => ({
      ...structure,
      ...keyValues(one),
      ...one.attributes,
      ...(observation === null
        ? {}
        : { [timeDimension]: observation.period, [primaryMeasure]: observation.value, ...observation.attributes }),
      ...values,
    })),
  };
}

interface Line {
  readonly one: Series;
  readonly observation: Observation | null;
}

function linesOf(series: readonly Series[]): Line[] {
  return series.flatMap((one): Line[] =>
    one.observations.length === 0 ? [{ one, observation: null }] : one.observations.map((observation) => ({ one, observation })),
  );
}
