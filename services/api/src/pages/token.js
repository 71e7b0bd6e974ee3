// @ts-check
/** Where the service asks who calls, the page asks whoever looks at it for their token and keeps it as long as the tab is open. */

const key = "token";

/** The service wants a token, or another one. */
export class TokenWanted extends Error {}

/** @returns {Record<string, string>} */
export function authorization() {
  const token = sessionStorage.getItem(key);
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/**
 * Shows the form and resolves once a token was given.
 * @param {HTMLElement} form
 * @returns {Promise<void>}
 */
export function askForToken(form) {
  sessionStorage.removeItem(key);
  form.hidden = false;
  return new Promise((resolve) => {
    const take = (/** @type {Event} */ event) => {
      event.preventDefault();
      const field = form.querySelector("input");
      if (!(field instanceof HTMLInputElement) || field.value.trim() === "") return;
      sessionStorage.setItem(key, field.value.trim());
      field.value = "";
      form.hidden = true;
      form.removeEventListener("submit", take);
      resolve();
    };
    form.addEventListener("submit", take);
  });
}
