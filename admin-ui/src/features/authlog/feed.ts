import type { Decision } from "../../api";

/** Newest first, each decision once, at most `keep`. */
export function prepend(
  list: readonly Decision[],
  incoming: readonly Decision[],
  keep: number,
): Decision[] {
  const have = new Set(list.map((d) => d.id));
  const added = incoming.filter((d) => !have.has(d.id)).toSorted((a, b) => b.id - a.id);
  return [...added, ...list].slice(0, keep);
}

/** Whether a decision the stream tells of belongs to the filtered list. */
export function decisionMatcher(params: Record<string, string>): (d: Decision) => boolean {
  const { result, peer, nas, reason, auditSessionId, q } = params;
  const words = (q ?? "").toLowerCase();
  return (d) =>
    (!result || d.result === result) &&
    (!peer || d.peer === peer) &&
    (!nas || d.nas === nas) &&
    (!reason || d.reason === reason) &&
    (!auditSessionId || d.auditSessionId === auditSessionId) &&
    (!words || d.peer.toLowerCase().includes(words) || d.sentence.toLowerCase().includes(words));
}
