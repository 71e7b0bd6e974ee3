/** Events by hand, for tests that need exact sums. */

const enterprise = "urn:kz:bin:200140000004";
const statistics = "urn:test:statistics";

let serial = 0;

/** One case of one unnamed victim in 2026 in KZ-35, section B, unless told otherwise. */
export function caseEvent(data: object = {}, envelope: object = {}) {
  serial += 1;
  return {
    specversion: "1.0",
    id: `e-${serial}`,
    source: enterprise,
    type: "kz.qorgau.case.reported.v1",
    subject: `N1-${serial}`,
    revision: 1,
    time: "2026-02-03T12:10:00+05:00",
    datacontenttype: "application/json",
    data: {
      occurredAt: "2026-02-03",
      kind: "accident",
      severity: "light",
      employer: { bin: "200140000004" },
      region: "KZ-35",
      sector: "05.10.1",
      ...data,
    },
    ...envelope,
  };
}

export function exposureEvent(data: object, envelope: object = {}) {
  serial += 1;
  return {
    specversion: "1.0",
    id: `x-${serial}`,
    source: statistics,
    type: "kz.qorgau.exposure.reported.v1",
    subject: `X-${serial}`,
    revision: 1,
    time: "2026-02-03T12:10:00+05:00",
    data: { basis: "employed", status: "final", ...data },
    ...envelope,
  };
}

/** `count` cases alike, of which the first `fatal` are fatal and the next `severe` severe. */
export function* cases(count: number, counts: { readonly fatal?: number; readonly severe?: number }, data: object) {
  const { fatal = 0, severe = 0 } = counts;
  for (let index = 0; index < count; index += 1) {
    yield caseEvent({ ...data, severity: index < fatal ? "fatal" : index < fatal + severe ? "severe" : "light" });
  }
}
