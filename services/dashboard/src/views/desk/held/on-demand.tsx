/** What takes the service a while, and so is asked for only once it is opened. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

export function OnDemand({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const isOpen = useSignal(false);
  return (
    <details class="on-demand" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen.value && children}
    </details>
  );
}
