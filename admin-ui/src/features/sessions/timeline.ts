import type { SessionDetail } from "../../api";

type Entry = SessionDetail["timeline"][number];

/** What is shown as one: an event, or a run of interim reports with the newest in front. */
export type Run = { first: Entry; more: Entry[] };

const isInterim = (e: Entry) => e.kind === "accounting" && /interim/i.test(e.text);

/** Newest first; hundreds of interim reports in a row must not bury the one CoA among them. */
export function runs(timeline: readonly Entry[]): Run[] {
  const result: Run[] = [];
  for (const entry of timeline.toReversed()) {
    const last = result.at(-1);
    if (last && isInterim(entry) && isInterim(last.first)) last.more.push(entry);
    else result.push({ first: entry, more: [] });
  }
  return result;
}
