import type { Nas } from "../../api";
import { Ago, count, Facts, Panel } from "../../kit";

export function Counters({ nas }: { nas: Nas }) {
  const c = nas.counters;
  const drops = Object.entries(c.drops).filter(([, n]) => (n ?? 0) > 0);
  return (
    <Panel title="Since the server started">
      <Facts
        rows={[
          ["Last packet", <Ago key="l" at={nas.lastPacketAt} />],
          ["Requests", count(c.requests)],
          ["Accepts", count(c.accepts)],
          ["Rejects", count(c.rejects)],
          ["Accounting", count(c.accounting)],
          ...(drops.length === 0
            ? ([["Drops", "0"]] as [string, string][])
            : drops.map(([why, n]): [string, string] => [`Dropped: ${why}`, count(n)])),
        ]}
      />
    </Panel>
  );
}
