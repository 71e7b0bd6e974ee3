/**
 * The limits of what the ingest endpoint takes in, beside the closed lists. Characters are UTF-16 code units, as JSON Schema implementations in
 * JavaScript count them.
 */

/** Of `id`, `source`, `subject`, `accident` and all other names and numbers of records. */
export const nameCharactersMax = 512;
/** Of free text. */
export const freeTextCharactersMax = 2048;
export const revisionMax = 2 ** 31 - 1;
/** A hundred years. */
export const daysLostMax = 36_525;
/**
 * Of workers, hours, tonnes and tenge. One digit short of twelve, so that no number is ever mistaken for an IIN; a larger flow, such as
 * the yearly hours of the United States, is stated by quarters or regions, which the read API sums.
 */
export const quantityMax = 99_999_999_999;
/** Of what is not 0: of workers, hours and tonnes. */
export const quantityMin = 0.001;
/** The series begin here. */
export const earliestDate = "1900-01-01";
/** How far a date may lie ahead of the ingest endpoint's clock. */
export const aheadMaxMs = 86_400_000;
/** The most unknown members of an event that are named in its warnings or faults: the response must not outgrow the request. */
export const unknownMembersListedMax = 50;
/** A longer unknown name is reported by the pointer of its object. */
export const pointerNameCharactersMax = 128;
