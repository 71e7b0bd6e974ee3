/** Asks for a token, or to sign in where the service trusts an issuer. */
import { isSignedIn } from "../data/sign-in.ts";
import { giveToken, tokenRefusal } from "../data/token.ts";
import { texts } from "../text/texts.ts";
import { SignInButton } from "./sign-in.tsx";

export function TokenForm() {
  const text = texts.value;
  return (
    <form
      class="token"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const token = given.get("token");
        if (typeof token !== "string" || token.trim() === "") return;
        giveToken(token.trim(), { keep: given.get("keep") !== null });
      }}
    >
      {tokenRefusal.value !== null && (
        <p class="failure" role="alert">
          {tokenRefusal.value}
        </p>
      )}
      {!isSignedIn.value && <SignInButton />}
      <label>
        {text.token} <input name="token" type="password" autocomplete="off" spellcheck={false} required />
      </label>
      <label>
        <input name="keep" type="checkbox" /> {text.keepToken}
      </label>
      <button type="submit">{text.tokenSend}</button>
    </form>
  );
}
