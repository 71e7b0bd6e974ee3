/** What a caller who reads for its own sources alone is shown of what other reporters tell: that they do, and in which field otherwise, never what. */
import type { HeldRecord, RecordResponse } from "@qorgau/schemas/responses/record-response";
import type { DisputedCase, QualityResponse } from "@qorgau/schemas/responses/quality-response";

type Owns = (source: string) => boolean;

/** Returns the response with null in place of each value and severity that a source beside `owned` (canonical) tells. */
export function withoutOthersValues(response: QualityResponse, owned: readonly string[]): QualityResponse {
  const { disagreements, disputed, exposureConflicts, ...others } = response;
  const owns = (source: string) => owned.includes(source);
  return {
    ...others,
    ...(disagreements && { disagreements: { ...disagreements, rows: disagreements.rows.map((row) => withoutValues(row, owns)) } }),
    ...(disputed && { disputed: { ...disputed, rows: disputed.rows.map((row) => withoutSeverities(row, owns)) } }),
    ...(exposureConflicts && {
      exposureConflicts: { ...exposureConflicts, rows: exposureConflicts.rows.map((row) => withoutValues(row, owns)) },
    }),
  };
}

interface StatedTwice {
  readonly source: string;
  readonly value: string | number | null;
  readonly otherSource: string;
  readonly otherValue: string | number | null;
}

function withoutValues<Row extends StatedTwice>(row: Row, owns: Owns): Row {
  return { ...row, value: owns(row.source) ? row.value : null, otherValue: owns(row.otherSource) ? row.otherValue : null };
}

function withoutSeverities(row: DisputedCase, owns: Owns): DisputedCase {
  return {
    ...row,
    severity: owns(row.gravestSource) ? row.severity : null,
    standingSeverity: owns(row.source) ? row.standingSeverity : null,
  };
}

/** Returns the response with null in place of the merged severity and relation to work of a case that a source beside `owned` (canonical) tells of. */
export function withoutMergedValues(response: RecordResponse, owned: readonly string[]): RecordResponse {
  const withhold = (record: HeldRecord): HeldRecord => {
    const told = record.case;
    if (told === null || [told.lead, ...told.otherRecords].every(({ source }) => owned.includes(source))) return record;
    return { ...record, case: { ...told, severity: null, workRelated: null } };
  };
  return { ...response, records: response.records.map(withhold) };
}
