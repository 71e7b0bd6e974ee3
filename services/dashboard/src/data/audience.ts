/** Whether whoever looks reads what is open to all: the service shows protected figures without a token, and the page has none. */
import { computed } from "@preact/signals";
import { hasToken } from "./token.ts";

/** The server says so in the page's own head. */
const isServedOpen = document.querySelector('meta[name="qorgau-public"]') !== null;

export const isOpenAudience = computed(() => isServedOpen && !hasToken.value);
