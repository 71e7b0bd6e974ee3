import { expect, test } from "vitest";
import { callerAddress } from "./caller-address.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:0:1:9:8:7:6", "2001:db8:0:1::/64"],
  ["2001:0DB8::1:9:8:7:6", "2001:db8:0:1::/64"],
  ["2001:db8::7", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s is the caller %s", (address, caller) => {
  expect(callerAddress(address)).toBe(caller);
});
