/** What the document says of request parameters, derived from the zod objects that read them (`schemas/src/requests`). */
import { z } from "zod";

type Described = Readonly<Record<string, unknown>> & { readonly examples?: readonly unknown[] };

interface Parameter {
  readonly name: string;
  readonly in: "query" | "path";
  readonly required?: true;
  readonly description: string | undefined;
  readonly schema: Described;
  readonly example?: unknown;
}

/** Lists are one text with commas in it: the service takes a repeated name as well, which OpenAPI cannot say beside. */
const commas = { style: "form", explode: false };

/** In the order of the objects and their members. */
export function queryParameters(...schemas: readonly z.ZodObject[]): Parameter[] {
  return members(schemas).map(([name, parameter]) => {
    const { description, schema } = describe(parameter);
    const required = isRequired(parameter) ? { required: true as const } : {};
    return { name, in: "query", ...required, description, schema, ...(schema["type"] === "array" ? commas : {}) };
  });
}

/** The parameters of the path, in the order of the objects and their members. All are required, and each has the first example of its zod object. */
export function pathParameters(...schemas: readonly z.ZodObject[]): Parameter[] {
  return members(schemas).map(([name, parameter]) => {
    const { description, schema } = describe(parameter);
    const { examples, ...rest } = schema;
    return { name, in: "path", required: true, description, schema: rest, example: examples?.[0] };
  });
}

/** The members of a body as one schema. */
export function bodySchema(schema: z.ZodObject) {
  const described = members([schema]).map(([name, parameter]) => {
    const { description, schema: rest } = describe(parameter);
    return [name, { ...rest, description }] as const;
  });
  const required = members([schema]).flatMap(([name, parameter]) => (isRequired(parameter) ? [name] : []));
  return { type: "object", required, properties: Object.fromEntries(described) };
}

function members(schemas: readonly z.ZodObject[]): [name: string, parameter: z.ZodType][] {
  return schemas.flatMap(({ shape }) => Object.entries<z.ZodType>(shape));
}

const isRequired = (parameter: z.ZodType): boolean => !parameter.safeParse(undefined).success;

/**
 * The example is in the schema: one at the parameter would be filled into the page's form, and a request made of all examples
 * at once means nothing.
 */
function describe(parameter: z.ZodType): { readonly description: string | undefined; readonly schema: Described } {
  const { $schema: _dialect, description, ...schema } = z.toJSONSchema(parameter, { io: "input" });
  const examples = parameter.meta()?.["examples"];
  // What reads a text leaves both out of its schema.
  const byDefault: unknown = parameter.safeParse(undefined).data;
  const isOneValue = typeof byDefault === "string" || typeof byDefault === "number" || typeof byDefault === "boolean";
  return {
    description,
    schema: { ...schema, ...(isOneValue ? { default: byDefault } : {}), ...(Array.isArray(examples) ? { examples } : {}) },
  };
}
