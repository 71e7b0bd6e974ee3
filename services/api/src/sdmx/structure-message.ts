/** The structure of the figures as SDMX-ML 2.1: what is asked for, what it refers to and what refers to it, each as whole as it is wanted. */
import type { XmlElement } from "./xml-text.ts";
import { codeLists } from "./domain/code-lists.ts";
import type { CodeList } from "./domain/code-lists.ts";
import { attributes, dataflows, structures } from "./domain/data-structure.ts";
import type { Artefact, Dataflow, References, Structure, StructureDetail } from "./domain/data-structure.ts";
import { headerElement, namespaces } from "./message-header.ts";
import type { MessageHeader } from "./message-header.ts";
import { codeListElement, conceptScheme, concepts, dataStructure, flowElement } from "./structure-elements.ts";
import type { Depth } from "./structure-elements.ts";

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

/** How whole the resources are that are asked for, and the others. */
const depths: Readonly<Record<StructureDetail, { readonly named: Depth; readonly others: Depth }>> = {
  full: { named: "full", others: "full" },
  referencepartial: { named: "full", others: "full" },
  referencestubs: { named: "full", others: "stub" },
  referencecompletestubs: { named: "full", others: "completestub" },
  allstubs: { named: "stub", others: "stub" },
  allcompletestubs: { named: "completestub", others: "completestub" },
};

export interface StructureRequest {
  readonly artefact: Artefact;
  readonly ids: readonly string[];
  readonly references: References;
  readonly detail: StructureDetail;
}

/** Gives the message. With `referencepartial` a code list or a scheme that is referred to has what is used of it alone. */
export function structureMessage(header: MessageHeader, { artefact, ids, references: requested, detail }: StructureRequest): XmlElement {
  const { flows, structures: shown, lists, hasConcepts } = shownOf(artefact, ids, requested);
  const { named, others } = depths[detail];
  const depthOf = (kind: Artefact, id: string): Depth => (kind === artefact && ids.includes(id) ? named : others);
  const isPartial = (kind: Artefact) => detail === "referencepartial" && kind !== artefact;
  const listElement = (list: CodeList) =>
    codeListElement(isPartial("codelist") ? usedOf(list, artefact, flows) : list, depthOf("codelist", list.id), list.codes.length);
  const scheme = () => conceptScheme(isPartial("conceptscheme") ? shown : structures, depthOf("conceptscheme", concepts));
  return {
    "mes:Structure": {
      ...namespaces,
      "mes:Header": headerElement(header),
      "mes:Structures": {
        ...(flows.length === 0
          ? {}
          : { "str:Dataflows": { "str:Dataflow": flows.map((flow) => flowElement(flow, depthOf("dataflow", flow.id))) } }),
        ...(lists.length === 0 ? {} : { "str:Codelists": { "str:Codelist": lists.map(listElement) } }),
        ...(hasConcepts ? { "str:Concepts": { "str:ConceptScheme": scheme() } } : {}),
        ...(shown.length === 0
          ? {}
          : { "str:DataStructures": { "str:DataStructure": shown.map((one) => dataStructure(one, depthOf("datastructure", one.id))) } }),
      },
    },
  };
}

/** Of the list of a measure what the dataflows that are asked for have; a data structure takes every code of its lists. */
function usedOf(list: CodeList, artefact: Artefact, flows: readonly Dataflow[]): CodeList {
  const isOfMeasure = (flow: Dataflow) => flow.structure.dimensions.some((one) => one.role === "measure" && one.list === list);
  const using = artefact === "dataflow" ? flows.filter(isOfMeasure) : [];
  const used = new Set(using.flatMap(({ measures }) => Object.keys(measures)));
  return used.size === 0 ? list : { ...list, codes: list.codes.filter(({ id }) => used.has(id)) };
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
