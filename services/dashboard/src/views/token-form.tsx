/** Asks for a token of one use. */
import { giveToken } from "../data/token.ts";
import type { TokenUse } from "../data/token.ts";
import { texts } from "../text/texts.ts";

interface TokenFormProps {
  readonly use: TokenUse;
  /** Called once the token is there, right or wrong. */
  readonly onGiven?: () => void;
}

export function TokenForm({ use, onGiven }: TokenFormProps) {
  const text = texts.value;
  return (
    <form
      class="token"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const token = given.get("token");
        if (typeof token !== "string" || token.trim() === "") return;
        giveToken(token.trim(), { keep: given.get("keep") !== null, use });
        onGiven?.();
      }}
    >
      <label>
        {use === "read" ? text.token : text.desk.token}{" "}
        <input name="token" type="password" autocomplete="off" spellcheck={false} required />
      </label>
      <label>
        <input name="keep" type="checkbox" /> {text.keepToken}
      </label>
      <button type="submit">{use === "read" ? text.tokenSend : text.desk.goOn}</button>
    </form>
  );
}
