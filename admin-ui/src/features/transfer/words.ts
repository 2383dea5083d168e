import type { ImportReport } from "../../api";
import type { IconName, Tone } from "../../kit";

export const FORMATS = [
  { value: "json", label: "FlexAAA JSON, as exported here" },
  { value: "csv", label: "CSV, one kind a file" },
  { value: "freeradius-users", label: "FreeRADIUS users file" },
  { value: "freeradius-sql", label: "FreeRADIUS SQL dump" },
  { value: "ise-users", label: "Cisco ISE internal users" },
] as const;
export type Format = (typeof FORMATS)[number]["value"];

export const KINDS = ["peer", "group", "nas", "pool", "user"] as const;
export type Kind = (typeof KINDS)[number];

/** A guess by name and first characters, to be corrected by hand. */
export function guess(name: string, text: string): Format {
  const head = text.slice(0, 4000);
  if (/^\s*[{[]/.test(head)) return "json";
  if (/\.sql$/i.test(name) || /insert\s+into\s+[`"]?rad/i.test(head)) return "freeradius-sql";
  const first = head.split("\n")[0] ?? "";
  if (/^"?user ?name:string/i.test(first)) return "ise-users";
  if (/\.csv$/i.test(name) || /^name\s*,/i.test(first)) return "csv";
  return "freeradius-users";
}

export type Row = ImportReport["rows"][number];

export function verdictLook(v: Row["verdict"]): { tone: Tone; icon: IconName; text: string } {
  switch (v) {
    case "CREATE":
      return { tone: "good", icon: "plus", text: "New" };
    case "CHANGE":
      return { tone: "info", icon: "edit", text: "Changed" };
    case "SAME":
      return { tone: "idle", icon: "check", text: "As it is" };
    case "ERROR":
      return { tone: "bad", icon: "cross", text: "Refused" };
  }
}

/** "12 new, 3 changed, 1 refused" */
export function summary(r: Pick<ImportReport, "created" | "changed" | "same" | "failed">): string {
  const parts: [number, string][] = [
    [r.created, "new"],
    [r.changed, "changed"],
    [r.same, "as they are"],
    [r.failed, "refused"],
  ];
  return parts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(", ") || "no rows";
}
