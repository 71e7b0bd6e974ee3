import { expect, test } from "vitest";
import { webhookPaths } from "./webhook-operations.ts";

interface Described {
  readonly operationId: string;
  readonly requestBody?: { readonly required: boolean; readonly content: { "application/json": { schema: { required: string[] } } } };
  readonly responses: Readonly<Record<string, object>>;
}
const described = Object.values(webhookPaths).flatMap((methods) => Object.values<Described>(methods));

test("a body is required of those that have a member without which they are refused", () => {
  const bodies = described.flatMap(({ operationId, requestBody }) =>
    requestBody === undefined ? [] : [[operationId, requestBody] as const],
  );
  const required = bodies.map(([id, { required: isRequired, content }]) => [
    id,
    isRequired,
    content["application/json"].schema.required.length > 0,
  ]);
  expect(required).toEqual([
    ["makeWebhook", true, true],
    ["replayWebhook", false, false],
    ["rotateWebhookSecret", false, false],
  ]);
});

test("a sign-in is refused where a subscription is made, and nowhere else", () => {
  const refusing = described.filter(({ responses }) => JSON.stringify(responses["403"]).includes("QG-0954"));
  expect(refusing.map(({ operationId }) => operationId)).toEqual(["makeWebhook"]);
});
