import { Link } from "@tanstack/react-router";
import { useMay, type Session } from "../../api";
import {
  Ago,
  At,
  bitRate,
  Button,
  bytes,
  CopyButton,
  curl,
  duration,
  exact,
  Facts,
  Notice,
  ShowAs,
  SidePanel,
  Sparkline,
  UNKNOWN,
} from "../../kit";
import { SessionState } from "./state";

const mono = (value: string | null) => (value ? <span className="fx-id">{value}</span> : UNKNOWN);

export function sessionFacts(s: Session): [string, React.ReactNode][] {
  return [
    ["State", <SessionState key="s" state={s.state} />],
    [
      "Evidence",
      <>
        accounting <Ago at={s.lastReportAt} />
      </>,
    ],
    [
      "Peer",
      <Link key="p" to="/peers/$name" params={{ name: s.peer }}>
        {s.peer}
      </Link>,
    ],
    ...(s.userName !== s.peer
      ? ([["User-Name", mono(s.userName)]] as [string, React.ReactNode][])
      : []),
    [
      "Group",
      s.group ? (
        <Link key="g" to="/groups/$name" params={{ name: s.group }}>
          {s.group}
        </Link>
      ) : (
        "none"
      ),
    ],
    [
      "Hub (NAS)",
      <Link key="n" to="/nas/$name" params={{ name: s.nas }}>{`${s.nas} (${s.nasAddress})`}</Link>,
    ],
    ["Tunnel IPv4", mono(s.framedIp)],
    ["Tunnel IPv6", mono(s.framedIpv6)],
    ["Public IP", mono(s.callingStationId)],
    ["Auth method", s.authMethod ?? UNKNOWN],
    ["Interface", mono(s.interface)],
    ["Started", <At key="a" at={s.startedAt} />],
    ...(s.endedAt
      ? ([["Ended", <At key="e" at={s.endedAt} />]] as [string, React.ReactNode][])
      : []),
    ["Duration", duration(s.sessionSeconds)],
    ...(s.terminateCause
      ? ([["Terminate cause", s.terminateCause]] as [string, React.ReactNode][])
      : []),
    [
      "audit-session-id",
      s.auditSessionId ? (
        <span key="i" className="with-copy">
          <span className="fx-id">{s.auditSessionId}</span>
          <CopyButton text={s.auditSessionId} what="audit-session-id" />
        </span>
      ) : (
        UNKNOWN
      ),
    ],
    ["Acct-Session-Id", mono(s.acctSessionId)],
    ...(s.flags.length > 0 ? ([["Flags", s.flags.join(", ")]] as [string, React.ReactNode][]) : []),
  ];
}

export function Traffic({ session: s, rates }: { session: Session; rates: readonly number[] }) {
  return (
    <div className="panel-rates">
      <div className="panel-rate" title={exact(s.rxBytes, "octets")}>
        <span>Rx, from the peer</span>
        <b>{bitRate(s.rxRate)}</b>
        <span>{bytes(s.rxBytes)} in all</span>
      </div>
      <div className="panel-rate" title={exact(s.txBytes, "octets")}>
        <span>Tx, to the peer</span>
        <b>{bitRate(s.txRate)}</b>
        <span>{bytes(s.txBytes)} in all</span>
      </div>
      {rates.length > 1 ? (
        <div className="panel-rate trend">
          <span>Rx and Tx together, last {rates.length} reports</span>
          <Sparkline values={[...rates]} width={150} height={24} />
        </div>
      ) : null}
    </div>
  );
}

/** The same session without the console. */
export function sessionViews(s: Session) {
  const id = s.auditSessionId ?? "";
  return [
    { name: "API call", text: curl("GET", `/api/v1/sessions/${s.id}`) },
    {
      name: "radclient",
      text: `echo 'Cisco-AVPair = "audit-session-id=${id}"' |\n  radclient ${s.nasAddress}:1700 disconnect "$SECRET"`,
      note: "What the disconnect button sends, by hand. The port is the one of the NAS.",
    },
    {
      name: "IOS",
      text: `show crypto session remote ${s.callingStationId ?? "ADDRESS"} detail\nshow derived-config interface ${s.interface ?? "virtual-access N"}`,
      note: "On the hub: what it knows of this session.",
    },
  ];
}

export function SessionPanel(p: {
  session: Session;
  rates: readonly number[];
  onClose: () => void;
  onDisconnect: () => void;
  onCoa: () => void;
}) {
  const s = p.session;
  const mayControl = useMay("sessions:control");
  return (
    <SidePanel title={s.peer} label={`Session of ${s.peer}`} onClose={p.onClose}>
      <div className="fx-buttons">
        {mayControl && s.state !== "ended" ? (
          <>
            <Button kind="danger" icon="plug" onClick={p.onDisconnect}>
              Disconnect
            </Button>
            <Button icon="edit" onClick={p.onCoa}>
              Change policy
            </Button>
          </>
        ) : null}
        <Link to="/sessions/$id" params={{ id: String(s.id) }} className="fx-linkbutton">
          Open the timeline
        </Link>
      </div>
      {!mayControl && s.state !== "ended" ? (
        <p className="fx-dim">
          Disconnect and Change policy need the permission <code>sessions:control</code>; an
          administrator can grant it.
        </p>
      ) : null}
      {s.state === "stale" ? (
        <Notice tone="warn" title="No report for longer than promised">
          The last accounting report came <Ago at={s.lastReportAt} />. The tunnel may be up: what is
          shown is the last that the hub said.
        </Notice>
      ) : null}
      <Traffic session={s} rates={p.rates} />
      <Facts rows={sessionFacts(s)} />
      <ShowAs views={sessionViews(s)} />
    </SidePanel>
  );
}
