/** The forms of request parameters that are more than one of a list of values: how the text of each is read. */
import { z } from "zod";
import { refusals, refusedBy } from "./refusals.ts";

/** A whole number in decimal digits. Register the rule that refuses another one. */
export function wholeNumber(min: number, max: number) {
  const digits = new RegExp(`^\\d{1,${String(max).length}}$`);
  return z.preprocess((text) => (typeof text === "string" && digits.test(text) ? Number(text) : text), z.int().min(min).max(max));
}

/** `true` or `false`; false where it is not sent. */
export function flag(description: { readonly description: string; readonly examples?: boolean[] }) {
  const truths = new Map<unknown, boolean>([
    ["true", true],
    ["false", false],
  ]);
  return z
    .preprocess((text) => truths.get(text) ?? text, z.boolean())
    .default(false)
    .meta(description)
    .register(refusals, { rule: "QG-0603", facts: { values: [...truths.keys()].join(", ") } });
}

const splitAtCommas = (text: unknown) => (typeof text === "string" ? text.split(",") : text);

/** Values joined by commas, without repetitions, in the order sent. Where a value means several things, `thingsOf` says which. */
export function listOf<Item extends z.ZodType>(item: Item, thingsOf = (value: z.output<Item>): readonly unknown[] => [value]) {
  const list = z
    .array(item)
    .superRefine(
      (values, context) => {
        const faulty = new Set(context.issues.map(({ path }) => path?.[0]));
        const things = values.filter((_, place) => !faulty.has(place)).flatMap(thingsOf);
        if (new Set(things).size < things.length) context.addIssue({ code: "custom", ...refusedBy("QG-0612") });
      },
      { when: () => true },
    )
    .meta({ uniqueItems: true });
  return z.preprocess(splitAtCommas, list);
}

/** Values joined by commas, of which repetitions say nothing more. */
export function setOf<Item extends z.ZodType>(item: Item, sizeMax: number) {
  return z.preprocess(splitAtCommas, z.array(item).max(sizeMax));
}

/** No values where it is not sent. */
export function orEmpty<Item>(list: z.ZodType<Item[]>) {
  return list.optional().transform((values) => values ?? []);
}

/** Null where it is not sent. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value ?? null);
}
