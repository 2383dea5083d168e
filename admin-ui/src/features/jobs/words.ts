import type { DynAuthJob, JobItem } from "../../api";
import { plural, type IconName, type Tone } from "../../kit";

type Look = { tone: Tone; icon: IconName; text: string };

export function jobLook(job: Pick<DynAuthJob, "state">): Look {
  switch (job.state) {
    case "planned":
      return { tone: "info", icon: "preview", text: "Planned" };
    case "running":
      return { tone: "info", icon: "play", text: "Running" };
    case "done":
      return { tone: "good", icon: "check", text: "Done" };
    case "cancelled":
      return { tone: "idle", icon: "stop", text: "Cancelled" };
    case "interrupted":
      return { tone: "warn", icon: "warn", text: "Interrupted" };
  }
}

export function itemLook(state: JobItem["state"]): Look {
  switch (state) {
    case "pending":
      return { tone: "idle", icon: "clock", text: "Waiting" };
    case "sent":
      return { tone: "info", icon: "up", text: "Sent" };
    case "ack":
      return { tone: "good", icon: "check", text: "ACK" };
    case "nak":
      return { tone: "bad", icon: "cross", text: "NAK" };
    case "timeout":
      return { tone: "bad", icon: "clock", text: "No answer" };
    case "error":
      return { tone: "bad", icon: "warn", text: "Not sent" };
    case "skipped":
      return { tone: "idle", icon: "right", text: "Skipped" };
    case "cancelled":
      return { tone: "idle", icon: "stop", text: "Cancelled" };
    case "interrupted":
      return { tone: "warn", icon: "warn", text: "Unknown" };
  }
}

export const ITEM_STATES: JobItem["state"][] = [
  "pending",
  "sent",
  "ack",
  "nak",
  "timeout",
  "error",
  "skipped",
  "cancelled",
  "interrupted",
];

/** How many of a job's sessions have been dealt with. */
export function settled(job: Pick<DynAuthJob, "counts" | "total">): number {
  const of = (state: string) => Number(job.counts[state] ?? 0);
  return Math.max(0, job.total - of("pending") - of("sent"));
}

/** "3 ACK, 1 NAK" in the order of the states; nothing for a count of none. */
export function counted(job: Pick<DynAuthJob, "counts">): string {
  return ITEM_STATES.flatMap((s) => {
    const n = Number(job.counts[s] ?? 0);
    return n > 0 ? [`${n} ${itemLook(s).text}`] : [];
  }).join(", ");
}

export type JobForm = {
  kind: "disconnect" | "coa";
  peer: string;
  group: string;
  nas: string;
  q: string;
  all: boolean;
  avPairs: string[];
  sessionTimeout: string;
  rate: string;
};

export const EMPTY_JOB: JobForm = {
  kind: "disconnect",
  peer: "",
  group: "",
  nas: "",
  q: "",
  all: false,
  avPairs: [],
  sessionTimeout: "",
  rate: "10",
};

/** What stands in the way of asking the server. */
export function jobMissing(form: JobForm): string | null {
  const rate = Number(form.rate);
  if (!form.all && [form.peer, form.group, form.nas, form.q].every((v) => v.trim() === ""))
    return "Say which sessions, or tick all of them.";
  if (!Number.isInteger(rate) || rate < 1 || rate > 1000)
    return "The rate is a whole number from 1 to 1000.";
  if (form.kind === "coa" && form.avPairs.length === 0 && form.sessionTimeout.trim() === "")
    return "Add an AV pair or a Session-Timeout to send.";
  if (form.sessionTimeout.trim() !== "" && !/^\d+$/.test(form.sessionTimeout.trim()))
    return "Session-Timeout is a whole number of seconds.";
  return null;
}

export function jobBody(form: JobForm, dryRun: boolean) {
  const text = (v: string) => v.trim() || null;
  return {
    kind: form.kind,
    query: {
      ...(form.all
        ? { all: true }
        : {
            peer: text(form.peer),
            group: text(form.group),
            nas: text(form.nas),
            q: text(form.q),
          }),
    },
    ...(form.kind === "coa"
      ? {
          avPairs: form.avPairs,
          ...(form.sessionTimeout.trim() ? { sessionTimeout: Number(form.sessionTimeout) } : {}),
        }
      : {}),
    ratePerSecond: Number(form.rate),
    dryRun,
  };
}

/** How long the slowest hub is kept busy, in words. */
export function estimate(items: Pick<JobItem, "nas" | "state">[], rate: number): string {
  const lanes = new Map<string, number>();
  for (const item of items)
    if (item.state === "pending") lanes.set(item.nas, (lanes.get(item.nas) ?? 0) + 1);
  const longest = Math.max(0, ...lanes.values());
  const seconds = Math.max(1, Math.ceil(longest / Math.max(1, rate)));
  return `${plural(lanes.size, "hub")}, at ${rate} a second each about ${plural(seconds, "second")}`;
}
