import type { components } from "../../api/schema";

type ConditionalSet = components["schemas"]["ConditionalSet"];

/** A peer's or NAS's own values for templates, one `name = value` a line. */
export function valuesToText(values: Record<string, string> | null | undefined): string {
  return Object.entries(values ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join("\n");
}

/** A line without "=" is a name with an empty value; the server says what a name may be. */
export function textToValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    const name = at < 0 ? line : line.slice(0, at);
    values[name.trim()] = at < 0 ? "" : line.slice(at + 1).trim();
  }
  return values;
}

/** Conditional sets are written over REST; an editor without a place for them must not lose them. */
export function setsToText(sets: ConditionalSet[] | null | undefined): string {
  return sets && sets.length > 0 ? JSON.stringify(sets) : "";
}

export function textToSets(text: string): ConditionalSet[] {
  return text === "" ? [] : (JSON.parse(text) as ConditionalSet[]);
}
