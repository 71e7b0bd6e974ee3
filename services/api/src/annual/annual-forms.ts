/** The annual rollup in each of its forms: one answer, and the bytes that it is sent as and that a release keeps. */
import type { AnswerForm } from "@qorgau/infra/http/responses/answer-form";
import { plainPresentation } from "@qorgau/infra/http/responses/presentation";
import type { Presentation } from "@qorgau/infra/http/responses/presentation";
import { bytesOfAnswer } from "@qorgau/infra/http/responses/send-answer";
import type { AnswerBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { AnnualRollupAnswer } from "@qorgau/schemas/responses/annual-rollup";
import { annualWorkbook } from "./domain/annual-workbook.ts";
import { workbookMediaType, writeWorkbook } from "../render/write-workbook.ts";
import { annualRollupTable } from "../render/rates-table.ts";

/** The workbook is the printed one of a ministry, which has names in any case. */
export async function annualBytes(
  answer: AnnualRollupAnswer,
  fileName: string,
  form: AnswerForm,
  look: Presentation = plainPresentation,
): Promise<AnswerBytes> {
  if (form !== "xlsx") return await bytesOfAnswer(form, { json: answer, table: () => annualRollupTable(answer), fileName }, look);
  const body = await writeWorkbook(annualWorkbook(answer, look.language, look.madeUp));
  return { body, mediaType: workbookMediaType, fileName: `${fileName}${look.madeUp === true ? "-made-up" : ""}-${look.language}.xlsx` };
}
