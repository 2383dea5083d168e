import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark" | "contrast";
export const THEMES: { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "contrast", label: "High contrast" },
];

const KEY = "flexaaa.theme";
const listeners = new Set<() => void>();
const wantsDark = window.matchMedia("(prefers-color-scheme: dark)");
const wantsContrast = window.matchMedia("(prefers-contrast: more)");

type State = { choice: ThemeChoice; scheme: "light" | "dark"; contrast: boolean };

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return THEMES.some((t) => t.value === value) ? (value as ThemeChoice) : "system";
}

function compute(choice: ThemeChoice): State {
  // High contrast keeps the system's light or dark: both have their users.
  const dark = choice === "dark" || (choice !== "light" && wantsDark.matches);
  const contrast = choice === "contrast" || (choice === "system" && wantsContrast.matches);
  return { choice, scheme: dark ? "dark" : "light", contrast };
}

let state = compute(stored());

function apply() {
  state = compute(state.choice);
  document.documentElement.dataset["mantineColorScheme"] = state.scheme;
  if (state.contrast) document.documentElement.dataset["contrast"] = "more";
  else delete document.documentElement.dataset["contrast"];
  listeners.forEach((l) => l());
}

wantsDark.addEventListener("change", apply);
wantsContrast.addEventListener("change", apply);
apply();

export function setTheme(choice: ThemeChoice) {
  localStorage.setItem(KEY, choice);
  state = compute(choice);
  apply();
}

export function useTheme(): State {
  return useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => state,
  );
}
