/**
 * One claim from its filing to its withdrawal, as an insurer sends it: the examples of the API's documents, of README and of `examples/claim`,
 * which a test holds to these. Every statement is the full state of the claim as the insurer knows it then.
 */
const envelope = {
  specversion: "1.0",
  source: "urn:kz:insurer:annuity",
  subject: "C-2026-0004",
  datacontenttype: "application/json",
} as const;

/** The same worker and day as in the case that the enterprise reports: a claim makes no second case of it. */
const injury = {
  occurredAt: "2026-02-03T07:40:00+05:00",
  kind: "accident",
  severity: "severe",
  employer: { bin: "200140000004" },
  worker: { iin: "850808310738" },
  region: "KZ-35",
  sector: "05.10.1",
} as const;

const decision = { capacityLossPercent: 40, actNumber: "N1-2026-0017", decidedOn: "2026-03-10" } as const;

export const claimLife = {
  filed: {
    ...envelope,
    id: "claim-1",
    type: "kz.qorgau.claim.reported.v1",
    revision: 1,
    time: "2026-02-20T10:00:00+05:00",
    data: { ...injury, claim: { status: "filed" } },
  },
  recognised: {
    ...envelope,
    id: "claim-2",
    type: "kz.qorgau.claim.changed.v1",
    revision: 2,
    time: "2026-03-10T16:00:00+05:00",
    data: { ...injury, claim: { status: "recognised", ...decision } },
  },
  paid: {
    ...envelope,
    id: "claim-3",
    type: "kz.qorgau.claim.changed.v1",
    revision: 3,
    time: "2026-03-25T11:00:00+05:00",
    data: { ...injury, claim: { status: "paid", ...decision, paidKzt: 1250000 } },
  },
  corrected: {
    ...envelope,
    id: "claim-4",
    type: "kz.qorgau.claim.corrected.v1",
    revision: 4,
    time: "2026-03-26T09:00:00+05:00",
    data: { ...injury, claim: { status: "paid", ...decision, paidKzt: 1205000 } },
  },
  withdrawn: {
    ...envelope,
    id: "claim-5",
    type: "kz.qorgau.claim.withdrawn.v1",
    revision: 5,
    time: "2026-04-01T09:00:00+05:00",
    data: { reason: "filed a second time under another number" },
  },
} as const;
