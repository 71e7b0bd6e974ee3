/** How long a page of a list may be. */
export const pageLimitDefault = 100;
export const pageLimitMax = 1000;
