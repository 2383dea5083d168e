import { useNow } from "./clock";
import { ago, dateTime, zone } from "./format";

/** A relative time that keeps counting, the absolute one on hover. */
export function Ago({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span className="fx-dim">-</span>;
  return (
    <time dateTime={at} title={`${dateTime(at)} ${zone()}`}>
      {ago(at, now)}
    </time>
  );
}

export function At({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span className="fx-dim">-</span>;
  return (
    <time dateTime={at} title={`${zone()}, ${ago(at, now)}`}>
      {dateTime(at)}
    </time>
  );
}
