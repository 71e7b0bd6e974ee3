/** Light or dark: as the system has it, or as the reader chose. */
import { effect, signal } from "@preact/signals";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "theme";
export const theme = signal<Theme>(themes.find((name) => name === localStorage.getItem(key)) ?? "auto");

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(key, chosen);
  theme.value = chosen;
}

/** Keeps the root element's `data-theme` as chosen; the sheet follows it. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
}
