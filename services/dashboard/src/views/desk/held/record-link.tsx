import { addressOf } from "../../../data/get.ts";

/** Leads to all statements of the record. */
export function recordLink(source: string, subject: string) {
  return <a href={`.${addressOf("/v1/records", { source, subject })}`}>{subject}</a>;
}
