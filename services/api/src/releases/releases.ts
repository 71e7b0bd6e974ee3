/** What the read API does with releases. */
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Signer } from "@qorgau/infra/proof/signer";
import type { Store } from "@qorgau/infra/store/store";
import type { StoredForm, Release, ReleaseDifferences, ReleasesResponse, ReleaseVerification } from "@qorgau/schemas/responses/releases";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { AnnualCell } from "../annual/domain/annual-count.ts";
import type { WatermarkGate } from "../past/await-watermark.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { lastStampOfCut } from "../past/last-stamp-of-cut.ts";
import { makeRelease } from "./make-release.ts";
import type { MadeRelease, ReleaseRequest } from "./make-release.ts";
import { createReleaseComparer } from "./release-differences.ts";
import { createReleaseReader } from "./release-reader.ts";
import { verifyRelease } from "./verify-release.ts";

/** All reject with a `StoreError` where the store cannot be read. */
export interface Releases {
  all(): Promise<ReleasesResponse>;
  /** By number or name; null where there is none such. */
  find(id: string): Promise<Release | null>;
  /** Null where the release is not stored in this form. */
  form(release: Release, form: string): Promise<StoredForm | null>;
  /** Rejects with an `ResponseError` where another release has the name, or there is nothing to release or to supersede (conflict), and where it is not seen to be published in time (unavailable). */
  make(request: ReleaseRequest): Promise<MadeRelease>;
  verify(release: Release): Promise<ReleaseVerification>;
  /** `cell` null: in all cells. */
  differences(release: Release, cell: AnnualCell | null): Promise<ReleaseDifferences>;
}

export interface ReleasesOptions {
  readonly store: Store;
  readonly reader: RatesReader;
  readonly gate: WatermarkGate;
  readonly log: Pick<EventLog, "append">;
  /** Null where nothing is signed. */
  readonly signer: Signer | null;
  readonly clock?: () => number;
}

/**
 * `all` and `find` read the releases within the published cut. `clock` gives milliseconds since the epoch; it dates a release and has no
 * effect on its figures.
 */
export function createReleases({ store, reader, ...tools }: ReleasesOptions): Releases {
  const releases = createReleaseReader(store);
  const compare = createReleaseComparer(reader.past);
  const dayOfCut = async (watermark: Watermark) => {
    const last = await lastStampOfCut(store, watermark);
    return last === null ? null : dayOfStamp(last);
  };
  const publishedNow = async () => (await reader.cut())?.watermark ?? "";
  return {
    async all() {
      const watermark = await publishedNow();
      return { watermark, releases: await releases.all(watermark) };
    },
    find: async (id) => releases.find(id, await publishedNow()),
    form: (release, form) => releases.form(release, form),
    make: (request) => makeRelease(request, { reader, releases, dayOfCut, ...tools }),
    verify: (release) => verifyRelease(reader, releases, release),
    differences: (release, cell) => compare(releases, release, cell),
  };
}
