import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";

// RFC 3720, appendix B.4; the last is the check value that catalogues of checksums name.
test.each([
  ["nothing", new Uint8Array(0), 0],
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["0 to 31", Uint8Array.from({ length: 32 }, (_, place) => place), 0x46dd794e],
  ["the digits", Buffer.from("123456789"), 0xe3069283],
])("%s", (_name, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});
