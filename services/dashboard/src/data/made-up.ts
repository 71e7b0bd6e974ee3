/** Whether the figures are of made-up data: the server says so in the page's own head. */
export const isMadeUp = document.querySelector('meta[name="qorgau-made-up"]') !== null;
