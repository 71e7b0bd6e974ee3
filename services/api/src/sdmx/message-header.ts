/** What every message of SDMX begins with. */
import { agency, version } from "./domain/data-structure.ts";
import type { Structure } from "./domain/data-structure.ts";
import type { XmlElement } from "./xml-text.ts";

/** What a message says of itself. */
export interface MessageHeader {
  readonly id: string;
  /** An instant with its offset: of the cut, so that the same cut has the same message. */
  readonly prepared: string;
  /** Whether the figures are made up. */
  readonly test: boolean;
}

const schemas = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1";
export const namespaces = {
  "@xmlns:mes": `${schemas}/message`,
  "@xmlns:com": `${schemas}/common`,
  "@xmlns:str": `${schemas}/structure`,
  "@xmlns:gen": `${schemas}/data/generic`,
  "@xmlns:ss": `${schemas}/data/structurespecific`,
  "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
} as const;

export const urnOf = ({ id }: Structure) => `urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=${agency}:${id}(${version})`;

/** The head of an SDMX-ML message; `more` are its members of data messages. */
export function headerElement({ id, prepared, test }: MessageHeader, more: XmlElement = {}): XmlElement {
  return { "mes:ID": id, "mes:Test": String(test), "mes:Prepared": prepared, "mes:Sender": { "@id": agency }, ...more };
}
