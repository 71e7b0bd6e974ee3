import { expect, test } from "vitest";
import { makeWebhookSecret, signedHeaders } from "./sign-message.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", sentMs: 1_614_265_330_999, body: '{"test": 2432232314}' };

test("signs as the example of Standard Webhooks is signed", () => {
  expect(signedHeaders([secret], example)).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("signs by each of several secrets, in their order", () => {
  const other = makeWebhookSecret();
  const signatureOf = (secrets: readonly string[]) => signedHeaders(secrets, example)["webhook-signature"];
  expect(signatureOf([other, secret])).toBe(`${signatureOf([other])} ${signatureOf([secret])}`);
});

test("a secret is new each time, of as many bytes as the specification wants", () => {
  const [one, other] = [makeWebhookSecret(), makeWebhookSecret()];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(other);
});
