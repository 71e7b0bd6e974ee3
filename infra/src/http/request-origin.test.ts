import { expect, test } from "vitest";
import { isForwarded, isOwnSite, namesLoopback } from "./request-origin.ts";

test.each([
  "localhost",
  "LOCALHOST:8080",
  "localhost.",
  "app.localhost:80",
  "127.0.0.1",
  "127.0.0.1:8080",
  "127.8.9.1:1",
  "[::1]",
  "[::1]:8080",
])("Host %s names this machine", (host) => expect(namesLoopback(host)).toBe(true));

test.each([
  undefined,
  "",
  "elsewhere.example",
  "localhost.elsewhere.example",
  "127.0.0.1.elsewhere.example",
  "127.0.0.1@elsewhere.example",
  "notlocalhost",
  "192.168.1.5:8080",
  "0.0.0.0",
  "[::]",
  "[::ffff:192.0.2.1]",
  "127.1",
  "2130706433",
  "localhost:8080:1",
  "localhost/x",
])("Host %s does not", (host) => expect(namesLoopback(host)).toBe(false));

test.each([
  {},
  { host: "localhost:8080", origin: "http://localhost:8080" },
  { host: "LocalHost", origin: "http://localhost" },
  { host: "localhost:443", origin: "https://localhost" },
  { host: "localhost:8080", "sec-fetch-site": "none" },
  { host: "localhost:8080", "sec-fetch-site": "same-origin", origin: "http://localhost:8080" },
])("%j is no other site's", (headers) => expect(isOwnSite(headers)).toBe(true));

test.each([
  { host: "localhost:8080", origin: "null" },
  { host: "localhost:8080", origin: "https://elsewhere.example" },
  { host: "localhost:8080", origin: "http://localhost:3000" },
  { host: "localhost:8080", origin: "http://localhost:8080.elsewhere.example" },
  { host: "localhost:8080", "sec-fetch-site": "cross-site" },
  { host: "localhost:8080", "sec-fetch-site": "same-site", origin: "http://localhost:8080" },
  { host: "localhost:8080", "sec-fetch-site": "same-origin", origin: "https://elsewhere.example" },
  { origin: "http://localhost:8080" },
])("%j is another site's", (headers) => expect(isOwnSite(headers)).toBe(false));

test("a request that was passed on is told by any of the headers that proxies add", () => {
  for (const name of ["forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded", "x-real-ip", "cf-connecting-ip"]) {
    expect(isForwarded({ [name]: "x" })).toBe(true);
  }
  expect(isForwarded({ host: "localhost", accept: "*/*", "x-request-id": "1" })).toBe(false);
});
