/**
 * CloudEvents' binary content mode: the attributes of one event are headers, its data are the body or the value of a message. The result is the
 * event as the structured mode has it, so that both are judged alike.
 */
import { fault } from "@qorgau/schemas/rules/rules";
import { parseJson } from "../domain/acceptance.ts";
import type { Frame } from "./frame.ts";

export interface BinaryEvent {
  /** Names without the prefix of the binding. What is no name of an attribute is left out. */
  readonly attributes: Iterable<readonly [name: string, text: string]>;
  /** The media type of the data, which outranks an attribute `datacontenttype`; undefined where there is none. */
  readonly contentType: string | undefined;
  /** Empty where the event has none. */
  readonly data: Uint8Array;
}

/** The spec has small letters and digits alone; `data` is the one name of them that is no attribute. */
const attributeName = /^[a-z0-9]+$/;

/** Gives the frame of the event, or QG-0101 where its data are no JSON, QG-0106 where it has more than `eventBytesMax` bytes with its attributes. */
export function frameOfBinaryMode({ attributes, contentType, data }: BinaryEvent, eventBytesMax: number): Frame {
  const isWithoutData = data.length === 0;
  // Data that are no JSON by themselves could add members to the event.
  if (!isWithoutData && parseJson(data) === undefined) return { fault: fault("QG-0101", "/data"), structural: false };
  const event = new Map<string, unknown>();
  for (const [name, text] of attributes) if (attributeName.test(name) && name !== "data") event.set(name, attributeOf(name, text));
  if (contentType !== undefined) event.set("datacontenttype", contentType);
  const members = JSON.stringify(Object.fromEntries(event)).slice(1, -1);
  const head = Buffer.from(`{${members}${isWithoutData || members === "" ? "" : ","}${isWithoutData ? "" : '"data":'}`);
  const bytes = Buffer.concat([head, data, Buffer.from("}")]);
  return bytes.length > eventBytesMax ? { fault: fault("QG-0106", "", { limit: eventBytesMax }), structural: false } : { bytes };
}

/** Headers are text; the one attribute that is a number is written in digits, as JSON has them. */
function attributeOf(name: string, text: string): string | number {
  return name === "revision" && /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : text;
}
