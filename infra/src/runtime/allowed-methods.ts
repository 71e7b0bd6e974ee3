/** Which methods an address takes, gathered from the routes as they are registered: the answer to OPTIONS, and to a method it does not take. */
import type { FastifyInstance } from "fastify";

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

/** Call it before any route is registered. The function it gives answers [] for an address that takes nothing. */
export function gatherAllowedMethods(server: FastifyInstance): (path: string) => string[] {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  server.addHook("onRoute", (route) => {
    const entry = routes.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) entry.methods.add(method);
    routes.set(route.url, entry);
  });
  return (path) => {
    const matching = [...routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].toSorted();
  };
}
