/** The contract of the topics, and of every event, in the OpenAPI document. */
import { z } from "zod";
import { pathParameters } from "../openapi/parameters-of.ts";
import { problemResponse, reference } from "../openapi/responses.ts";

const schemaPath = z.object({
  name: z.string().meta({ description: "As `/schemas` lists it, with `.json`.", examples: ["kz.qorgau.case.reported.v1.json"] }),
});

export const contractPaths = {
  "/asyncapi.json": {
    get: {
      operationId: "getAsyncApi",
      tags: ["service"],
      summary: "The contract of the Kafka topics",
      responses: { "200": { description: "AsyncAPI 3.0.", content: { "application/json": { schema: { type: "object" } } } } },
    },
  },
  "/schemas": {
    get: {
      operationId: "listSchemas",
      tags: ["service"],
      summary: "Which JSON Schemas there are",
      responses: {
        "200": { description: "Their names and addresses.", content: { "application/json": { schema: reference("Schemas") } } },
      },
    },
  },
  "/schemas/{name}": {
    get: {
      operationId: "getSchema",
      tags: ["service"],
      summary: "The JSON Schema of an event or a message",
      description:
        "Draft 2020-12, whole in itself; `$id` is the same on every installation. An event that it takes can still be refused for what no schema says: `POST /v1/events:validate` judges that.",
      parameters: pathParameters(schemaPath),
      responses: {
        "200": { description: "The schema.", content: { "application/schema+json": { schema: { type: "object" } } } },
        "404": problemResponse("There is no such schema (QG-0104)."),
      },
    },
  },
};
