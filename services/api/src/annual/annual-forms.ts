/** The annual rollup in each of its forms: one answer, and the bytes that it is sent as and that a release keeps. */
import { printedForms } from "@qorgau/infra/http/responses/answer-form";
import type { PrintedForm } from "@qorgau/infra/http/responses/answer-form";
import { bytesOfAnswer } from "@qorgau/infra/http/responses/send-answer";
import type { AnswerBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { AnnualRollupAnswer } from "@qorgau/schemas/responses/annual-rollup";
import { annualWorkbook } from "./domain/annual-workbook.ts";
import type { WorkbookLanguage } from "./domain/annual-workbook-texts.ts";
import { workbookMediaType, writeWorkbook } from "../render/write-workbook.ts";
import { annualRollupTable } from "../render/rates-table.ts";

export { printedForms };

export async function annualBytes(
  answer: AnnualRollupAnswer,
  fileName: string,
  form: PrintedForm,
  language: WorkbookLanguage,
): Promise<AnswerBytes> {
  if (form !== "xlsx") return await bytesOfAnswer(form, { json: answer, table: () => annualRollupTable(answer), fileName });
  const body = await writeWorkbook(annualWorkbook(answer, language));
  return { body, mediaType: workbookMediaType, fileName: `${fileName}-${language}.xlsx` };
}
