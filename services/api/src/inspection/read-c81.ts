/** Reads the yearly report of the labour inspection. */
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import { fault } from "@qorgau/schemas/rules/rules";
import type { RequestedCut } from "../past/requested-cut.ts";
import { ResponseError } from "../published/response-error.ts";
import type { C81Query, InspectionReader } from "./inspection-reader.ts";

/** Rejects as the reader does, and as not found (QG-0864) where the release that is asked for is not known. */
export async function readC81(reader: InspectionReader, query: C81Query, cut: RequestedCut, gone: AbortSignal): Promise<C81Response> {
  const report = await reader.c81(query, cut, gone);
  if (query.release !== null && report.release === null) throw new ResponseError("answer_not_found", [fault("QG-0864", "release")]);
  return report;
}
