/** The languages that messages, names and workbooks are given in. */
export const languages = ["kk", "ru", "en"] as const;
export type Language = (typeof languages)[number];
