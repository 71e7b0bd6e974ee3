/** Every limit of the HTTP door, with its reason. */
export interface IngestLimits {
  /** Of one event, as DESIGN promises. */
  readonly eventBytesMax: number;
  /** A group is judged and appended together: large enough to share a flush, small enough that the first ones do not wait long. */
  readonly groupEventsMax: number;
  readonly groupBytesMax: number;
  /** Groups of one body on their way to the disk while the next is judged. */
  readonly appendsUnderWayMax: number;
  /** Results of one body that stay in memory; 1 MiB holds some ten thousand. */
  readonly spoolMemoryBytesMax: number;
  /** Results of all bodies together on disk; beyond it the rest of a body answers `retry`. */
  readonly spoolDiskBytesMax: number;
  /** What all requests together may hold in memory; beyond it 503. */
  readonly bytesInFlightMax: number;
  /** What is reckoned for one body of many events: chunk, groups under way, results. */
  readonly streamBytes: number;
  /** How long the rest of a refused body is read and forgotten before the connection is cut. */
  readonly discardMsMax: number;
  /** Told by every 503. */
  readonly retryAfterSeconds: number;
}

const mebibyte = 1024 * 1024;

export const ingestLimits: IngestLimits = {
  eventBytesMax: 256 * 1024,
  groupEventsMax: 500,
  groupBytesMax: mebibyte / 2,
  appendsUnderWayMax: 4,
  spoolMemoryBytesMax: mebibyte,
  spoolDiskBytesMax: 8 * 1024 * mebibyte,
  bytesInFlightMax: 256 * mebibyte,
  streamBytes: 4 * mebibyte,
  discardMsMax: 120_000,
  retryAfterSeconds: 1,
};
