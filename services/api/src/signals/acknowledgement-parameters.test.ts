import { expect, test } from "vitest";
import { parseAcknowledgement } from "./acknowledgement-parameters.ts";

test("null is a member that is not sent, so that what a response holds can be sent back", () => {
  const sent = { revision: 1, state: "acknowledged", verdict: null, note: null };
  expect(parseAcknowledgement(sent)).toEqual({ read: sent });
  expect(parseAcknowledgement({ revision: 1, state: "acknowledged" })).toEqual({ read: sent });
});

test("what else has no text is refused, and so is what is no object", () => {
  const sent = { revision: 1, state: "acknowledged", note: ["x"] };
  expect(parseAcknowledgement(sent)).toMatchObject({ errors: [{ rule: "QG-0644", pointer: "/note" }] });
  expect(parseAcknowledgement(null)).toMatchObject({ errors: [{ rule: "QG-0640", pointer: "" }] });
});
