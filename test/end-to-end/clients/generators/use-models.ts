/** A reporter's program with the models that Modelina makes of /asyncapi.json: it is compiled, and says what the compiler refuses. */
import type { Acknowledgement } from "./models/Acknowledgement";
import type { CaseReported } from "./models/CaseReported";
import type { CaseWithdrawn } from "./models/CaseWithdrawn";

const record = { specversion: "1.0", id: "1", source: "urn:kz:bin:200140000004", subject: "N1-2026-0017" } as const;

export const reported: CaseReported = {
  ...record,
  type: "kz.qorgau.case.reported.v1",
  revision: 1,
  data: {
    occurredAt: "2026-02-03T07:40:00+05:00",
    kind: "accident",
    severity: "severe",
    region: "KZ-35",
    employer: { bin: "200140000004" },
    worker: { ref: "4711", ageBand: "35-44" },
    causes: ["equipment"],
  },
};
export const withdrawn: CaseWithdrawn = { ...record, type: "kz.qorgau.case.withdrawn.v1", revision: 2, data: { reason: "twice" } };

// @ts-expect-error the type of another event
export const changed: CaseReported = { ...reported, type: "kz.qorgau.case.changed.v1" };
// @ts-expect-error no such severity
export const grave: CaseReported["data"] = { ...reported.data, severity: "grave" };

export const wasAccepted = ({ status, position }: Acknowledgement): boolean => status === "accepted" && position !== undefined;
