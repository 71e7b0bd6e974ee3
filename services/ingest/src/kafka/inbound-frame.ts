/**
 * From a message of an inbound topic to the bytes of one event. Structured mode is the event's JSON as value, with or without a header
 * `content-type`; binary mode has the attributes in headers `ce_…` and the data as value (CloudEvents' Kafka binding).
 */
import { isUtf8 } from "node:buffer";
import type { ConsumedRecord } from "@qorgau/infra/kafka/group-consumer";
import { headersMax, unpackedBytesMax } from "@qorgau/infra/kafka/record-set";
import type { Unreadable } from "@qorgau/infra/kafka/record-set";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { parseJson } from "../domain/acceptance.ts";
import type { Frame } from "../framing/frame.ts";

type Headers = ConsumedRecord["headers"];

type InboundRecord = Pick<ConsumedRecord, "value" | "headers" | "unreadable">;

/** Never throws: what fails at one message is that message's fault (QG-0710), and `onFailure` is told of it. */
export function inboundFrame(record: InboundRecord, eventBytesMax: number, onFailure: (error: unknown) => void = () => {}): Frame {
  try {
    return frameOf(record, eventBytesMax);
  } catch (error) {
    onFailure(error);
    return faulty(fault("QG-0710", ""));
  }
}

/** What is too large, or no text, is not looked at any further. */
function frameOf({ value, headers, unreadable }: InboundRecord, eventBytesMax: number): Frame {
  if (unreadable !== null) return faulty(unreadableFault(unreadable));
  if (value === null || value.length === 0) return faulty(fault("QG-0121", ""));
  if (value.length > eventBytesMax) return faulty(fault("QG-0106", "", { limit: eventBytesMax }));
  if (!isUtf8(value)) return faulty(fault("QG-0122", ""));
  return isBinaryMode(headers) ? eventOfBinaryMode(value, headers, eventBytesMax) : { bytes: value };
}

const faulty = (one: Fault): Frame => ({ fault: one, structural: false });

function unreadableFault(unreadable: Unreadable): Fault {
  switch (unreadable) {
    case "headers":
      return fault("QG-0711", "", { max: headersMax });
    case "packing":
      return fault("QG-0712", "");
    case "unpacked_size":
      return fault("QG-0713", "", { max: unpackedBytesMax });
    default:
      return unreadable satisfies never;
  }
}

const attributePrefix = "ce_";
const structuredForm = /^application\/cloudevents/i;

function isBinaryMode(headers: Headers): boolean {
  if (structuredForm.test(headers["content-type"]?.toString("latin1") ?? "")) return false;
  return Object.keys(headers).some((name) => name.startsWith(attributePrefix));
}

function eventOfBinaryMode(value: Buffer, headers: Headers, eventBytesMax: number): Frame {
  const data = parseJson(value);
  if (data === undefined) return faulty(fault("QG-0101", "/data"));
  // Told here: written again below, a name that stands twice would stand once.
  if (data.duplicate !== null) return faulty(fault("QG-0230", `/data${data.duplicate}`));
  const event = new Map<string, unknown>();
  for (const [name, text] of Object.entries(headers)) {
    if (!name.startsWith(attributePrefix)) continue;
    if (!isUtf8(text)) return faulty(fault("QG-0122", ""));
    event.set(name.slice(attributePrefix.length), attributeOf(name, text.toString("utf8")));
  }
  const contentType = headers["content-type"];
  if (contentType !== undefined) event.set("datacontenttype", contentType.toString("latin1"));
  event.set("data", data.value);
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(event)));
  return bytes.length > eventBytesMax ? faulty(fault("QG-0106", "", { limit: eventBytesMax })) : { bytes };
}

/** Headers are text; the one attribute that is a number is written in digits. */
function attributeOf(name: string, text: string): string | number {
  return name === "ce_revision" && /^\d{1,10}$/.test(text) ? Number(text) : text;
}
