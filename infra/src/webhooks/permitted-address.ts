/** Which addresses something is sent to on a caller's word: those of the internet at large, none of this host or of the networks that it is in. */
import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";

/** What is not globally reachable by the registries of IANA (RFC 6890 and after), multicast and what is reserved. */
const special4 = subnets("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
]);
/** All that is handed out as unicast. What stands for an address of IPv4 (mapped, NAT64), is local or multicast lies outside. */
const global6 = subnets("ipv6", ["2000::/3"]);
/** Within it: Teredo and other protocols, documentation, 6to4. */
const special6 = subnets("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);
const loopback = [subnets("ipv4", ["127.0.0.0/8"]), subnets("ipv6", ["::1/128"])] as const;

type Family = "ipv4" | "ipv6";

function subnets(family: Family, networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix = ""] = network.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Of IPv6 an address of IPv4 in its clothes is none. */
export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address);
  return version === 4 ? loopback[0].check(address) : version === 6 && loopback[1].check(address, "ipv6");
}

/** Whether something may be sent to this address, an IP in text. `own` are the networks of the host, public ones too. */
export function isOutsideAddress(address: string, own: readonly string[] = ownNetworks()): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return false;
  const family: Family = version === 4 ? "ipv4" : "ipv6";
  const isGlobal = version === 4 ? !special4.check(address) : global6.check(address, family) && !special6.check(address, family);
  const ownOfFamily = own.filter((network) => isIP(network.split("/")[0] ?? "") === version);
  return isGlobal && !subnets(family, ownOfFamily).check(address, family);
}

/** Of every interface. One that says nothing of its network is in none but itself. */
function ownNetworks(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address, cidr, family }) =>
      cidr === null || cidr.endsWith("/0") ? `${address}/${family === "IPv4" ? 32 : 128}` : cidr,
    ),
  );
}
