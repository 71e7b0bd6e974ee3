/** The structure of the figures as SDMX-ML 2.1: code lists, concepts, the data structure and its dataflow. */
import type { XmlElement } from "./xml-text.ts";
import { codeLists } from "./domain/code-lists.ts";
import type { CodeList, Names, SdmxCode } from "./domain/code-lists.ts";
import { agency, attributes, dataflows, primaryMeasure, structures, timeDimension, version } from "./domain/data-structure.ts";
import type { Artefact, Dataflow, References, SdmxAttribute, Structure } from "./domain/data-structure.ts";
import { headerElement, namespaces } from "./message-header.ts";
import type { MessageHeader } from "./message-header.ts";

const concepts = "CS_INJ";
const idsOf: Readonly<Record<Artefact, readonly string[]>> = {
  dataflow: dataflows.map(({ id }) => id),
  datastructure: structures.map(({ id }) => id),
  codelist: codeLists.map(({ id }) => id),
  conceptscheme: [concepts],
};

/** The ids of these resources, or of the one that is named; none where it is not there. */
export function idsOfArtefact(artefact: Artefact, id: string): readonly string[] {
  return id === "all" ? idsOf[artefact] : idsOf[artefact].filter((one) => one === id);
}

interface Shown {
  readonly flows: readonly Dataflow[];
  readonly structures: readonly Structure[];
  readonly lists: readonly CodeList[];
  readonly hasConcepts: boolean;
}

/** Gives the message. */
export function structureMessage(
  header: MessageHeader,
  {
    artefact,
    ids,
    references: requested,
  }: { readonly artefact: Artefact; readonly ids: readonly string[]; readonly references: References },
): XmlElement {
  const { flows, structures: shown, lists, hasConcepts } = shownOf(artefact, ids, requested);
  return {
    "mes:Structure": {
      ...namespaces,
      "mes:Header": headerElement(header),
      "mes:Structures": {
        ...(flows.length === 0 ? {} : { "str:Dataflows": { "str:Dataflow": flows.map(flowElement) } }),
        ...(lists.length === 0 ? {} : { "str:Codelists": { "str:Codelist": lists.map(codeListElement) } }),
        ...(hasConcepts ? { "str:Concepts": { "str:ConceptScheme": conceptScheme() } } : {}),
        ...(shown.length === 0 ? {} : { "str:DataStructures": { "str:DataStructure": shown.map(dataStructure) } }),
      },
    },
  };
}

/** A dataflow refers to its structure, that to concepts and code lists. */
function shownOf(artefact: Artefact, ids: readonly string[], requested: References): Shown {
  const isNamed = ({ id }: { readonly id: string }) => ids.includes(id);
  const isBelow = ["children", "descendants", "all"].includes(requested);
  const isAbove = ["parents", "parentsandsiblings", "all"].includes(requested);
  const hasSiblings = requested === "parentsandsiblings";
  if (artefact === "dataflow") {
    const flows = dataflows.filter(isNamed);
    const below = isBelow ? structures.filter((one) => flows.some(({ structure }) => structure === one)) : [];
    const deep = isBelow && requested !== "children";
    return { flows, structures: below, lists: deep ? listsOf(below) : [], hasConcepts: deep };
  }
  if (artefact === "datastructure") {
    const named = structures.filter(isNamed);
    const flows = isAbove ? dataflows.filter(({ structure }) => named.includes(structure)) : [];
    return { flows, structures: named, lists: isBelow ? listsOf(named) : [], hasConcepts: isBelow };
  }
  const lists = artefact === "codelist" ? codeLists.filter(isNamed) : [];
  const above = isAbove
    ? structures.filter((one) => artefact === "conceptscheme" || listsOf([one]).some((list) => lists.includes(list)))
    : [];
  return {
    flows: [],
    structures: above,
    lists: hasSiblings ? listsOf(above) : lists,
    hasConcepts: artefact === "conceptscheme" || (hasSiblings && above.length > 0),
  };
}

/** The code lists that these structures refer to, in the order of all. */
function listsOf(some: readonly Structure[]): CodeList[] {
  const referred = new Set([...some.flatMap(({ dimensions }) => dimensions), ...attributes].map(({ list }) => list));
  return some.length === 0 ? [] : codeLists.filter((list) => referred.has(list));
}

const flowElement = ({ id, names, structure }: Dataflow): XmlElement => ({
  ...maintained(id, names),
  "str:Structure": {
    Ref: { "@id": structure.id, "@version": version, "@agencyID": agency, "@package": "datastructure", "@class": "DataStructure" },
  },
});

const nameElements = (names: Names) => Object.entries(names).map(([language, text]) => ({ "@xml:lang": language, "#text": text }));
const maintained = (id: string, names: Names) => ({
  "@id": id,
  "@agencyID": agency,
  "@version": version,
  "@isFinal": "false",
  "com:Name": nameElements(names),
});

function codeListElement({ id, name, codes }: CodeList): XmlElement {
  return { ...maintained(id, { en: name }), "str:Code": codes.map(codeElement) };
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

/** The concept of an attribute has its representation, too: some readers look for it there alone. A dimension has its own in each structure. */
function conceptScheme(): XmlElement {
  const ofDimensions = new Map(structures.flatMap(({ dimensions }) => dimensions.map(({ id, name }) => [id, name] as const)).toReversed());
  return {
    ...maintained(concepts, { en: "Concepts of occupational injuries" }),
    "str:Concept": [
      ...[...ofDimensions].map(([id, name]) => conceptElement(id, name)),
      conceptElement(timeDimension, "Time period"),
      conceptElement(primaryMeasure, "Observation value: the digits of /v1/rates"),
      ...attributes.map((attribute) => ({
        ...conceptElement(attribute.id, attribute.name),
        "str:CoreRepresentation": representationOf(attribute),
      })),
    ],
  };
}

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

function dataStructure({ id: structureId, name, dimensions }: Structure): XmlElement {
  return {
    ...maintained(structureId, { en: name }),
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
  };
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
