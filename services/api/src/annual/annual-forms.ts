/** The annual rollup in each of its forms: one response, and the bytes that it is sent as and that a release holds. */
import type { ResponseForm } from "@qorgau/infra/http/responses/response-form";
import { plainPresentation } from "@qorgau/infra/http/responses/presentation";
import type { Presentation } from "@qorgau/infra/http/responses/presentation";
import { bytesOfResponse } from "@qorgau/infra/http/responses/send-response";
import type { ResponseBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { annualWorkbook } from "./domain/annual-workbook.ts";
import { workbookMediaType, writeWorkbook } from "../render/write-workbook.ts";
import { annualRollupTable } from "../render/rates-table.ts";

/**
 * Returns the bytes of one form, with the media type and the file name. The workbook is the printed one of a ministry, in the language of
 * `look`, with names in any case. Rejects where the workbook cannot be written.
 */
export async function annualBytes(
  response: AnnualRollupResponse,
  fileName: string,
  form: ResponseForm,
  look: Presentation = plainPresentation,
): Promise<ResponseBytes> {
  if (form !== "xlsx") return await bytesOfResponse(form, { json: response, table: () => annualRollupTable(response), fileName }, look);
  const body = await writeWorkbook(annualWorkbook(response, look.language, look.madeUp));
  return { body, mediaType: workbookMediaType, fileName: `${fileName}${look.madeUp === true ? "-made-up" : ""}-${look.language}.xlsx` };
}
