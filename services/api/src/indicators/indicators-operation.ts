/** The indicators in the OpenAPI document, as JSON and as pages. */
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, reference, refusedRequest, unavailable } from "../openapi/responses.ts";
import { indicatorParameters, indicatorPath } from "./indicator-parameters.ts";

const parameters = queryParameters(indicatorParameters);
const noIndicator = problemResponse("There is no indicator of this code (QG-0727).");
const json = (description: string, schema: string) => ({ description, content: { "application/json": { schema: reference(schema) } } });
const page = { description: "A page.", content: { "text/html": { schema: { type: "string" } } } };
const open = " It holds no figure, and is open without a token where the service is open to all.";

export const indicatorPaths = {
  "/v1/indicators": {
    get: {
      operationId: "listIndicators",
      tags: ["figures"],
      summary: "Every indicator with its stable code",
      description: `The measures and views of SDMX under the codes that they have there, and the rates of the ministry and the industry beside them.${open}`,
      parameters,
      responses: { "200": json("The indicators.", "Indicators"), "304": knownAlready, "400": refusedRequest },
    },
  },
  "/v1/indicators/{code}": {
    get: {
      operationId: "getIndicator",
      tags: ["figures"],
      summary: "What an indicator is, and how it is cited",
      description: `Definition, formula, unit, denominator, source, breaks, revisions, how to cite it with an address that gives the same values whatever is reported later, under the merging rules that it names, and the licence of the data.${open} The citation names the published cut; of what is open to all the release of the newest year that says the indicator, or neither.`,
      parameters: [...pathParameters(indicatorPath), ...parameters],
      responses: {
        "200": json("The indicator.", "Indicator"),
        "304": knownAlready,
        "400": refusedRequest,
        "404": noIndicator,
        "503": unavailable,
      },
    },
  },
  "/indicators": {
    get: {
      operationId: "getIndicatorsPage",
      tags: ["service"],
      summary: "Every indicator, as a page",
      parameters,
      responses: { "200": page, "304": knownAlready, "400": refusedRequest },
    },
  },
  "/indicators/{code}": {
    get: {
      operationId: "getIndicatorPage",
      tags: ["service"],
      summary: "What an indicator is, as a page that prints on A4",
      description: "The same as `/v1/indicators/{code}`. Where callers need a token it names no cut and no release.",
      parameters: [...pathParameters(indicatorPath), ...parameters],
      responses: { "200": page, "304": knownAlready, "400": refusedRequest, "404": noIndicator },
    },
  },
};
