/** What a client of the API does: send events, read tables. */
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";

export async function sendAll(url: string, events: Iterable<object>, batchSize = 2000): Promise<{ accepted: number; positions: string }> {
  let accepted = 0;
  let positions = "";
  let batch: object[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const responseBody = await sendBatch(url, batch);
    if (responseBody.rejected > 0 || responseBody.retry > 0)
      throw new Error(`not all accepted: ${JSON.stringify(responseBody.results.slice(0, 3))}`);
    accepted += responseBody.accepted;
    positions = mergePositions(positions, responseBody.positions ?? "");
    batch = [];
  };
  for (const event of events) {
    batch.push(event);
    if (batch.length === batchSize) await flush();
  }
  await flush();
  return { accepted, positions };
}

/** Highest offset per partition. */
export function mergePositions(a: string, b: string): string {
  const highest = new Map<string, number>();
  for (const pair of `${a},${b}`.split(",").filter((one) => one !== "")) {
    const [partition = "", offset = "0"] = pair.split(":");
    highest.set(partition, Math.max(highest.get(partition) ?? -1, Number(offset)));
  }
  return [...highest].map(([partition, offset]) => `${partition}:${offset}`).join(",");
}

export async function sendBatch(url: string, events: readonly object[]): Promise<BatchResponse> {
  const response = await fetch(`${url}/v1/events?results=rejected`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: events.map((event) => JSON.stringify(event)).join("\n"),
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as BatchResponse;
}

/** Reads an answer that includes `atLeast`, however long the folding takes. */
export async function getJson<ResponseContent>(
  url: string,
  path: string,
  parameters: Record<string, string> = {},
): Promise<ResponseContent> {
  const query = new URLSearchParams(parameters).toString();
  for (let tries = 0; tries < 60; tries += 1) {
    const response = await fetch(`${url}${path}${query === "" ? "" : `?${query}`}`);
    if (response.status === 200) return (await response.json()) as ResponseContent;
    const text = await response.text();
    if (response.status !== 503) throw new Error(`${path}?${query}: ${response.status} ${text}`);
  }
  throw new Error(`${path}?${query}: still 503`);
}

export const rates = (url: string, parameters: Record<string, string>) => getJson<RatesResponse>(url, "/v1/rates", parameters);
