/** How objects of the contract are told in JSON Schema: members may be added, in what is sent and in what is answered. */
interface MadeSchema {
  readonly jsonSchema: { additionalProperties?: unknown };
}

/** The `override` of `z.toJSONSchema` that lets nothing say that there are no other members. */
export function openObjects({ jsonSchema }: MadeSchema): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
