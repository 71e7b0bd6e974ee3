/** Code lists, concepts, data structures and dataflows as elements of SDMX-ML 2.1: whole, or as stubs. */
import type { XmlElement } from "./xml-text.ts";
import type { CodeList, Names, SdmxCode } from "./domain/code-lists.ts";
import { agency, attributes, primaryMeasure, structures, timeDimension, version } from "./domain/data-structure.ts";
import type { Artefact, Dataflow, SdmxAttribute, Structure } from "./domain/data-structure.ts";

/** The id of the scheme of all concepts. */
export const concepts = "CS_INJ";

/** Whole; or what it is alone, by an address where it is whole: a stub is an external reference. A complete stub says whether it is final, too. */
export type Depth = "full" | "stub" | "completestub";

/** What the artefact is, and, of a whole one, what it holds. */
function element(artefact: Artefact, id: string, names: Names, depth: Depth, content: XmlElement): XmlElement {
  const stub =
    depth === "full" ? {} : { "@isExternalReference": "true", "@structureURL": `/sdmx/2.1/${artefact}/${agency}/${id}/${version}` };
  return {
    "@id": id,
    "@agencyID": agency,
    "@version": version,
    ...(depth === "stub" ? {} : { "@isFinal": "false" }),
    ...stub,
    "com:Name": nameElements(names),
    ...(depth === "full" ? content : {}),
  };
}

export const flowElement = ({ id, names, structure }: Dataflow, depth: Depth): XmlElement =>
  element("dataflow", id, names, depth, {
    "str:Structure": {
      Ref: { "@id": structure.id, "@version": version, "@agencyID": agency, "@package": "datastructure", "@class": "DataStructure" },
    },
  });

const nameElements = (names: Names) => Object.entries(names).map(([language, text]) => ({ "@xml:lang": language, "#text": text }));
/** Of a list of so many codes in all: one that has fewer is partial. */
export function codeListElement({ id, name, codes }: CodeList, depth: Depth, count: number): XmlElement {
  return element("codelist", id, { en: name }, depth, {
    ...(codes.length < count ? { "@isPartial": "true" } : {}),
    "str:Code": codes.map(codeElement),
  });
}

/** The days of validity are annotations: SDMX 2.1 has no others for a code. */
function codeElement({ id, names, parent, validFrom, validTo }: SdmxCode): XmlElement {
  const days = Object.entries({ VALID_FROM: validFrom, VALID_TO: validTo }).flatMap(([type, day]) =>
    day === undefined ? [] : [{ "com:AnnotationTitle": day, "com:AnnotationType": type }],
  );
  return {
    "@id": id,
    ...(days.length === 0 ? {} : { "com:Annotations": { "com:Annotation": days } }),
    "com:Name": nameElements(names),
    ...(parent === undefined ? {} : { "str:Parent": { Ref: { "@id": parent } } }),
  };
}

/**
 * The concepts of these data structures. That of an attribute has its representation, too: some readers look for it there alone. A dimension has its own in each
 * structure.
 */
export function conceptScheme(shown: readonly Structure[], depth: Depth): XmlElement {
  const ofDimensions = dimensionNames(shown);
  return element("conceptscheme", concepts, { en: "Concepts of occupational injuries" }, depth, {
    ...(ofDimensions.size < dimensionNames(structures).size ? { "@isPartial": "true" } : {}),
    "str:Concept": [
      ...[...ofDimensions].map(([id, name]) => conceptElement(id, name)),
      conceptElement(timeDimension, "Time period"),
      conceptElement(primaryMeasure, "Observation value: the digits of /v1/rates"),
      ...attributes.map((attribute) => ({
        ...conceptElement(attribute.id, attribute.name),
        "str:CoreRepresentation": representationOf(attribute),
      })),
    ],
  });
}

/** By id; of a dimension of several structures the name in the first of them. */
const dimensionNames = (some: readonly Structure[]): ReadonlyMap<string, string> =>
  new Map(some.flatMap(({ dimensions }) => dimensions.map(({ id, name }) => [id, name] as const)).toReversed());

const conceptElement = (id: string, name: string): XmlElement => ({ "@id": id, "com:Name": nameElements({ en: name }) });

const conceptOf = (id: string) => ({
  "str:ConceptIdentity": {
    Ref: {
      "@id": id,
      "@maintainableParentID": concepts,
      "@maintainableParentVersion": version,
      "@agencyID": agency,
      "@package": "conceptscheme",
      "@class": "Concept",
    },
  },
});
const enumerated = ({ id }: CodeList): XmlElement => ({
  "str:Enumeration": { Ref: { "@id": id, "@version": version, "@agencyID": agency, "@package": "codelist", "@class": "Codelist" } },
});
const formatted = (type: string): XmlElement => ({ "str:TextFormat": { "@textType": type } });
const representationOf = ({ list, type = "String" }: SdmxAttribute) => (list === undefined ? formatted(type) : enumerated(list));

export function dataStructure({ id: structureId, name, dimensions }: Structure, depth: Depth): XmlElement {
  return element("datastructure", structureId, { en: name }, depth, {
    "str:DataStructureComponents": {
      "str:DimensionList": {
        "@id": "DimensionDescriptor",
        "str:Dimension": dimensions.map(({ id, list }, place) => ({
          "@id": id,
          "@position": place + 1,
          ...conceptOf(id),
          "str:LocalRepresentation": enumerated(list),
        })),
        "str:TimeDimension": {
          "@id": timeDimension,
          "@position": dimensions.length + 1,
          ...conceptOf(timeDimension),
          "str:LocalRepresentation": formatted("ObservationalTimePeriod"),
        },
      },
      "str:AttributeList": {
        "@id": "AttributeDescriptor",
        "str:Attribute": attributes.map((attribute) => attributeElement(attribute, dimensions)),
      },
      "str:MeasureList": {
        "@id": "MeasureDescriptor",
        "str:PrimaryMeasure": { "@id": primaryMeasure, ...conceptOf(primaryMeasure), "str:LocalRepresentation": formatted("Double") },
      },
    },
  });
}

function attributeElement(attribute: SdmxAttribute, dimensions: Structure["dimensions"]): XmlElement {
  const { id, level } = attribute;
  const relationship = {
    dataset: { "str:None": "" },
    series: { "str:Dimension": dimensions.map((dimension) => ({ Ref: { "@id": dimension.id } })) },
    observation: { "str:PrimaryMeasure": { Ref: { "@id": primaryMeasure } } },
  }[level];
  return {
    "@id": id,
    "@assignmentStatus": "Conditional",
    ...conceptOf(id),
    "str:LocalRepresentation": representationOf(attribute),
    "str:AttributeRelationship": relationship,
  };
}
