import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import {
  api,
  codeOf,
  must,
  onEvent,
  pollMillis,
  reason,
  useMay,
  usePeer,
  useStream,
  type Session,
  type SessionDetail,
} from "../../api";
import {
  Ago,
  At,
  Button,
  CodeBlock,
  curl,
  Empty,
  Facts,
  Failed,
  Loading,
  Notice,
  Page,
  Panel,
  plural,
  RateChart,
  ShowAs,
  State,
  Tabs,
  type RateSample,
} from "../../kit";
import { CoaDialog } from "../dynauth/coa";
import { DisconnectDialog } from "../dynauth/disconnect";
import { sessionFacts, sessionViews, Traffic } from "./panel";
import { SessionState } from "./state";
import { runs, type Run } from "./timeline";
import "../editing/editing.css";
import "./sessions.css";

const route = getRouteApi("/sessions/$id");
type Tab = "timeline" | "traffic" | "policy" | "raw";

export function SessionPage() {
  const { id } = route.useParams();
  const stream = useStream();
  const mayControl = useMay("sessions:control");
  const [tab, setTab] = useState<Tab>("timeline");
  const [acting, setActing] = useState<"disconnect" | "coa" | null>(null);
  const query = useQuery({
    queryKey: ["sessions", "one", id],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/sessions/{id}", { params: { path: { id: Number(id) } } }),
      )) as SessionDetail,
    refetchInterval: pollMillis(stream),
  });
  const { refetch } = query;
  useEffect(() => {
    const mine = (told: number) => {
      if (String(told) === id) void refetch();
    };
    const stops = [
      onEvent("session", (s) => mine(s.id)),
      onEvent("sessionRemoved", (r) => mine(r.id)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [id, refetch]);

  const s = query.data;
  if (query.isPending) return <Loading what={`session ${id}`} />;
  if (!s)
    return (
      <Failed
        what={`session ${id}`}
        reason={reason(query.error)}
        code={codeOf(query.error)}
        onRetry={() => void refetch()}
      />
    );
  const session: Session = s;
  return (
    <Page
      title={s.peer}
      sub={
        <>
          <SessionState state={s.state} /> &nbsp;session on {s.nas}, evidence from{" "}
          <Ago at={s.lastReportAt} />
        </>
      }
      actions={
        mayControl && s.state !== "ended" ? (
          <>
            <Button icon="edit" onClick={() => setActing("coa")}>
              Change policy
            </Button>
            <Button kind="danger" icon="plug" onClick={() => setActing("disconnect")}>
              Disconnect
            </Button>
          </>
        ) : null
      }
    >
      <div className="session-grid">
        <Tabs
          label="Session"
          value={tab}
          tabs={[
            { value: "timeline", label: "Timeline" },
            { value: "traffic", label: "Traffic" },
            { value: "policy", label: "Policy" },
            { value: "raw", label: "Raw" },
          ]}
          onChange={setTab}
        >
          {tab === "timeline" ? <Timeline entries={s.timeline} /> : null}
          {tab === "traffic" ? <TrafficTab samples={s.rates} /> : null}
          {tab === "policy" ? <PolicyTab session={session} /> : null}
          {tab === "raw" ? (
            <CodeBlock text={JSON.stringify(s, null, 2)} what="the session as JSON" />
          ) : null}
        </Tabs>
        <aside aria-label="Session facts">
          {s.state === "stale" ? (
            <Notice tone="warn" title="No report for longer than promised">
              What is shown is the last that the hub said.
            </Notice>
          ) : null}
          <Traffic session={session} rates={s.rates.slice(-30).map((r) => r.rx + r.tx)} />
          <Panel title="Session">
            <Facts rows={sessionFacts(session)} />
          </Panel>
          <ShowAs views={sessionViews(session)} />
        </aside>
      </div>
      {acting === "disconnect" ? (
        <DisconnectDialog sessions={[session]} onClose={() => setActing(null)} />
      ) : null}
      {acting === "coa" ? <CoaDialog session={session} onClose={() => setActing(null)} /> : null}
    </Page>
  );
}

const KIND: Record<string, { label: string; icon: "log" | "sessions" | "plug" }> = {
  radius: { label: "RADIUS", icon: "log" },
  accounting: { label: "Accounting", icon: "sessions" },
  dynauth: { label: "CoA / PoD", icon: "plug" },
};

function Timeline({ entries }: { entries: SessionDetail["timeline"] }) {
  if (entries.length === 0)
    return (
      <Empty title="Nothing recorded yet">
        RADIUS decisions, accounting reports, CoA and Disconnect of this session appear here as they
        happen.
      </Empty>
    );
  return (
    <ol className="timeline">
      {runs(entries).map((run) => (
        <TimelineRun key={`${run.first.at}${run.first.kind}${run.first.text}`} run={run} />
      ))}
    </ol>
  );
}

function TimelineRun({ run }: { run: Run }) {
  const [open, setOpen] = useState(false);
  const shown = open ? [run.first, ...run.more] : [run.first];
  const rest = run.more.length;
  return shown.map((e, i) => {
    const kind = KIND[e.kind];
    return (
      <li key={`${e.at}${i}`}>
        <At at={e.at} />
        <span>
          <State tone={e.kind === "dynauth" ? "info" : "idle"} icon={kind?.icon ?? "log"}>
            {kind?.label ?? e.kind}
          </State>
        </span>
        <span>
          <span className="what">{e.text}</span>
          {e.detail ? <div className="detail">{e.detail}</div> : null}
          {i === 0 && rest > 0 ? (
            <button
              type="button"
              className="linkish"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? "Hide" : "Show"} {plural(rest, "earlier report")} in a row
            </button>
          ) : null}
        </span>
      </li>
    );
  });
}

function TrafficTab({ samples }: { samples: RateSample[] }) {
  if (samples.length < 2)
    return (
      <Empty title="Not enough reports for a rate yet">
        A rate needs two accounting reports. The hub sends one at the start and then every interim
        interval; set a shorter Acct-Interim-Interval at the peer or the NAS to see more.
      </Empty>
    );
  return <RateChart samples={samples} height={300} />;
}

function PolicyTab({ session }: { session: Session }) {
  const peer = usePeer(session.peer);
  if (peer.isPending) return <Loading what="the peer's policy" />;
  if (!peer.data)
    return (
      <Notice tone="info" title="The peer's stored policy is not at hand">
        {reason(peer.error)} The session keeps what it was given when it came up.
      </Notice>
    );
  const { avPairs, group } = peer.data;
  return (
    <>
      <p className="fx-dim policy-lead">
        What the server gives this peer now, in order
        {group ? (
          <>
            ; the hub merges it with group{" "}
            <Link to="/groups/$name" params={{ name: group }}>
              {group}
            </Link>
          </>
        ) : null}
        . A change made since the session came up, or a CoA, shows in the timeline.
      </p>
      {avPairs.length === 0 ? (
        <Empty title="This peer has no AV pairs of its own">
          <Link to="/peers/$name" params={{ name: session.peer }}>
            Open the peer
          </Link>{" "}
          to add some.
        </Empty>
      ) : (
        <ol className="pairs">
          {avPairs.map((pair, i) => (
            <li key={`${i}${pair}`}>{pair}</li>
          ))}
        </ol>
      )}
      <ShowAs
        views={[
          {
            name: "API call",
            text: curl("GET", `/api/v1/peers/${encodeURIComponent(session.peer)}`),
          },
          {
            name: "IOS",
            text: `show derived-config interface ${session.interface ?? "virtual-access N"}`,
            note: "On the hub: what is really in force.",
          },
        ]}
      />
    </>
  );
}
