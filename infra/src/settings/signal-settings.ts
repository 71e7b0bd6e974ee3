/** What is watched for: signals of the early warning that are put into the log. */
import type { SettingsGroup } from "./settings-group.ts";

/** `falseAlarms` a month over all declared series; null where no signal is put into the log. */
export interface SignalSettings {
  readonly falseAlarms: number | null;
}

const [least, most] = [0.1, 12];

export const signalSettings: SettingsGroup<SignalSettings> = {
  table: [
    {
      name: "QORGAU_FALSE_ALARMS",
      otherwise: "1",
      meaning:
        "false alarms a month that all watched series together may raise: what they signal is put into the log; none: no signal is, nor an accident that several died of",
    },
  ],
  read(source) {
    const text = source.text("QORGAU_FALSE_ALARMS", "1");
    if (text === "none") return { falseAlarms: null };
    const value = /^\d{1,2}(?:\.\d)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return { falseAlarms: value };
    source.fault(`QORGAU_FALSE_ALARMS is a number from ${String(least)} to ${String(most)} with one decimal at most, or none.`);
    return { falseAlarms: 1 };
  },
};
