/** How severe over time: cases by severity, those with lost time, days lost per case. */
import { state } from "../../state/page-state.ts";
import { texts } from "../../text/texts.ts";
import { OverTime } from "../rates/over-time.tsx";
import { Days, DivisionChoice, Divided, RegionChoice, SectorChoice } from "../controls.tsx";
import { PeriodChoice } from "./period-choice.tsx";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";

const requestsOf = () => {
  const { period, from, to } = state.value;
  const common = { ...chosen(["measure"]), period, from, to };
  return {
    severity: ratesRequest({ ...common, by: "severity" }),
    lostTime: ratesRequest({ ...common, measure: "lost_time" }),
    days: ratesRequest({ ...common, measure: "days_lost", per: "case", exposureBasis: undefined }),
  };
};

export function SeverityView() {
  return (
    <Shown
      controls={
        <>
          <Divided measure="injured" />
          <PeriodChoice />
          <RegionChoice />
          <SectorChoice />
          <DivisionChoice />
          <Days />
        </>
      }
      requests={requestsOf}
      show={(answered) => <Severity {...answered} />}
    />
  );
}

function Severity({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  if (responses.severity.body.rows.length === 0) return <p>{texts.value.noRows}</p>;
  return (
    <>
      <OverTime requested={requested.severity} body={responses.severity.body} />
      <OverTime requested={requested.lostTime} body={responses.lostTime.body} />
      <OverTime requested={requested.days} body={responses.days.body} />
    </>
  );
}
