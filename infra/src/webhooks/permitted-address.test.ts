import { describe, expect, test } from "vitest";
import { isLoopbackAddress, isOutsideAddress } from "./permitted-address.ts";

/** The first and the last address of what is not of the internet at large, and how an address of IPv4 is written as one of IPv6. */
const refused = `
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.1 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:a00:1 64:ff9b::a00:1 64:ff9b:1::1 100::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1
2001::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 3fff::1 4000::1 fe80::1%lo
nonsense 127.1 0x7f000001
`;
const permitted =
  "8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1";
const listed = (text: string) => text.trim().split(/\s+/);

describe("an address that webhooks are sent to", () => {
  test.each(listed(refused))("%s is none", (address) => expect(isOutsideAddress(address, [])).toBe(false));
  test.each(listed(permitted))("%s is one", (address) => expect(isOutsideAddress(address, [])).toBe(true));

  test("is in none of the networks of the host, public ones either", () => {
    const own = ["85.10.20.7/24", "2a01:4f8:1:2::7/64"];
    for (const address of ["85.10.20.7", "85.10.20.200", "2a01:4f8:1:2::99"])
      expect([address, isOutsideAddress(address, own)]).toEqual([address, false]);
    for (const address of ["85.10.21.1", "2a01:4f8:1:3::1"]) expect([address, isOutsideAddress(address, own)]).toEqual([address, true]);
  });

  test("is not this machine itself, whatever its networks are", () => expect(isOutsideAddress("127.0.0.1")).toBe(false));
});

test("loopback is loopback alone", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1"].map(isLoopbackAddress)).toEqual([true, true, true]);
  expect(["10.0.0.1", "::ffff:127.0.0.1", "::", "localhost"].map(isLoopbackAddress)).toEqual([false, false, false, false]);
});
