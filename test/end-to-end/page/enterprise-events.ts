/** Three enterprises with their workers, one on the map of risks, two with a programme. */
import { caseEvent, exposureEvent } from "../../generators/events.ts";

const bins = ["200140000004", "200140000501", "990140000002"] as const;
const source = "urn:test:inspectorate";
const assessment = {
  table: "1022/801",
  gross: 0,
  significantAsked: 20,
  significantViolated: 5,
  minorAsked: 10,
  minorViolated: 4,
  special: 2,
};

const statusOf = (bin: string, programme: string, from: string, more: object = {}) => ({
  specversion: "1.0",
  id: `${programme}-${bin}`,
  source,
  type: "kz.qorgau.enterprise.status.reported.v1",
  subject: `${programme}-${bin}`,
  revision: 1,
  data: { employer: { bin, size: "250-499", region: "KZ-35" }, sector: "05", programme, from, ...more },
});

export function enterpriseEvents(): object[] {
  const [first, second, third] = bins;
  const years = ["2022", "2023", "2024", "2025"];
  return [
    statusOf(first, "risk_map", "2025-03-01", { assessment }),
    statusOf(second, "vision_zero", "2024-07-01"),
    statusOf(third, "insured", "2021-01-01"),
    ...bins.flatMap((bin) =>
      years.map((period) => exposureEvent({ period, employer: { bin }, workers: 300 }, { source: `urn:kz:bin:${bin}` })),
    ),
    ...bins.flatMap((bin, place) =>
      Array.from({ length: 4 * place + 3 }, (_, index) =>
        caseEvent(
          { employer: { bin }, occurredAt: `2025-${String(1 + index).padStart(2, "0")}-11`, sector: "05", region: "KZ-35" },
          { source: `urn:kz:bin:${bin}` },
        ),
      ),
    ),
  ];
}
