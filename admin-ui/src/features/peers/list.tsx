import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import {
  api,
  codeOf,
  must,
  reason,
  useList,
  useMay,
  type Page as PageOf,
  type Peer,
} from "../../api";
import {
  Ago,
  Button,
  count,
  DataTable,
  dateTime,
  downloadText,
  Empty,
  Facts,
  Failed,
  FilterBar,
  Icon,
  IconButton,
  isFiltered,
  Loading,
  Page,
  plural,
  SidePanel,
  Split,
  toCsv,
  toQuery,
  UNKNOWN,
  useTableView,
  type Column,
} from "../../kit";
import { KeyState, PeerState } from "./state";
import "../sessions/sessions.css";
import "./peers.css";

const route = getRouteApi("/peers");
const PAGE = 100;

const COLUMNS: Column<Peer>[] = [
  {
    id: "state",
    head: "State",
    width: 98,
    cell: (p) => <PeerState peer={p} />,
    text: (p) => (!p.enabled ? "disabled" : p.online ? "online" : "offline"),
  },
  {
    id: "name",
    head: "Name",
    width: 190,
    grow: 3,
    cell: (p) => (
      <Link
        to="/peers/$name"
        params={{ name: p.name }}
        tabIndex={-1}
        className="cell-link"
        title={p.name}
      >
        {p.name}
      </Link>
    ),
    text: (p) => p.name,
  },
  {
    id: "description",
    head: "Description",
    width: 140,
    grow: 3,
    cell: (p) => <span title={p.description}>{p.description}</span>,
    text: (p) => p.description,
  },
  {
    id: "group",
    head: "Group",
    width: 120,
    grow: 1,
    cell: (p) => p.group ?? <span className="fx-dim">none</span>,
    text: (p) => p.group ?? "",
  },
  {
    id: "key",
    head: "Key",
    width: 138,
    cell: (p) => <KeyState psk={p.psk} />,
    text: (p) => (p.psk.set ? p.psk.kind : "none"),
  },
  {
    id: "expires",
    head: "Key expires",
    width: 152,
    hidden: true,
    cell: (p) => dateTime(p.psk.expiresAt),
    text: (p) => p.psk.expiresAt ?? "",
  },
  {
    id: "address",
    head: "Address",
    width: 130,
    cell: (p) => (
      <span className="fx-id">
        {p.framedIp ?? (p.framedPool ? `pool ${p.framedPool}` : UNKNOWN)}
      </span>
    ),
    text: (p) => p.framedIp ?? "",
  },
  {
    id: "pairs",
    head: "AV pairs",
    width: 74,
    align: "right",
    cell: (p) => p.avPairs.length,
    text: (p) => String(p.avPairs.length),
  },
  {
    id: "seen",
    head: "Last seen",
    width: 92,
    cell: (p) => <Ago at={p.lastSeenAt} />,
    text: (p) => p.lastSeenAt ?? "",
  },
  {
    id: "changed",
    head: "Changed",
    width: 92,
    hidden: true,
    cell: (p) => <Ago at={p.updatedAt} />,
    text: (p) => p.updatedAt,
  },
];

export function PeersPage() {
  const { f = "", open } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("peers:write");
  const { params, problems } = useMemo(() => toQuery(f, []), [f]);
  const list = useList<Peer>(
    ["peers", "list", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/peers", {
          params: { query: { ...params, limit: PAGE, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<Peer>,
  );
  const view = useTableView("peers", COLUMNS);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const openRow = (p: Peer | null) =>
    void navigate({
      search: { ...(f ? { f } : {}), ...(p ? { open: p.name } : {}) },
      replace: true,
    });
  const opened = open === undefined ? undefined : list.rows.find((p) => p.name === open);
  const create = () => void go({ to: "/peers/new" });

  return (
    <Page
      fill
      title="Peers"
      sub={
        list.isSuccess
          ? list.total === null
            ? `${count(list.rows.length)} loaded, more below`
            : plural(list.total, "peer")
          : null
      }
      actions={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={create}>
            New peer
          </Button>
        ) : null
      }
    >
      <FilterBar
        value={f}
        onChange={setFilter}
        fields={[]}
        problems={problems}
        placeholder="Part of a name or description"
      >
        <IconButton
          icon="drop"
          label="Save the loaded rows as CSV"
          onClick={() => downloadText("peers.csv", "text/csv", toCsv(COLUMNS, list.rows))}
        />
        {view.menu}
      </FilterBar>
      <Split side={opened ? <PeerPanel peer={opened} onClose={() => openRow(null)} /> : null}>
        {list.isPending ? <Loading what="peers" /> : null}
        {list.isError && list.rows.length === 0 ? (
          <Failed
            what="peers"
            reason={reason(list.error)}
            code={codeOf(list.error)}
            onRetry={() => void list.refetch()}
          />
        ) : null}
        {list.isSuccess && list.rows.length === 0 ? (
          isFiltered(f) ? (
            <Empty
              title="No peer matches this filter"
              action={<Button onClick={() => setFilter("")}>Show all peers</Button>}
            >
              The server searched all peers for <code>{f}</code>.
            </Empty>
          ) : (
            <Empty
              title="No peers yet"
              action={
                mayWrite ? (
                  <Button kind="primary" icon="plus" onClick={create}>
                    Create the first peer
                  </Button>
                ) : undefined
              }
            >
              A peer is a spoke or client by the name the hub asks for, with its key and AV pairs.
              It can also be made with <code>PUT /api/v1/peers/NAME</code>.
            </Empty>
          )
        ) : null}
        {list.rows.length > 0 ? (
          <DataTable
            label="Peers"
            rows={list.rows}
            rowKey={(p) => p.name}
            columns={view.columns}
            rowHeight={view.rowHeight}
            total={list.total}
            onOpen={openRow}
            onFull={(p) => void go({ to: "/peers/$name", params: { name: p.name } })}
            openKey={open ?? null}
            onEnd={list.more}
            rowTone={(p) => (p.enabled ? undefined : "idle")}
          />
        ) : null}
      </Split>
    </Page>
  );
}

function PeerPanel({ peer, onClose }: { peer: Peer; onClose: () => void }) {
  return (
    <SidePanel title={peer.name} label={`Peer ${peer.name}`} onClose={onClose}>
      <div className="fx-buttons">
        <Link to="/peers/$name" params={{ name: peer.name }} className="fx-linkbutton primary">
          <Icon name="edit" size={14} /> Edit
        </Link>
        <Link
          to="/sessions"
          search={{ f: `state:all peer:${peer.name}` }}
          className="fx-linkbutton"
        >
          Sessions
        </Link>
        <Link to="/decisions" search={{ f: `peer:${peer.name}` }} className="fx-linkbutton">
          Decisions
        </Link>
      </div>
      <Facts
        rows={[
          ["State", <PeerState key="s" peer={peer} />],
          ["Description", peer.description || UNKNOWN],
          ["Group", peer.group ?? "none"],
          ["Key", <KeyState key="k" psk={peer.psk} />],
          ["Key last used", <Ago key="u" at={peer.psk.lastUsedAt} />],
          [
            "IPv4",
            <span key="4" className="fx-id">
              {peer.framedIp ?? UNKNOWN}
            </span>,
          ],
          [
            "Pool",
            <span key="p" className="fx-id">
              {peer.framedPool ?? UNKNOWN}
            </span>,
          ],
          [
            "IPv6",
            <span key="6" className="fx-id">
              {peer.addrV6 ?? UNKNOWN}
            </span>,
          ],
          ["Last seen", <Ago key="l" at={peer.lastSeenAt} />],
        ]}
      />
      <div>
        <h3>AV pairs, in order</h3>
        {peer.avPairs.length === 0 ? (
          <p className="fx-dim">None.</p>
        ) : (
          <ol className="pairs">
            {peer.avPairs.map((pair, i) => (
              <li key={`${i}${pair}`}>{pair}</li>
            ))}
          </ol>
        )}
      </div>
    </SidePanel>
  );
}
