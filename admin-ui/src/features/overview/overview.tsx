import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { api, codeOf, must, onEvent, reason, useMay, type Overview } from "../../api";
import {
  Ago,
  Button,
  count,
  curl,
  Empty,
  Failed,
  Icon,
  Loading,
  micros,
  Notice,
  Page,
  Panel,
  plural,
  ShowAs,
  Sparkline,
} from "../../kit";
import { checklist } from "./checklist";
import { ExpiryNotices } from "./expiry";
import "./overview.css";

const DISMISSED = "flexaaa.checklist";

export function OverviewPage() {
  const query = useQuery({
    queryKey: ["overview"],
    queryFn: async () => (await must(api.GET("/api/v1/overview"))) as Overview,
    refetchInterval: 5000,
  });
  const { refetch } = query;
  // A session that comes or goes shows at once, not with the next poll.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        void refetch();
      }, 1000);
    };
    const stops = [onEvent("session", soon), onEvent("sessionRemoved", soon)];
    return () => {
      stops.forEach((stop) => stop());
      if (timer !== null) clearTimeout(timer);
    };
  }, [refetch]);

  const o = query.data;
  return (
    <Page title="Overview">
      <ExpiryNotices />
      <Checklist sessionsUp={o?.sessionsUp ?? 0} />
      {query.isPending ? <Loading what="the overview" /> : null}
      {query.isError && !o ? (
        <Failed
          what="the overview"
          reason={reason(query.error)}
          code={codeOf(query.error)}
          onRetry={() => void refetch()}
        />
      ) : null}
      {o ? <Numbers o={o} /> : null}
    </Page>
  );
}

function Numbers({ o }: { o: Overview }) {
  const accepts = o.spark.map((p) => p.accepts);
  const rejects = o.spark.map((p) => p.rejects);
  return (
    <>
      {o.decisionsNotLogged > 0 ? (
        <Notice tone="warn" title="The auth log has gaps">
          {plural(o.decisionsNotLogged, "decision")} were answered but could not be written down in
          time.
        </Notice>
      ) : null}
      <div className="numbers">
        <Number label="Sessions up" value={count(o.sessionsUp)} to="/sessions" />
        <Number
          label="Accepts, last minute"
          value={count(o.acceptsLastMinute)}
          to="/decisions"
          f="result:accept"
          line={accepts}
        />
        <Number
          label="Rejects, last minute"
          value={count(o.rejectsLastMinute)}
          to="/decisions"
          f="result:reject"
          line={rejects}
          alarm={o.rejectsLastMinute > 0}
        />
        <Number label="Answer time, p99" value={micros(o.p99Micros || null)} to="/decisions" />
        <Number
          label="CoA failures, 24 h"
          value={count(o.dynAuthFailures24h)}
          to="/sessions"
          alarm={o.dynAuthFailures24h > 0}
        />
        <Number
          label="Keys expiring, 30 d"
          value={count(o.keysExpiring30d)}
          to="/peers"
          alarm={o.keysExpiring30d > 0}
        />
      </div>
      <div className="overview-grid">
        <Panel title="Why requests are rejected">
          {o.topRejectReasons.length === 0 ? (
            <Empty title="No rejects">
              Nothing was rejected in the time the server looks back.
            </Empty>
          ) : (
            <Reasons reasons={o.topRejectReasons} />
          )}
        </Panel>
        <Panel title="Hubs gone silent">
          {o.silentNas.length === 0 ? (
            <Empty title="Every hub was heard lately">
              A hub that sends nothing for 10 minutes is named here, before its users call.
            </Empty>
          ) : (
            <ul className="silent">
              {o.silentNas.map((n) => (
                <li key={n.name}>
                  <Link to="/nas/$name" params={{ name: n.name }}>
                    {n.name}
                  </Link>{" "}
                  <span className="fx-id fx-dim">{n.address}</span>
                  <span className="silent-age">
                    {n.lastPacketAt ? (
                      <>
                        last packet <Ago at={n.lastPacketAt} />
                      </>
                    ) : (
                      "never heard"
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <div className="overview-as">
        <ShowAs views={[{ name: "API call", text: curl("GET", "/api/v1/overview") }]} />
      </div>
    </>
  );
}

function Number(p: {
  label: string;
  value: ReactNode;
  to: "/sessions" | "/decisions" | "/peers";
  f?: string;
  line?: number[];
  alarm?: boolean;
}) {
  return (
    <Link to={p.to} search={p.f ? { f: p.f } : {}} className="number">
      <span className="number-label">
        {p.alarm ? <Icon name="warn" size={13} /> : null}
        {p.label}
      </span>
      <span className="number-value">{p.value}</span>
      {p.line ? (
        <span className="number-line" title="last 24 minutes">
          <Sparkline values={p.line} width={88} height={24} />
        </span>
      ) : null}
    </Link>
  );
}

function Reasons({ reasons }: { reasons: Overview["topRejectReasons"] }) {
  const top = Math.max(...reasons.map((r) => r.count), 1);
  return (
    <ul className="reasons">
      {reasons.map((r) => (
        <li key={r.reason}>
          <Link to="/decisions" search={{ f: `result:reject reason:${r.reason}` }}>
            {r.reason}
          </Link>
          <span className="reasons-bar" aria-hidden="true">
            <i style={{ width: `${(r.count / top) * 100}%` }} />
          </span>
          <span className="reasons-count">{count(r.count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Four steps to a first session; goes away when done or when told to. */
function Checklist({ sessionsUp }: { sessionsUp: number }) {
  const [gone, setGone] = useState(() => localStorage.getItem(DISMISSED) === "gone");
  const mayPeers = useMay("peers:write");
  const query = useQuery({
    queryKey: ["checklist"],
    queryFn: async () => {
      const one = { params: { query: { limit: 1 } } };
      const [nas, peers, decisions, sessions] = await Promise.all([
        must(api.GET("/api/v1/nas", one)),
        must(api.GET("/api/v1/peers", one)),
        must(api.GET("/api/v1/decisions", one)),
        must(api.GET("/api/v1/sessions", { params: { query: { limit: 1, state: "all" } } })),
      ]);
      return {
        nas: nas.items.length,
        peers: peers.items.length,
        decisions: decisions.items.length,
        sessions: sessions.items.length,
      };
    },
    enabled: !gone && mayPeers,
    refetchInterval: (q) => (q.state.data?.sessions ? false : 5000),
  });
  if (gone || !mayPeers || !query.data) return null;
  const steps = checklist({ ...query.data, sessions: Math.max(query.data.sessions, sessionsUp) });
  if (steps.every((s) => s.done)) return null;
  const next = steps.findIndex((s) => !s.done);
  const dismiss = () => {
    localStorage.setItem(DISMISSED, "gone");
    setGone(true);
  };
  return (
    <Panel
      title={`First session: ${steps.filter((s) => s.done).length} of ${steps.length} steps done`}
      action={
        <Button kind="quiet" onClick={dismiss}>
          Do not show again
        </Button>
      }
    >
      <ol className="checklist">
        {steps.map((s, i) => (
          <li key={s.title} className={s.done ? "done" : i === next ? "next" : ""}>
            <span className="checklist-mark">
              {s.done ? <Icon name="check" size={14} /> : i + 1}
            </span>
            <div>
              <div className="checklist-title">
                {s.title}
                {s.done ? <span className="fx-sr"> (done)</span> : null}
              </div>
              <p>{s.text}</p>
              {s.done ? null : (
                <Link to={s.to} className={i === next ? "fx-linkbutton primary" : "fx-linkbutton"}>
                  {s.action}
                </Link>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
