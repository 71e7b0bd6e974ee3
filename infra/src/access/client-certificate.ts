/**
 * The certificate that a caller has shown to the proxy that ends TLS, as the proxy's header says it: RFC 9440 (`:MII…:`), or percent-encoded PEM as nginx has it
 * (`$ssl_client_escaped_cert`). It counts from the addresses of the proxies alone: anybody can send a header.
 */
import { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIPv6 } from "node:net";

export interface ClientCertificates {
  /** In lower case; the proxy sets or removes it in every request. */
  readonly header: string;
  /** Addresses and networks (CIDR). */
  readonly proxies: readonly string[];
}

/** A certificate, a header that holds none, or null where nothing is to be looked at. */
export type ShownCertificate = X509Certificate | "unreadable" | null;

/** Gives the function that reads it of a request. */
export function readClientCertificates({ header, proxies }: ClientCertificates): (request: IncomingMessage) => ShownCertificate {
  const trusted = networksOf(proxies);
  return ({ headers, socket }) => {
    const text = headers[header];
    if (text === undefined || text === "" || !isWithin(trusted, socket.remoteAddress ?? "")) return null;
    return typeof text === "string" ? certificateOf(text) : "unreadable";
  };
}

function certificateOf(text: string): X509Certificate | "unreadable" {
  try {
    const [, bytes] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(text.trim()) ?? [];
    return new X509Certificate(bytes === undefined ? decodeURIComponent(text) : Buffer.from(bytes, "base64"));
  } catch {
    return "unreadable";
  }
}

function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    list.addSubnet(address, prefix === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

function isWithin(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return plain !== "" && list.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
}
