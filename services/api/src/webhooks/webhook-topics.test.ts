import type { Store } from "@qorgau/infra/store/store";
import type { RatesChange } from "@qorgau/schemas/responses/live-events";
import { applyChange } from "@qorgau/schemas/responses/rates-change";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { Release } from "@qorgau/schemas/responses/releases";
import type { WebhookType } from "@qorgau/schemas/responses/webhooks";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { beforeEach, expect, test } from "vitest";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { readTopics } from "./webhook-topics.ts";

let published: string;
let pastReadings: string[];
beforeEach(() => {
  [published, pastReadings] = ["0:1", []];
});

/** A death is known from the record 3 on. */
const responseAt = (watermark: string) =>
  ({
    watermark,
    rules: 2,
    exposureBasis: null,
    rows: [{ period: "2026-01", region: "KZ-35", count: Number(watermark.split(":")[1]) >= 3 ? 1 : 0 }],
  }) as unknown as RatesResponse;
const reader = {
  async rates(_query: unknown, past?: RequestedCut) {
    if (past !== undefined) pastReadings.push(formatWatermark(past.watermark));
    return responseAt(past === undefined ? published : formatWatermark(past.watermark));
  },
} as unknown as RatesReader;
const made = { name: "annual-2026", position: "0:3" } as Release;

function nextOf(type: WebhookType, parameters = "") {
  const releases = { all: async () => ({ watermark: published, releases: published === "0:3" ? [made] : [] }) };
  const readTopic = readTopics({ store: {} as Store, reader, releases, signals: { events: async () => [] } });
  const read = readTopic(type, new URLSearchParams(parameters));
  if ("errors" in read) throw new Error("these parameters are refused");
  return read.topic.next;
}
const cut = (offset: number) => new Map([[0, offset]]);

test("figures that have not changed are read from the new cut on, and the change behind it leads from the last message", async () => {
  const next = nextOf("rates.changed", "by=region");
  published = "0:2";
  expect(await next(cut(1), "0:1")).toEqual({ watermark: cut(2), message: null, records: null });
  published = "0:3";
  const step = await next(cut(2), "0:1");
  const change = step?.message?.data as RatesChange;
  expect(change).toMatchObject({ since: "0:1", watermark: "0:3" });
  expect(applyChange(responseAt("0:1"), change)).toEqual(responseAt("0:3"));
  // The response of 0:2 is known from the reading before.
  expect(pastReadings).toEqual(["0:1"]);
});

test("a release leads from the last message, however much was published since", async () => {
  const next = nextOf("release.made");
  published = "0:2";
  expect(await next(cut(1), "0:1")).toEqual({ watermark: cut(2), message: null, records: null });
  published = "0:3";
  expect((await next(cut(2), "0:1"))?.message?.data).toEqual({ since: "0:1", watermark: "0:3", release: made });
});
