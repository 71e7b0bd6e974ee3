/** What is shown while nothing has been reported: how to send a first accident, and how many work there. */
import { texts } from "../text/texts.ts";

const source = "urn:kz:bin:200140000004";

function firstCase(today: string): object {
  return {
    specversion: "1.0",
    id: "first-1",
    source,
    type: "kz.qorgau.case.reported.v1",
    subject: "N1-0001",
    revision: 1,
    data: {
      occurredAt: today,
      kind: "accident",
      severity: "severe",
      employer: { bin: "200140000004" },
      region: "KZ-35",
      sector: "05.10.1",
    },
  };
}

function firstExposure(today: string): object {
  return {
    specversion: "1.0",
    id: "first-2",
    source,
    type: "kz.qorgau.exposure.reported.v1",
    subject: "workers-national",
    revision: 1,
    data: { period: today.slice(0, 4), workers: 7000000, basis: "employed", status: "provisional" },
  };
}

function curl(event: object): string {
  const address = new URL("v1/events", location.href);
  return [
    `curl -sS ${address.origin}${address.pathname} \\`,
    "  -H 'content-type: application/cloudevents+json' \\",
    `  -d '${JSON.stringify(event, null, 2)}'`,
  ].join("\n");
}

export function FirstEvents() {
  const text = texts.value;
  const today = new Date().toISOString().slice(0, 10);
  return (
    <section>
      <h2>{text.emptyTitle}</h2>
      <p>{text.emptyCase}</p>
      <Commands lines={curl(firstCase(today))} name={text.emptyCase} />
      <p>{text.emptyExposure}</p>
      <Commands lines={curl(firstExposure(today))} name={text.emptyExposure} />
      <p>{text.emptyDemo}</p>
    </section>
  );
}

function Commands({ lines, name }: { readonly lines: string; readonly name: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <pre tabIndex={0} role="region" aria-label={name}>
      <code>{lines}</code>
    </pre>
  );
}
