/** The structure of the figures as SDMX-ML 2.1: code lists, concepts, the data structure and its dataflow. */
import type { XmlElement } from "./xml-text.ts";
import { codeLists } from "./domain/code-lists.ts";
import type { CodeList, Names, SdmxCode } from "./domain/code-lists.ts";
import { agency, attributes, dataflows, dimensions, primaryMeasure, structureId, timeDimension, version } from "./domain/data-structure.ts";
import type { Artefact, References, SdmxAttribute } from "./domain/data-structure.ts";
import { headerElement, namespaces } from "./message-header.ts";
import type { MessageHeader } from "./message-header.ts";

const concepts = "CS_INJ";
const idsOf: Readonly<Record<Artefact, readonly string[]>> = {
  dataflow: dataflows.map(({ id }) => id),
  datastructure: [structureId],
  codelist: codeLists.map(({ id }) => id),
  conceptscheme: [concepts],
};

/** The ids of these resources, or of the one that is named; none where it is not there. */
export function idsOfArtefact(artefact: Artefact, id: string): readonly string[] {
  return id === "all" ? idsOf[artefact] : idsOf[artefact].filter((one) => one === id);
}

/** Gives the message. The resources refer to one another in one chain, so that what is not below is above. */
export function structureMessage(
  header: MessageHeader,
  {
    artefact,
    ids,
    references: requested,
  }: { readonly artefact: Artefact; readonly ids: readonly string[]; readonly references: References },
): XmlElement {
  const shown = { [artefact]: ids, ...referred(artefact, requested) } as Partial<Record<Artefact, readonly string[]>>;
  const has = (one: Artefact, id: string) => shown[one]?.includes(id) === true;
  const flows = dataflows.filter(({ id }) => has("dataflow", id));
  const lists = codeLists.filter(({ id }) => has("codelist", id));
  return {
    "mes:Structure": {
      ...namespaces,
      "mes:Header": headerElement(header),
      "mes:Structures": {
        ...(flows.length === 0
          ? {}
          : {
              "str:Dataflows": {
                "str:Dataflow": flows.map(({ id, name }) => ({ ...maintained(id, name), "str:Structure": structureRef })),
              },
            }),
        ...(lists.length === 0 ? {} : { "str:Codelists": { "str:Codelist": lists.map(codeListElement) } }),
        ...(has("conceptscheme", concepts) ? { "str:Concepts": { "str:ConceptScheme": conceptScheme() } } : {}),
        ...(has("datastructure", structureId) ? { "str:DataStructures": { "str:DataStructure": dataStructure() } } : {}),
      },
    },
  };
}

function referred(artefact: Artefact, requested: References): Partial<Record<Artefact, readonly string[]>> {
  const { dataflow, datastructure, codelist, conceptscheme } = idsOf;
  const below: Readonly<Record<Artefact, Partial<Record<Artefact, readonly string[]>>>> = {
    dataflow: requested === "children" ? { datastructure } : { datastructure, codelist, conceptscheme },
    datastructure: { codelist, conceptscheme },
    conceptscheme: {},
    codelist: {},
  };
  const above: typeof below = {
    dataflow: {},
    datastructure: { dataflow },
    conceptscheme: { datastructure },
    codelist: { datastructure },
  };
  if (requested === "none") return {};
  if (requested === "children" || requested === "descendants") return below[artefact];
  if (requested === "parents") return above[artefact];
  return requested === "parentsandsiblings"
    ? { ...above[artefact], ...below["datastructure"] }
    : { ...below[artefact], ...above[artefact] };
}

const structureRef = {
  Ref: { "@id": structureId, "@version": version, "@agencyID": agency, "@package": "datastructure", "@class": "DataStructure" },
};

const nameElements = (names: Names) => Object.entries(names).map(([language, text]) => ({ "@xml:lang": language, "#text": text }));
const maintained = (id: string, name: string) => ({
  "@id": id,
  "@agencyID": agency,
  "@version": version,
  "@isFinal": "false",
  "com:Name": nameElements({ en: name }),
});

function codeListElement({ id, name, codes }: CodeList): XmlElement {
  return { ...maintained(id, name), "str:Code": codes.map(codeElement) };
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

/** A concept has its representation, too: some readers look for it there alone. */
function conceptScheme(): XmlElement {
  const all = [
    ...dimensions.map(({ id, name, list }) => ({ id, name, representation: enumerated(list) })),
    { id: timeDimension, name: "Time period", representation: formatted("ObservationalTimePeriod") },
    { id: primaryMeasure, name: "Observation value: the digits of /v1/rates", representation: formatted("Double") },
    ...attributes.map((attribute) => ({ ...attribute, representation: representationOf(attribute) })),
  ];
  return {
    ...maintained(concepts, "Concepts of occupational injuries"),
    "str:Concept": all.map(({ id, name, representation }) => ({
      "@id": id,
      "com:Name": nameElements({ en: name }),
      "str:CoreRepresentation": representation,
    })),
  };
}

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

function dataStructure(): XmlElement {
  return {
    ...maintained(structureId, "Occupational injuries and diseases"),
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
      "str:AttributeList": { "@id": "AttributeDescriptor", "str:Attribute": attributes.map(attributeElement) },
      "str:MeasureList": {
        "@id": "MeasureDescriptor",
        "str:PrimaryMeasure": { "@id": primaryMeasure, ...conceptOf(primaryMeasure), "str:LocalRepresentation": formatted("Double") },
      },
    },
  };
}

function attributeElement(attribute: SdmxAttribute): XmlElement {
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
