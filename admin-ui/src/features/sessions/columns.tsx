import { Link } from "@tanstack/react-router";
import type { Session } from "../../api";
import {
  Ago,
  bitRate,
  bytes,
  dateTime,
  duration,
  exact,
  Sparkline,
  UNKNOWN,
  type Column,
} from "../../kit";
import { SessionState } from "./state";

const id = (value: string | null) =>
  value ? <span className="fx-id">{value}</span> : <span className="fx-dim">{UNKNOWN}</span>;

const rate = (value: number | null) => <span title={exact(value, "bit/s")}>{bitRate(value)}</span>;

const total = (value: number, packets: number) => (
  <span title={`${exact(value, "octets")} in ${exact(packets, "packets")}`}>{bytes(value)}</span>
);

export function sessionColumns(rates: ReadonlyMap<number, readonly number[]>): Column<Session>[] {
  return [
    {
      id: "state",
      head: "State",
      width: 80,
      cell: (s) => <SessionState state={s.state} />,
      text: (s) => s.state,
    },
    {
      id: "peer",
      head: "Peer",
      width: 140,
      grow: 3,
      cell: (s) => (
        <Link
          to="/peers/$name"
          params={{ name: s.peer }}
          tabIndex={-1}
          className="cell-link"
          title={s.peer}
        >
          {s.peer}
        </Link>
      ),
      text: (s) => s.peer,
    },
    {
      id: "group",
      head: "Group",
      width: 84,
      grow: 1,
      cell: (s) => s.group ?? <span className="fx-dim">{UNKNOWN}</span>,
      text: (s) => s.group ?? "",
    },
    {
      id: "nas",
      head: "Hub (NAS)",
      width: 82,
      grow: 1,
      cell: (s) => <span title={s.nasAddress}>{s.nas}</span>,
      text: (s) => s.nas,
    },
    {
      id: "framedIp",
      head: "Tunnel IP",
      width: 106,
      grow: 1,
      cell: (s) => id(s.framedIp ?? s.framedIpv6),
      text: (s) => s.framedIp ?? s.framedIpv6 ?? "",
    },
    {
      id: "public",
      head: "Public IP",
      width: 112,
      grow: 1,
      cell: (s) => id(s.callingStationId),
      text: (s) => s.callingStationId ?? "",
    },
    {
      id: "auth",
      head: "Auth method",
      width: 96,
      hidden: true,
      cell: (s) => s.authMethod ?? <span className="fx-dim">{UNKNOWN}</span>,
      text: (s) => s.authMethod ?? "",
    },
    {
      id: "since",
      head: "Up since",
      width: 76,
      cell: (s) => <Ago at={s.startedAt} />,
      text: (s) => dateTime(s.startedAt),
    },
    {
      id: "rxRate",
      head: "Rx rate",
      width: 82,
      align: "right",
      cell: (s) => rate(s.rxRate),
      text: (s) => String(s.rxRate ?? ""),
    },
    {
      id: "txRate",
      head: "Tx rate",
      width: 82,
      align: "right",
      cell: (s) => rate(s.txRate),
      text: (s) => String(s.txRate ?? ""),
    },
    {
      id: "spark",
      head: "Trend",
      width: 66,
      cell: (s) => <Sparkline values={[...(rates.get(s.id) ?? [])]} width={50} />,
    },
    {
      id: "rx",
      head: "Rx",
      width: 78,
      align: "right",
      cell: (s) => total(s.rxBytes, s.rxPackets),
      text: (s) => String(s.rxBytes),
    },
    {
      id: "tx",
      head: "Tx",
      width: 78,
      align: "right",
      cell: (s) => total(s.txBytes, s.txPackets),
      text: (s) => String(s.txBytes),
    },
    {
      id: "report",
      head: "Last report",
      width: 86,
      cell: (s) => <Ago at={s.lastReportAt} />,
      text: (s) => dateTime(s.lastReportAt),
    },
    {
      id: "duration",
      head: "Duration",
      width: 84,
      hidden: true,
      align: "right",
      cell: (s) => duration(s.sessionSeconds),
      text: (s) => String(s.sessionSeconds),
    },
    {
      id: "audit",
      head: "audit-session-id",
      width: 240,
      hidden: true,
      cell: (s) => id(s.auditSessionId),
      text: (s) => s.auditSessionId ?? "",
    },
    {
      id: "interface",
      head: "Interface",
      width: 130,
      hidden: true,
      cell: (s) => id(s.interface),
      text: (s) => s.interface ?? "",
    },
    {
      id: "cause",
      head: "Terminate cause",
      width: 130,
      hidden: true,
      cell: (s) => s.terminateCause ?? <span className="fx-dim">{UNKNOWN}</span>,
      text: (s) => s.terminateCause ?? "",
    },
  ];
}
