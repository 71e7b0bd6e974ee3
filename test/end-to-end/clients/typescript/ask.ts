/**
 * A page's author with openapi-fetch and the types that openapi-typescript makes of /openapi.json: `node ask.js URL` sends events, alone and in a batch, asks for
 * rates, pages through explain, and prints what it found as JSON.
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

// The document has CSV beside JSON; of what is not named here the types make a union with `string`.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: process.argv[2] ?? "" });

const event = (subject: string, severity: "light" | "severe" | "fatal"): components["schemas"]["CaseEvent"] => ({
  specversion: "1.0",
  id: subject,
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject,
  revision: 1,
  data: {
    occurredAt: "2026-02-03T07:40:00+05:00",
    kind: "accident",
    severity,
    region: "KZ-19",
    sector: "B",
    employer: { bin: "200140000004" },
  },
});

const positions: string[] = [];
for (const subject of ["ts-1", "ts-2", "ts-3"]) {
  const { data, error } = await client.POST("/v1/events", { body: event(subject, "severe") });
  if (data === undefined) throw new Error(error.errors.map(({ message }) => message).join());
  if ("position" in data && data.position !== undefined) positions.push(data.position);
}
const several = [event("ts-4", "light"), event("ts-5", "fatal"), { ...event("ts-6", "light"), revision: 0 }];
const sent = await client.POST("/v1/events", { body: several });
const batch =
  sent.data !== undefined && "results" in sent.data ? sent.data.results.map(({ position, status }) => ({ position, status })) : [];
positions.push(...batch.flatMap(({ position }) => position ?? []));

// Of each partition its last.
const atLeast = [...new Map(positions.map((position) => [position.split(":")[0], position])).values()].join();
const row = { region: ["KZ-19"], sector: ["B" as const], from: "2026-01-01", to: "2026-12-31" };
const rates = await client.GET("/v1/rates", { params: { query: { ...row, by: ["region", "sector"], atLeast } } });
if (rates.data === undefined) throw new Error(rates.error.title);
const counts = rates.data.rows.map(({ period, region, sector, count }) => ({ period, region, sector, count }));

const subjects: string[] = [];
let cursor: string | undefined;
do {
  const query = { ...row, limit: 1, ...(cursor === undefined ? {} : { cursor }) };
  const { data, error } = await client.GET("/v1/explain", { params: { query } });
  if (data === undefined) throw new Error(error.title);
  if (!("cases" in data)) throw new Error("the answer of a method to a question of one row");
  subjects.push(...data.cases.flatMap(({ statements }) => statements.map(({ subject }) => subject)));
  cursor = data.nextCursor ?? undefined;
} while (cursor !== undefined);

const refused = await client.GET("/v1/rates", { params: { query: { ...row, from: "2026-13-01" } } });
const faults = refused.error?.errors.map(({ rule, pointer }) => ({ rule, pointer }));
console.log(JSON.stringify({ counts, subjects, batch: batch.map(({ status }) => status), status: refused.response.status, faults }));
