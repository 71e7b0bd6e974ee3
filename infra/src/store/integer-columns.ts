/** Shapes of 64-bit integer columns, which arrive from the store as decimal strings. */
import { z } from "zod";

/** Stays the text that it is: keys, versions and everything else that is only compared for equality. */
export const integer64Text = z.string().regex(/^-?\d{1,20}$/);

/** For comparing and counting on beyond 2⁵³. */
export const integer64 = integer64Text.transform((text) => BigInt(text));

/** For counts and offsets, which stay below 2⁵³; one that does not is an error and never a wrong number. */
export const countNumber = integer64Text.transform(Number).refine(Number.isSafeInteger);
