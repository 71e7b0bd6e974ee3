import type { FastifyReply } from "fastify";
import { expect, test } from "vitest";
import { linkNextPage } from "./response-pages.ts";
import type { RequestParameters } from "./request-parameters.ts";

function linkOf(search: string, nextCursor: string | null): string | undefined {
  const headers = new Map<string, string>();
  const reply = { header: (name: string, value: string) => headers.set(name, value) } as unknown as FastifyReply;
  linkNextPage(reply, { parameters: new URLSearchParams(search) } as RequestParameters, nextCursor);
  return headers.get("link");
}

test("the next page has the same question and another cursor, and waits for nothing; the last has none", () => {
  expect(linkOf("region=KZ-35&cursor=old&limit=5&atLeast=0:7", "new")).toBe('<?region=KZ-35&limit=5&cursor=new>; rel="next"');
  expect(linkOf("region=KZ-35", null)).toBeUndefined();
});

test("what looks like an IIN is not repeated in it, however it was sent", () => {
  for (const mines of ["850808310738,kostenko", "kostenko%2C850808310738", "%38%350808310738"]) {
    expect(linkOf(`mine=${mines}`, "new")).toBeUndefined();
  }
});
