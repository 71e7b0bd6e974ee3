/** Counts what was said of signals on this page, so that what shows their states is requested again. */
import { signal } from "@preact/signals";

export const acknowledgementsSent = signal(0);
