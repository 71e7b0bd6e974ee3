/** The annual rollup in print and its releases. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { bodySchema, pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { problemResponse, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { cellParameters, releaseBodyParameters, releasePath, verifyParameters } from "./release-parameters.ts";

const ofForm = queryParameters(formParameters);
/** Of the bytes that were stored when it was made. */
const storedFormParameters = formParameters.pick({ format: true, lang: true });
const noRelease = problemResponse("There is no such release, or it was not kept in this form.");
export const releasePaths = {
  "/v1/releases": {
    get: {
      operationId: "listReleases",
      tags: ["figures"],
      summary: "All releases, in the order of their numbers",
      description:
        "Open without a token where the service is open to all, as are their bytes: releases are exact, and the header `Qorgau-Disclosure: exact` says so beside protected figures. The watermark is then that of the newest release.",
      parameters: ofForm,
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
      parameters: ofForm,
      requestBody: {
        required: true,
        content: { "application/json": { schema: bodySchema(releaseBodyParameters), example: { name: "annual-2025", year: 2025 } } },
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
      parameters: [...pathParameters(releasePath), ...queryParameters(storedFormParameters, verifyParameters)],
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
  "/v1/releases/{id}/signature": {
    get: {
      operationId: "getReleaseSignature",
      tags: ["figures"],
      summary: "The signature of a release",
      description:
        "A detached JWS (RFC 7515, RFC 7797 with `b64: false`, EdDSA) of the bytes that `/v1/releases/{id}` gives in the same form; its key is the one that `/v1/checkpoints` names, and its `kid` the thumbprint of that key (RFC 7638). Offline: `npm run verify -- --release FILE`.",
      parameters: [...pathParameters(releasePath), ...queryParameters(storedFormParameters)],
      responses: {
        "200": { description: "The signature.", content: { "application/jose": { schema: { type: "string" } } } },
        "304": { description: "The signature is the one that If-None-Match names." },
        "404": problemResponse("There is no such release, it was not kept in this form, or it is not signed."),
        ...tableRefusals,
      },
    },
  },
  "/v1/releases/{id}/differences": {
    get: {
      operationId: "getReleaseDifferences",
      tags: ["figures"],
      summary: "What has changed since a release was made, cell by cell, with the cases behind it",
      parameters: [...pathParameters(releasePath), ...queryParameters(cellParameters, formParameters)],
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
