/** `GET /v1/signals` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { bodySchema, pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { acknowledgementBodyParameters, signalPath } from "./acknowledgement-parameters.ts";
import { signalsParameters } from "./domain/signals-parameters.ts";

const noSignal = problemResponse("The log holds no such signal up to the cut.");
const recordedExample =
  "id,state,recordedAt,raised,measure,scope,region,sector,detector,from,to,watermark,observed,victims\r\n5f0c…,open,2026-06-28T19:00:02.114Z,2026-06-29,accidents,region,KZ-35,,poisson_cusum,2026-05-04,2026-05-31,0:812,11,13\r\n";

export const signalsPaths = {
  "/v1/signals": {
    get: {
      operationId: "getSignals",
      tags: ["figures"],
      summary: "Which series to look at, at a stated rate of false alarms",
      description:
        "Sixty declared series are watched: accidents of the country, of each region and of each section, and fatal accidents of each region. The operator states how many false alarms a month all of them together may raise (`falseAlarms`), and each series gets its share. " +
        "The detector follows from how many accidents a week are expected: Farrington Flexible (Noufaily 2013), a Poisson CUSUM against twice the expected number (Lucas 1985), or the days between accidents. It is fixed on 1 January, counts accidents and not victims, holds them against the exposure of their time, and judges a week four weeks after its end, by what was registered then. " +
        "Accidents and acute poisonings that two or more died of are told beside, at once and outside the budget. " +
        "A signal is a reason to look, and no finding. With `asOf` the same signals are computed again. " +
        "New accidents that are reported later change no earlier signal; corrections, withdrawals, further victims, days of entry before the report, backlogs of new reporters and later statements of exposure can: so that a response computed later may show others. " +
        "What was shown stays in the log: each Monday, and each accident that several died of at the first cut that was seen to hold it, is put there as an event (`kz.qorgau.signal.raised.v1`) under the budget of the operator, and `recorded` gives it with what became of it, beside what is known of it now.",
      parameters: queryParameters(signalsParameters, cutParameters, formParameters),
      responses: {
        "200": tableResponse(
          "The signals, the latest first.",
          "Signals",
          "raised,measure,scope,region,sector,detector,from,to,observed,victims,expected,statistic,limit,p,exposure,falseAlarms,declared,runLength,lagWeeks,watermark\r\n2026-06-29,accidents,region,KZ-35,,poisson_cusum,2026-05-04,2026-05-31,11,13,4.2,5.1,4.9,,301233,1,60,260.893,4,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
  "/v1/signals/precision": {
    get: {
      operationId: "getSignalPrecision",
      tags: ["figures"],
      summary: "How many signals were worth it",
      description:
        "Of the signals of series that the log holds: how many were closed with which verdict, the confirmed ones over the closed ones with the exact 95 % interval, and how many a month there were, beside the budget of false alarms. Accidents that several died of are facts, and not counted here but by how many are open (`openAccidents`).",
      parameters: queryParameters(cutParameters, formParameters),
      responses: {
        "200": tableResponse(
          "The precision.",
          "SignalPrecision",
          "watermark,raised,open,acknowledged,closed,confirmed,noCause,dataError,knownChange,precision,lower,upper,judged,months,signalsPerMonth,falseAlarms,openAccidents\r\n0:812,12,2,1,9,6,2,1,0,0.666667,0.299298,0.925145,62,14.2,0.845,1,3\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
  "/v1/signals/{signal}": {
    get: {
      operationId: "getSignal",
      tags: ["figures"],
      summary: "A signal of the log, what became of it, and what is known now",
      description:
        "As the log holds it: detector, parameters, cut and values. `GET /v1/signals?asOf=` with its watermark, its budget and its Monday computes the same again. Of an accident that several died of, `states` are the numbers of dead that were seen.",
      parameters: [...pathParameters(signalPath), ...queryParameters(cutParameters, formParameters)],
      responses: {
        "200": tableResponse("The signal.", "RecordedSignal", recordedExample),
        "304": knownAlready,
        "404": noSignal,
        ...tableRefusals,
      },
    },
  },
  "/v1/signals/{signal}/acknowledgements": {
    post: {
      operationId: "acknowledgeSignal",
      tags: ["figures"],
      summary: "Says what became of a signal",
      description:
        "Appends an event (`kz.qorgau.signal.acknowledged.v1`) to the log; each revision follows the one that stands, a hundred at most, and none is ever removed. One that is closed has a verdict. The same one may be sent again. For whoever may see the signal; where no token is needed, from this machine alone.",
      parameters: [...pathParameters(signalPath), ...queryParameters(formParameters)],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: bodySchema(acknowledgementBodyParameters),
            example: { revision: 1, state: "closed", verdict: "confirmed", note: "Roof supports were overdue." },
          },
        },
      },
      responses: {
        "200": tableResponse("The signal, with the acknowledgement that stands.", "RecordedSignal", recordedExample),
        "403": problemResponse(
          "Sent from another machine, or by a page of another site, where nobody is asked who they are; or it is beyond the caller's limits.",
        ),
        "404": noSignal,
        "409": problemResponse("It is not the revision after the one that stands, or another of the same revision was first."),
        ...tableRefusals,
      },
    },
  },
};
