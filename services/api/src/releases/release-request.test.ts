import { expect, test } from "vitest";
import { parseReleaseBody } from "./release-request.ts";

const body = { name: "annual-2025", year: 2025 };
const rulesOf = (sent: object) => {
  const parsed = parseReleaseBody(sent);
  return "errors" in parsed ? parsed.errors.map(({ rule, pointer }) => `${rule} ${pointer}`) : [];
};

test("a member that is not sent is what is published now, and takes no other release's place", () => {
  expect(parseReleaseBody(body)).toMatchObject({ read: { name: "annual-2025", asOf: null, succession: null } });
});

test.each([
  [{ asOf: null }, ["QG-0801 /asOf"]],
  [{ asOf: "" }, ["QG-0801 /asOf"]],
  [{ supersedes: null }, ["QG-0858 /reason"]],
  [{ supersedes: null, reason: null }, ["QG-0858 /reason"]],
  [{ reason: null }, ["QG-0858 /reason"]],
  [{ per: null }, ["QG-0603 /per"]],
  [{ year: null }, ["QG-0704 /year"]],
])("with %j it is refused: a release is for ever", (members, rules) => expect(rulesOf({ ...body, ...members })).toEqual(rules));

test.each([{ of: "nowcast" }, { route: "/v1/nowcast?by=region" }, { measure: "fatal" }])(
  "a release is of a year and of nothing else: with %j it is refused by the name that is not known",
  (members) => expect(rulesOf({ ...body, ...members })).toEqual([`QG-0601 /${Object.keys(members)[0]!}`]),
);
