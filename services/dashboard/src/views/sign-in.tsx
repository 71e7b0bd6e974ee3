/** Signs the reader in or out, where the service trusts an issuer. */
import { beginSignIn, canSignIn, isSignedIn, signInFailure, signOut } from "../data/sign-in.ts";
import { fill, texts } from "../text/texts.ts";

export function SignInButton() {
  const text = texts.value;
  if (!canSignIn) return null;
  if (isSignedIn.value) {
    return (
      <button type="button" onClick={signOut}>
        {text.signOut}
      </button>
    );
  }
  return (
    <button type="button" onClick={() => void beginSignIn()}>
      {text.signIn}
    </button>
  );
}

/** Why nobody was signed in. */
export function SignInFailure() {
  if (signInFailure.value === null) return null;
  return (
    <p class="failure" role="alert">
      {fill(texts.value.signInFailed, { reason: signInFailure.value })}
    </p>
  );
}
