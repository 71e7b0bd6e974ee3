/** Where numbers come from: what a row is made of, how it came to be, and what is held of a record. */
import { recordParameters, rowParameters } from "./parameters.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "./responses.ts";

const refusals = { "304": knownAlready, ...tableRefusals };
const oneRow =
  "The parameters are those of `/v1/rates` and must come to one row: name the period by `from` and `to`, the cell by filters in place of `by` (`unknown` for the row of null). " +
  "A question of several rows is refused. Every page is of the cut of the first; the header `Link` names the next one.";

export const journalPaths = {
  "/v1/explain": {
    get: {
      operationId: "explainRow",
      tags: ["figures"],
      summary: "What the number of one row is made of",
      description: `The formula with its numbers, the exposure statements, and every contributing case with the events that tell of it. ${oneRow} Over all pages the counts of the cases add up to the count of the row.`,
      parameters: rowParameters,
      responses: {
        "200": tableResponse(
          "The row and what it is made of.",
          "ExplainAnswer",
          'id,date,severity,evidence,count,statements,period,measure,watermark\r\n5f0c…,2026-02-03,severe,reported,1,0:812 1:790,2026,injured,"0:812,1:790"\r\n',
        ),
        "404": problemResponse("There is no such row at this cut."),
        ...refusals,
      },
    },
  },
  "/v1/revisions": {
    get: {
      operationId: "getRevisions",
      tags: ["figures"],
      summary: "The values that one row had over time, and what changed each",
      description: `The oldest first (without \`compare\`, \`standard\` and \`interval=accidents\`, which are of more than the row's own count): the count and rate from each instant on, with every case that came, went or changed, the event that did it, and why. ${oneRow}`,
      parameters: rowParameters,
      responses: {
        "200": tableResponse(
          "The values.",
          "RevisionsAnswer",
          "at,watermark,count,case,delta,codes,reasons,position\r\n2026-02-04T05:00:00.000Z,0:812,7,5f0c…,1,severity,severity severe → fatal,0:812\r\n",
        ),
        "404": problemResponse("There is no such row at this cut."),
        ...refusals,
      },
    },
  },
  "/v1/records": {
    get: {
      operationId: "getRecords",
      tags: ["events"],
      summary: "What is held of a record, and whether it counts",
      description:
        "Every statement of the record in the order of the log, with its place and stamps, which one stands and why the others do not; its case with the other records that tell of it, " +
        "and whether it counts and why not. Data is as stored: pseudonyms in place of personal identifiers.",
      parameters: recordParameters,
      responses: {
        "200": tableResponse(
          "The records of that name.",
          "RecordAnswer",
          "source,subject,entity,position,revision,stands,why\r\nurn:kz:bin:200140000004,N1-2026-0017,case,0:812,1,true,\r\n",
        ),
        "404": problemResponse("No statement of such a record is held at this cut."),
        ...refusals,
      },
    },
  },
};
