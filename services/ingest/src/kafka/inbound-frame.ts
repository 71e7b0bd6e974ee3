/**
 * From a message of an inbound topic to the bytes of one event. Structured mode is the event's JSON as value, with or without a header
 * `content-type`; binary mode has the attributes in headers `ce_…` and the data as value (CloudEvents' Kafka binding).
 */
import { isUtf8 } from "node:buffer";
import { acceptedLanguage } from "@qorgau/infra/http/caller-language";
import type { ConsumedRecord } from "@qorgau/infra/kafka/group-consumer";
import { headersMax, unpackedBytesMax } from "@qorgau/infra/kafka/records/record-set";
import type { Unreadable } from "@qorgau/infra/kafka/records/record-set";
import type { Fault } from "@qorgau/schemas/faults";
import type { Language } from "@qorgau/schemas/languages";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import { frameOfBinaryMode } from "../framing/binary-mode.ts";
import type { Frame } from "../framing/frame.ts";

type Headers = ConsumedRecord["headers"];

type InboundRecord = Pick<ConsumedRecord, "value" | "headers" | "repeatedHeaders" | "unreadable">;

/** Never throws: a failure at one message is that message's fault (QG-0710), and `onFailure` gets the error. */
export function inboundFrame(record: InboundRecord, eventBytesMax: number, onFailure: (error: unknown) => void = () => {}): Frame {
  try {
    return frameOf(record, eventBytesMax);
  } catch (error) {
    onFailure(error);
    return faulty(fault("QG-0710", ""));
  }
}

/** What is too large, or no text, is not looked at any further. */
function frameOf({ value, headers, repeatedHeaders, unreadable }: InboundRecord, eventBytesMax: number): Frame {
  if (unreadable !== null) return faulty(unreadableFault(unreadable));
  if (value === null || value.length === 0) return faulty(fault("QG-0121", ""));
  if (value.length > eventBytesMax) return faulty(fault("QG-0106", "", { limit: eventBytesMax }));
  if (!isUtf8(value)) return faulty(fault("QG-0122", ""));
  if (!isBinaryMode(headers)) return { bytes: value };
  const repeated = repeatedHeaders.find((name) => name.startsWith(attributePrefix));
  if (repeated !== undefined) return faulty(fault("QG-0119", `/${maskIins(repeated.slice(attributePrefix.length))}`));
  return eventOfBinaryMode(value, headers, eventBytesMax);
}

const faulty = (one: Fault): Frame => ({ fault: one, structural: false });

function unreadableFault(unreadable: Unreadable): Fault {
  switch (unreadable) {
    case "headers":
      return fault("QG-0711", "", { max: headersMax });
    case "packing":
      return fault("QG-0712", "");
    case "damaged":
      return fault("QG-0715", "");
    case "unpacked_size":
      return fault("QG-0713", "", { max: unpackedBytesMax });
    default:
      return unreadable satisfies never;
  }
}

/** Whether the acknowledgement of a message is to state the leaf of its record: its header `leaves` is `true`. */
export function wantsLeaf({ headers }: Pick<InboundRecord, "headers">): boolean {
  const value = headers["leaves"];
  return value?.length === 4 && value.toString("latin1") === "true";
}

const languageHeader = "accept-language";
/** More than any list of languages has; what is behind it is not looked at. */
const languageBytesMax = 1000;

/** The language of a message's faults: its header `accept-language`, in any capitals, read as that of a request. English without one. */
export function languageOfMessage({ headers }: Pick<InboundRecord, "headers">): Language {
  const name = Object.keys(headers).find((one) => one.toLowerCase() === languageHeader);
  return name === undefined ? "en" : acceptedLanguage(headers[name]?.toString("latin1", 0, languageBytesMax) ?? "");
}

const attributePrefix = "ce_";
const structuredForm = /^application\/cloudevents/i;

function isBinaryMode(headers: Headers): boolean {
  if (structuredForm.test(headers["content-type"]?.toString("latin1") ?? "")) return false;
  return Object.keys(headers).some((name) => name.startsWith(attributePrefix));
}

function eventOfBinaryMode(value: Buffer, headers: Headers, eventBytesMax: number): Frame {
  const attributes: [name: string, text: string][] = [];
  for (const [name, text] of Object.entries(headers)) {
    if (!name.startsWith(attributePrefix)) continue;
    if (!isUtf8(text)) return faulty(fault("QG-0122", ""));
    attributes.push([name.slice(attributePrefix.length), text.toString("utf8")]);
  }
  const contentType = headers["content-type"]?.toString("latin1");
  return frameOfBinaryMode({ attributes, contentType, data: value }, eventBytesMax);
}
