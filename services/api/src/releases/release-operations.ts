/** The annual rollup in print and its releases. */
import { annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import { releaseNameForm, releaseReasonMax } from "@qorgau/schemas/responses/releases";
import { inQuery } from "../openapi/in-query.ts";
import { annualChoiceParameters, formParameters, keptFormParameters } from "../openapi/parameters.ts";
import { problemResponse, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";

const noRelease = problemResponse("There is no such release, or it was not kept in this form.");
const id = {
  name: "id",
  in: "path",
  required: true,
  description: "The name of the release, or its number.",
  schema: { type: "string" },
  example: "annual-2025",
};

const chosen = Object.fromEntries(annualChoiceParameters.map(({ name, description, schema }) => [name, { ...schema, description }]));
const body = {
  type: "object",
  required: ["name", "year"],
  properties: {
    name: { type: "string", pattern: releaseNameForm.source, description: "Unique for ever." },
    year: { type: "integer", minimum: 1901, maximum: 2299, description: "The calendar year that is frozen." },
    ...chosen,
    asOf: {
      type: "string",
      description: "An instant or a watermark; absent: what is published now. With a watermark the request may be repeated.",
    },
    supersedes: {
      type: "string",
      description:
        "The name or number of a release of the same year that this one takes the place of, together with `reason`. The old one keeps its bytes and stays; its entry in the list and a `Link` header name its successor.",
    },
    reason: {
      type: "string",
      minLength: 1,
      maxLength: releaseReasonMax,
      description: "Why it takes the place of the one that it supersedes; required with `supersedes`.",
    },
  },
};

export const releasePaths = {
  "/v1/releases": {
    get: {
      operationId: "listReleases",
      tags: ["figures"],
      summary: "All releases, in the order of their numbers",
      parameters: formParameters,
      responses: {
        "200": tableResponse(
          "The releases.",
          "Releases",
          "number,name,year,per,yearOf,regionOf,watermark,checksum\r\n1,annual-2025,2025,1000_workers,accident,occurrence,0:812,9f86…\r\n",
        ),
        ...tableRefusals,
      },
    },
    post: {
      operationId: "makeRelease",
      tags: ["operations"],
      summary: "Freezes a year under a name",
      description:
        "Computes the annual rollup of one cut and appends it to the log as an event, in every form it is published in, with the watermark, the versions of rules and code lists, and a checksum: it survives the loss of the store and whatever is told or mended later.",
      parameters: formParameters,
      requestBody: {
        required: true,
        content: { "application/json": { schema: body, example: { name: "annual-2025", year: 2025 } } },
      },
      responses: {
        "201": { description: "The release is made.", content: { "application/json": { schema: reference("Release") } } },
        "200": { description: "The same release stood already.", content: { "application/json": { schema: reference("Release") } } },
        "403": problemResponse("Asked from another machine, or by a page of another site, where nobody is asked who they are."),
        "409": problemResponse(
          "Another release has this name, the year has no case or lies ahead, or what it is to supersede is no release of the year or has a successor.",
        ),
        ...tableRefusals,
      },
    },
  },
  "/v1/releases/{id}": {
    get: {
      operationId: "getRelease",
      tags: ["figures"],
      summary: "The bytes of a release, for ever",
      description:
        "JSON, CSV and workbooks as they were kept when it was made, with a strong ETag and `immutable`; a `Link` header names the release that supersedes it (`successor-version`) and the one it supersedes (`predecessor-version`). With `verify=true` the figures are computed again at its watermark, and the answer says whether they still hold (`ReleaseVerification`).",
      parameters: [
        id,
        ...keptFormParameters,
        {
          name: "verify",
          in: "query",
          description: "Whether to compute it again and compare, in place of giving its bytes.",
          schema: { type: "boolean", default: false },
        },
      ],
      responses: {
        "200": {
          ...tableResponse("The release.", "AnnualRollup", "year,scope,code,injured\r\n2025,total,,1430\r\n"),
          content: {
            ...tableResponse("", "AnnualRollup", "year,scope,code,injured\r\n2025,total,,1430\r\n").content,
            "application/json": { schema: { anyOf: [reference("AnnualRollup"), reference("ReleaseVerification")] } },
          },
        },
        "304": { description: "The release is the one that If-None-Match names." },
        "404": noRelease,
        ...tableRefusals,
      },
    },
  },
  "/v1/releases/{id}/differences": {
    get: {
      operationId: "getReleaseDifferences",
      tags: ["figures"],
      summary: "What has changed since a release was made, cell by cell, with the cases behind it",
      parameters: [
        id,
        inQuery(
          "scope",
          "Only the differences of one row of the rollup, together with `code`.",
          { type: "string", enum: annualScopes },
          "region",
        ),
        inQuery("code", "The code of that row, `unknown` where it is null; total and complex have none.", { type: "string" }, "KZ-35"),
        ...formParameters,
      ],
      responses: {
        "200": tableResponse(
          "The figures that differ.",
          "ReleaseDifferences",
          "scope,code,figure,released,now,case,delta,records\r\ntotal,,fatal,180,181,5f0c…,1,urn:kz:bin:200140000004 case N1-2026-0017\r\n",
        ),
        "404": noRelease,
        ...tableRefusals,
      },
    },
  },
};
