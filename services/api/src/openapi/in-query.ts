/** How a query parameter is described. */

export type Schema = Readonly<Record<string, unknown>>;

/**
 * The example stands in the schema: one at the parameter would be filled into the page's form, and a question made of all examples
 * at once means nothing.
 */
export function inQuery(name: string, description: string, schema: Schema, example: unknown) {
  return { name, in: "query", description, schema: { ...schema, examples: [example] } };
}
