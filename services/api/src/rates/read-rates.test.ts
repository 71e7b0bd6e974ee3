/** What a response of rates is computed from is bounded, whichever part of it grows. */
import { expect, test } from "vitest";
import { emptyBook } from "../exposure/domain/exposure-book.ts";
import { cellsOfFigures } from "../published/counts-part.ts";
import { liveFigures } from "../published/figure-source.ts";
import type { ReadFigures } from "../published/read-published.ts";
import type { SnapshotPart } from "../published/snapshot-statement.ts";
import { requested } from "./figures-model-fixture.ts";
import { readRates } from "./read-rates.ts";

const query = requested("from=2025-01-01&to=2025-12-31&compare=same_lag&interval=accidents&by=region");

/** A store that has as many rows of one part as its statement lets it give. */
function storeWithMany(part: string) {
  const parts: SnapshotPart[] = [];
  const read: ReadFigures = async (partsOf) => {
    parts.push(...partsOf(liveFigures));
    const limit = Number(parts.find(({ name }) => name === part)?.parameters?.[`${part === "counts" ? "cells" : part}_limit`] ?? 0);
    const texts = Array.from({ length: limit }, (_, place) => `2025-01-01|KZ-35|["urn:x:${place}"]`);
    return { cut: { asOf: null, watermark: "0:1" }, lastStampMs: 0, exposures: emptyBook, rows: [{ part, texts, figures: [] }] };
  };
  return { parts, read };
}

test.each(["counts", "accidents", "reporters"])(
  "more %s than are computed with are not read, and the response is refused",
  async (part) => {
    const { parts, read } = storeWithMany(part);
    await expect(readRates(query, read)).rejects.toMatchObject({ code: "cells_too_many", cellsMax: cellsOfFigures });
    expect(parts.find(({ name }) => name === part)?.from).toMatch(/LIMIT \{\w+_limit:UInt32\}/);
  },
);
