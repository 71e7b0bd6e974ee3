/** Weeks are judged on Mondays, but what several died of is told at once. */
export const renewMs = 600_000;
