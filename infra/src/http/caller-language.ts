/** The language of a response's messages: the parameter `lang`, else what the header Accept-Language prefers, else English. */
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import type { FastifyRequest } from "fastify";

/**
 * Gives `lang` where its text is one of the languages; any other value of it is ignored here and is no error.
 * Otherwise it is `acceptedLanguage` of the header.
 */
export function callerLanguage({ query, headers }: Pick<FastifyRequest, "query" | "headers">): Language {
  const requested = (query as Readonly<Record<string, unknown>> | null | undefined)?.["lang"];
  return languages.find((one) => one === requested) ?? acceptedLanguage(headers["accept-language"] ?? "");
}

/**
 * Gives the language of the highest quality; of equals the first (RFC 9110, section 12.5.4). A range counts by its first part. English where
 * there is none of `languages`.
 */
export function acceptedLanguage(header: string): Language {
  const ranges = header.split(",").map((entry) => {
    const [range = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    return {
      language: languages.find((one) => one === range.split("-", 1)[0]),
      quality: weight === undefined ? 1 : Number(weight.slice(2)),
    };
  });
  const known = ranges.filter(({ language, quality }) => language !== undefined && quality > 0 && quality <= 1);
  return known.toSorted((a, b) => b.quality - a.quality)[0]?.language ?? "en";
}
