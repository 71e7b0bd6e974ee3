/** The SDMX resources in the OpenAPI document. */
import { cutParameters } from "../http/cut-parameters.ts";
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, unavailable } from "../openapi/responses.ts";
import {
  agencyPath,
  artefactPath,
  dataMediaTypes,
  dataParameters,
  flowPath,
  idPath,
  keyPath,
  providerPath,
  structureMediaType,
  structureParameters,
  versionPath,
} from "./sdmx-parameters.ts";

const text = { schema: { type: "string" } };

/** An error of SDMX-JSON, or the error message of SDMX-ML 2.1, as the data are asked for. */
const refused = (description: string) => ({
  description,
  content: { [dataMediaTypes.jsondata]: { schema: { type: "object" } }, "application/xml": text },
});
const refusals = {
  "400": refused(
    "Code 140: a parameter that is not known or not read; 150: a key without such codes, or a view whose definition too few cases state. The rule id is in the text.",
  ),
  "429": refused("Code 503."),
  "404": refused("Code 100: no such dataflow or resource (QG-0721), or nothing that matches (QG-0728)."),
};

const data = (operationId: string, parameters: readonly object[], summary: string) => ({
  get: {
    operationId,
    tags: ["sdmx"],
    summary,
    description:
      "SDMX REST 2.1. Series of injuries and diseases by frequency, area, activity, sex, age and migrant status; their values, limits and denominators are those of `/v1/rates`, digit for digit, of one cut that `VINTAGE` names. Fatal and non-fatal injuries are per 100,000 workers. A dataset has at most 20,000 observations of each measure (QG-0870), and a key asks for at most 128 tables (QG-0723). Beside DF_INJ there are views as the ILO and Eurostat (ESAW) define them; where less than 80 % of the cases state what a definition needs, a view is refused (QG-0726).",
    parameters: [...parameters, ...queryParameters(dataParameters, cutParameters)],
    responses: {
      "200": {
        description: "The dataset.",
        content: {
          [dataMediaTypes.genericdata]: text,
          [dataMediaTypes.structurespecificdata]: text,
          [dataMediaTypes.jsondata]: { schema: { type: "object" } },
          [dataMediaTypes.csvdata]: text,
        },
      },
      "304": knownAlready,
      ...refusals,
      "406": refused("Code 140: the Accept header refuses every form of the data."),
      "413": refused("Code 510: a key for more than 128 tables (QG-0723), or more than 20,000 rows (QG-0870)."),
      "503": { ...refused("Code 503: not now. Repeat after the time that Retry-After names."), headers: unavailable.headers },
    },
  },
});

const structure = (operationId: string, parameters: readonly object[], summary: string) => ({
  get: {
    operationId,
    tags: ["sdmx"],
    summary,
    description: "SDMX-ML 2.1: the dataflow, the data structure, its concepts, and code lists, with the days on which a region was one.",
    parameters: [...parameters, ...queryParameters(structureParameters)],
    responses: {
      "200": { description: "The structure.", content: { [structureMediaType]: text } },
      "304": knownAlready,
      ...refusals,
      "501": refused("Code 501: a kind of resource that the standard has, and that is not here (QG-0729)."),
    },
  },
});

export const sdmxPaths = {
  "/sdmx/2.1/data/{flow}": data("getSdmxDataflow", pathParameters(flowPath), "A whole dataflow"),
  "/sdmx/2.1/data/{flow}/{key}": data("getSdmxData", pathParameters(flowPath, keyPath), "Series of a key"),
  "/sdmx/2.1/data/{flow}/{key}/{provider}": data(
    "getSdmxDataOfProvider",
    pathParameters(flowPath, keyPath, providerPath),
    "Series of a key and a provider",
  ),
  "/sdmx/2.1/{artefact}": structure("getSdmxStructures", pathParameters(artefactPath), "Every resource of a kind"),
  "/sdmx/2.1/{artefact}/{agency}": structure(
    "getSdmxStructuresOfAgency",
    pathParameters(artefactPath, agencyPath),
    "The resources of an agency",
  ),
  "/sdmx/2.1/{artefact}/{agency}/{id}": structure("getSdmxStructure", pathParameters(artefactPath, agencyPath, idPath), "One resource"),
  "/sdmx/2.1/{artefact}/{agency}/{id}/{version}": structure(
    "getSdmxStructureVersion",
    pathParameters(artefactPath, agencyPath, idPath, versionPath),
    "One version of a resource",
  ),
};
