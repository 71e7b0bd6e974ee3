/**
 * The statements that the bench folds: one in twenty corrects an earlier one, one case in ten is told by an insurer too, one statement in fifty is
 * sent twice, accidents at mines say where and how, and the last years have their workers by region. By chunks that follow from their number alone, so
 * that a log can be filled on after a break.
 */
import type { EventLog, LogAppend } from "@qorgau/infra/log/event-log";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { createPseudonymKey, loadPseudonymKey } from "@qorgau/ingest/intake/pseudonym-key";
import { exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import type { SampleShares } from "../../generators/national-sample.ts";

const chunkStatements = 10_000;
const shares: SampleShares = { corrected: 0.05, withdrawn: 0, claimed: 0.1 };
const repeatedEvery = 50;
const methods = ["underground", "open_pit", "plant"] as const;
const commodities = ["coal", "metal_ore", "other"] as const;
const hazards = ["roof_fall", "gas_dust_explosion", "haulage", "machinery", "slip_fall", "other"] as const;
const regions = ["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75"] as const;
/** All of the regions are there since 2022. */
const firstYear = 2023;
const years = 3;

interface SampleEvent {
  readonly data: { readonly sector?: string };
}

function mined(event: object, place: number): object {
  const { data } = event as SampleEvent;
  if (!/^B$|^0[57]/.test(data.sector ?? "")) return event;
  const mining = {
    mine: `mine-${place % 40}`,
    method: methods[place % 3],
    commodity: commodities[(place >> 2) % 3],
    hazard: hazards[(place >> 4) % 6],
  };
  return { ...event, data: { ...data, mining } };
}

function workers(): object[] {
  return Array.from({ length: years * regions.length }, (_, place) => {
    const period = String(firstYear + Math.floor(place / regions.length));
    return exposureEvent({ period, region: regions[place % regions.length], workers: 400_000 + 1_000 * place }, { subject: `X-${place}` });
  });
}

/** The events of a chunk: `count` of them or a few more. */
export function chunkEvents(chunk: number, count = chunkStatements): object[] {
  const told = nationalSample(1 + chunk, Math.ceil((count * repeatedEvery) / (repeatedEvery + 1)), shares).events.map(mined);
  const repeated = told.flatMap((event, place) => (place % repeatedEvery === 0 ? [event, event] : [event]));
  return chunk === 0 ? [...workers(), ...repeated] : repeated;
}

/** Gives what judges events as the ingest endpoint does, with a key in this file that is made where there is none. */
function judgeWith(keyFile: string): (events: readonly object[]) => LogAppend[] {
  const { keyId, pseudonymise } = loadPseudonymKey(keyFile) ?? createPseudonymKey(keyFile);
  return (events) => {
    const context = { nowMs: Date.now(), keyId, pseudonymise, reporters: null };
    return events.flatMap((event) => {
      const verdict = judge(event, context);
      if (!verdict.accepted) throw new Error(`an event of the bench was rejected: ${JSON.stringify(verdict.errors)}`);
      return [{ key: verdict.name, value: JSON.stringify(verdict.statement) }];
    });
  };
}

/** How many records the log holds. */
export async function recordsIn(log: EventLog): Promise<number> {
  return [...(await log.end()).values()].reduce((sum, offset) => sum + offset + 1, 0);
}

/** Fills the log to about `count` statements, from where it ends. */
export async function fillLog(log: EventLog, keyFile: string, count: number): Promise<void> {
  const judged = judgeWith(keyFile);
  const size = Math.min(chunkStatements, count);
  for (let held = await recordsIn(log); held < count; held = await recordsIn(log)) {
    const records = judged(chunkEvents(Math.floor(held / size), size));
    for (let from = 0; from < records.length; from += 2_000) await log.append(records.slice(from, from + 2_000));
  }
}
