/** Callers by their address: of IPv6 by the network, since whoever has one address has all of its /64. */
import { isIPv6 } from "node:net";

const groups = 8;
const groupsOfNetwork = 4;

/** `192.0.2.7`, or `2001:db8:0:1::/64`; an IPv4 address in the form of IPv6 is itself. */
export function callerAddress(address: string): string {
  const [plain = ""] = address.split("%", 1);
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [before = "", after] = plain.split("::");
  const front = before === "" ? [] : before.split(":");
  const back = after === undefined || after === "" ? [] : after.split(":");
  // Of dotted digits at the end, which are two groups, the network holds nothing.
  const whole =
    after === undefined ? front : [...front, ...Array.from({ length: groups - front.length - back.length }, () => "0"), ...back];
  return `${whole
    .slice(0, groupsOfNetwork)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
