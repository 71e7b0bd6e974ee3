/** The methods of each address, collected from the routes as they are registered: for the response to OPTIONS, and to another method. */

const special = /[.*+?^${}()|[\]\\/]/g;

/** A route's pattern as find-my-way reads it: `:name` is one segment, `*` the rest, `::` a colon. */
function patternOf(url: string): RegExp {
  const source = url
    .split(/(::|:\w+|\*)/)
    .map((part) => {
      if (part === "::") return ":";
      if (part === "*") return ".*";
      return part.startsWith(":") ? "[^/]+" : part.replaceAll(special, String.raw`\$&`);
    })
    .join("");
  return new RegExp(`^${source}/?$`);
}

export interface AllowedMethods {
  add(url: string, methods: readonly string[]): void;
  /** In alphabetical order; none where the address takes nothing. */
  of(path: string): string[];
}

/**
 * Collects route patterns in the form of find-my-way. `of` takes a decoded path without its query and gives the methods of all patterns that match
 * it; one slash at its end is ignored.
 */
export function createAllowedMethods(): AllowedMethods {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  return {
    add(url, methods) {
      const entry = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      for (const method of methods) entry.methods.add(method);
      routes.set(url, entry);
    },
    of(path) {
      const matching = [...routes.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].toSorted();
    },
  };
}
