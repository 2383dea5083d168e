import type { Realm, RealmWrite } from "../../api";
import { lines } from "../certificates/words";

export type Reply = Realm["reply"];
export type HomeRow = { address: string; authPort: string; acctPort: string; secret: string };

/** Home servers are kept as one JSON text each, so that a form stays flat and comparable. */
export type RealmForm = {
  description: string;
  enabled: boolean;
  match: string;
  nas: string;
  strip: boolean;
  lookUps: boolean;
  reply: Reply;
  group: string;
  denyAttributes: string;
  requireMessageAuthenticator: boolean;
  forwardAccounting: boolean;
  timeoutMillis: string;
  retransmits: string;
  statusServer: boolean;
  deadSeconds: string;
  homeServers: string[];
};

export const LABELS: Record<keyof RealmForm, string> = {
  description: "Description",
  enabled: "Enabled",
  match: "Realm",
  nas: "Only from these hubs",
  strip: "Strip the realm",
  lookUps: "Look-ups go there, too",
  reply: "Reply",
  group: "Group",
  denyAttributes: "Attributes never passed on",
  requireMessageAuthenticator: "Require Message-Authenticator",
  forwardAccounting: "Forward accounting",
  timeoutMillis: "Time for an answer, ms",
  retransmits: "Retransmissions",
  statusServer: "Ask with Status-Server",
  deadSeconds: "Dead time, seconds",
  homeServers: "Home servers",
};

export const REPLIES: { value: Reply; label: string; help: string }[] = [
  { value: "home", label: "The home server's", help: "What it answers goes to the hub." },
  {
    value: "local",
    label: "The group's here",
    help: "The home server says yes or no; attributes come from the group.",
  },
  { value: "merge", label: "Both", help: "Its attributes, and the group's where it has none." },
];

export const packHome = (row: HomeRow): string => JSON.stringify(row);
export const unpackHome = (text: string): HomeRow => JSON.parse(text) as HomeRow;
export const emptyHome = (): string =>
  packHome({ address: "", authPort: "1812", acctPort: "1813", secret: "" });

export const realmToForm = (r: Realm | null): RealmForm => ({
  description: r?.description ?? "",
  enabled: r?.enabled ?? true,
  match: r?.match ?? "",
  nas: (r?.nas ?? []).join("\n"),
  strip: r?.strip ?? false,
  lookUps: r?.lookUps ?? false,
  reply: r?.reply ?? "home",
  group: r?.group ?? "",
  denyAttributes: (r?.denyAttributes ?? []).join("\n"),
  requireMessageAuthenticator: r?.requireMessageAuthenticator ?? true,
  forwardAccounting: r?.forwardAccounting ?? false,
  timeoutMillis: String(r?.timeoutMillis ?? 10_000),
  retransmits: String(r?.retransmits ?? 0),
  statusServer: r?.statusServer ?? true,
  deadSeconds: String(r?.deadSeconds ?? 30),
  homeServers: r
    ? r.homeServers.map((h) =>
        packHome({
          address: h.address,
          authPort: String(h.authPort),
          acctPort: String(h.acctPort),
          secret: "",
        }),
      )
    : [emptyHome()],
});

/** `name` is what the realm matches unless it says otherwise; "names without a realm" is the empty match. */
export const formToRealm = (form: RealmForm): RealmWrite => ({
  description: form.description.trim(),
  enabled: form.enabled,
  match: form.match.trim(),
  nas: lines(form.nas),
  strip: form.strip,
  lookUps: form.lookUps,
  reply: form.reply,
  group: form.group.trim() || null,
  denyAttributes: lines(form.denyAttributes),
  requireMessageAuthenticator: form.requireMessageAuthenticator,
  forwardAccounting: form.forwardAccounting,
  timeoutMillis: Number(form.timeoutMillis),
  retransmits: Number(form.retransmits),
  statusServer: form.statusServer,
  deadSeconds: Number(form.deadSeconds),
  homeServers: form.homeServers.map(unpackHome).map((h) => ({
    address: h.address.trim(),
    authPort: Number(h.authPort),
    acctPort: Number(h.acctPort),
    ...(h.secret ? { secret: h.secret } : {}),
  })),
});

/** Without its secret, to be shown and compared in words. */
export function homeText(packed: string): string {
  const h = unpackHome(packed);
  return `${h.address || "?"}:${h.authPort}${h.secret ? ", new secret" : ""}`;
}

export function move<T>(list: T[], from: number, by: number): T[] {
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  const copy = [...list];
  const [taken] = copy.splice(from, 1);
  if (taken !== undefined) copy.splice(to, 0, taken);
  return copy;
}

export function realmProblem(form: RealmForm): string | null {
  for (const field of ["timeoutMillis", "retransmits", "deadSeconds"] as const)
    if (!/^\d+$/.test(form[field].trim()))
      return `${LABELS[field]}: "${form[field]}" is no whole number.`;
  return form.homeServers.length === 0 ? "Add a home server first." : null;
}
