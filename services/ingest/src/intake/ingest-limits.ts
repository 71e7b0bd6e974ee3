/** Every limit of the HTTP ingest endpoint, with its reason. */
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
  /** Results of all bodies together on disk, where it has twice as much room; beyond it the results of the rest of a body are `retry`. */
  readonly spoolDiskBytesMax: number;
  /** Results of one body that are listed one by one: this many times the bytes that were sent, */
  readonly resultsPerSentByteMax: number;
  /**
   * or so many bytes, whichever is more. An accepted event of 620 bytes has 110 of results, a rejected one some 600 to 1,600: ten thousand of
   * them, the batch that every client may send, are listed whole.
   */
  readonly resultsBytesFree: number;
  /** A compressed body may unpack to this many times its bytes: events repeated in one form reach 50, */
  readonly unpackRatioMax: number;
  /** or to so many bytes, whichever is more. */
  readonly unpackedBytesFree: number;
  /** What all requests together may hold in memory, shared by their callers; beyond it 503. */
  readonly bytesInFlightMax: number;
  /** What is reckoned of a body before anything of it has come, */
  readonly bodyBytes: number;
  /** and where it is compressed: the window of its dictionary and what is unpacked at a time. */
  readonly compressedBodyBytes: number;
  /** What is reckoned of an event under way to the log, by its bytes: the event itself, what was read from it, and its record. */
  readonly bytesPerEventByte: number;
  /** How long a piece of a response, 64 KiB at most, may wait for its reader. */
  readonly pieceMsMax: number;
  /** Sent with every 503. */
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
  resultsPerSentByteMax: 16,
  resultsBytesFree: 16 * mebibyte,
  unpackRatioMax: 200,
  unpackedBytesFree: mebibyte,
  bytesInFlightMax: 256 * mebibyte,
  bodyBytes: 8 * 1024,
  compressedBodyBytes: 160 * 1024,
  bytesPerEventByte: 3,
  pieceMsMax: 60_000,
  retryAfterSeconds: 1,
};
