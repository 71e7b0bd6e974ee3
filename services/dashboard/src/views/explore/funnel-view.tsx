/** Which areas differ from the others more than chance allows, as they are or with what their sections let expect of them. */
import type { FunnelDimension, FunnelMeasure, FunnelResponse, FunnelRow } from "@qorgau/schemas/responses/funnel-response";
import { funnel } from "../../charts/funnel.ts";
import { apiRequest } from "../../data/use-picture.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { explanationColumn } from "../../figures/rate-columns.tsx";
import { addressOfExplanation } from "../../state/explanation.ts";
import { state } from "../../state/page-state.ts";
import { addressOfUnit } from "../../state/units.ts";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Choice, Counted, SectorChoice } from "../controls.tsx";
import { MethodDetails } from "../explain/method-details.tsx";
import { chosen } from "./requests.ts";
import { SmoothedTable } from "./smoothed-table.tsx";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";
import { YearChoice, yearsOffered } from "./year-choice.tsx";

const dimensions = ["region", "division", "mine", "employer"] as const satisfies readonly FunnelDimension[];
const measures = ["accidents", "injured", "fatal", "severe", "light", "lost_time"] as const satisfies readonly FunnelMeasure[];

const requestsOf = () => {
  const { year, standard } = state.value;
  const by = dimensions.find((name) => name === state.value.by) ?? "region";
  // Without a year the service takes the last whole one.
  const days = year === undefined ? {} : { from: `${year}-01-01`, to: `${year}-12-31` };
  return { funnel: apiRequest<FunnelResponse>("/v1/funnel", { ...chosen(["region", "division"]), period: "year", ...days, by, standard }) };
};

export function FunnelView() {
  const text = texts.value;
  return (
    <Shown
      controls={
        <>
          <Counted measures={measures} initial="accidents" withoutCount />
          <Choice
            name="by"
            label={text.explore.dimension}
            initial="region"
            options={dimensions.map((name) => [name, text.dimensions[name]] as const)}
            forget={["standard"]}
          />
          <YearChoice withYearToDate={false} />
          <Choice
            name="standard"
            label={text.explore.funnel.standard}
            options={[
              ["", text.explore.funnel.crude],
              ...yearsOffered().map((year) => [year, fill(text.explore.funnel.bySections, { year })] as const),
            ]}
            forget={["sector"]}
          />
          {state.value.standard === undefined && <SectorChoice />}
        </>
      }
      requests={requestsOf}
      show={(answered) => <Areas {...answered} />}
    />
  );
}

const wordOf = ({ word, reason }: FunnelRow): string => {
  const { explore, reasons, wordReasons } = texts.value;
  if (word !== null) return explore.funnel.words[word];
  if (reason === null) return none;
  if (reason === "too_few") return explore.funnel.tooFew;
  return reason === "exposure_conflict" ? wordReasons.exposure_conflict : reasons[reason];
};

const ratioColumn = (title: string): Column<FunnelRow> => ({
  title,
  isNumber: true,
  cell: ({ ratio }) => figures.value.rate(ratio),
  value: ({ ratio }) => ratio,
});

function columnsOf(body: FunnelResponse, { parameters }: ApiRequest): readonly Column<FunnelRow>[] {
  const { by, measure, per, period, overdispersed, standard } = body;
  const { columns, dimensions: names, pers, explore } = texts.value;
  const { name, count, rate, exact } = figures.value;
  const limitsOf = (row: FunnelRow) => (overdispersed ? row.inflated : row.limits);
  const between = (low: number | undefined, high: number | undefined) =>
    low === undefined || high === undefined ? none : `${rate(low)}–${rate(high)}`;
  return [
    {
      title: names[by],
      cell: (row) => {
        const address = addressOfUnit(by, row[by]);
        return address === null ? name(by, row[by]) : <a href={address}>{name(by, row[by])}</a>;
      },
    },
    { title: columns.count, isNumber: true, cell: (row) => count(row.count), value: (row) => row.count },
    { title: columns.exposure, isNumber: true, cell: ({ exposure }) => exact(exposure), value: ({ exposure }) => exposure },
    { title: pers[per], isNumber: true, cell: (row) => rate(row.rate), value: (row) => row.rate },
    { title: explore.funnel.expected, isNumber: true, cell: ({ expected }) => rate(expected), value: ({ expected }) => expected },
    ...(standard === undefined ? [] : [ratioColumn(explore.funnel.ratio)]),
    {
      title: explore.funnel.limits95,
      isNumber: true,
      cell: (row) => between(limitsOf(row)?.lower95, limitsOf(row)?.upper95),
      value: (row) => [limitsOf(row)?.lower95 ?? null, limitsOf(row)?.upper95 ?? null],
    },
    {
      title: explore.funnel.limits998,
      isNumber: true,
      cell: (row) => between(limitsOf(row)?.lower998, limitsOf(row)?.upper998),
      value: (row) => [limitsOf(row)?.lower998 ?? null, limitsOf(row)?.upper998 ?? null],
    },
    { title: explore.funnel.place, cell: wordOf },
    explanationColumn<FunnelRow>(
      (row) => addressOfExplanation({ ...parameters, measure, per }, body, { ...row, period }),
      (row) => name(by, row[by]),
    ),
  ];
}

function Areas({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const { body } = responses.funnel;
  const text = texts.value;
  const { name, shortRegion, period, exact, rate } = figures.value;
  if (body.rows.length === 0) return <p>{text.noRows}</p>;
  const { by, target, standard } = body;
  const standardised = standard === undefined ? null : fill(text.explore.funnel.bySections, { year: standard });
  const points = body.rows.flatMap((row) => {
    // What is standardised lies by what is expected of it.
    const [size, value] = standard === undefined ? [row.exposure, row.rate] : [row.expected, row.ratio];
    if (row.limits === undefined || size === null || value === null) return [];
    const told =
      standard === undefined
        ? fill(text.ratePer, { rate: rate(value), per: text.pers[body.per] })
        : `${text.explore.funnel.ratio} ${rate(value)}`;
    return {
      name: by === "region" && typeof row.region === "string" ? shortRegion(row.region) : name(by, row[by]),
      size,
      value,
      isInside: row.word === "inside" || row.word === null,
      label: `${name(by, row[by])}: ${told}; ${wordOf(row)}`,
      address: addressOfUnit(by, row[by]),
    };
  });
  const title = fill(text.explore.funnel.title, {
    measure: text.measures[body.measure],
    unit: standardised ?? text.pers[body.per],
    period: period(body.period),
  });
  const basis = body.exposureBasis === undefined ? text.columns.exposure : text.bases[body.exposureBasis];
  return (
    <>
      <Figure
        title={title}
        watermark={body.watermark}
        requested={requested.funnel}
        {...(target === null || points.length === 0
          ? {}
          : {
              draw: funnel({
                points,
                curves: body.curves.map(({ exposure, expected, limits, inflated }) => ({
                  size: standard === undefined ? exposure! : expected,
                  limits: inflated ?? limits,
                })),
                target,
                unit: standard === undefined ? text.pers[body.per] : text.explore.funnel.ratio,
                sizeUnit: standard === undefined ? basis : text.explore.funnel.expected,
                formatTick: exact,
              }),
            })}
        table={<DataTable caption={title} columns={columnsOf(body, requested.funnel)} rows={body.rows} keyOf={(row) => String(row[by])} />}
      >
        {target === null ? (
          <p class="note">{text.explore.nothingToDraw}</p>
        ) : (
          <p class="note">{fill(text.explore.funnel.marks, { target: rate(target) })}</p>
        )}
        {standard !== undefined && <p class="note">{fill(text.explore.funnel.standardNote, { year: standard })}</p>}
        {body.overdispersed && <p class="note">{text.explore.funnel.overdispersed}</p>}
        {body.running === true && <p class="note">{text.explore.runningHollow}</p>}
        <p class="note">{text.explore.funnel.notRanked}</p>
        <MethodDetails of="funnel" parameters={requested.funnel.parameters} watermark={body.watermark} />
      </Figure>
      <SmoothedTable body={body} requested={requested.funnel} />
    </>
  );
}
