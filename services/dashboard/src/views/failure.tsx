/** What is shown in place of a view that could not be answered. */
import { fill, texts } from "../text/texts.ts";

export function Failure({ message }: { readonly message: string }) {
  return (
    <p class="failure" role="alert">
      {fill(texts.value.failed, { message })}
    </p>
  );
}
