import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import {
  api,
  codeOf,
  must,
  reason,
  useList,
  useMay,
  type Nas,
  type Page as PageOf,
} from "../../api";
import {
  ageSeconds,
  Ago,
  Button,
  count,
  DataTable,
  Empty,
  Failed,
  FilterBar,
  isFiltered,
  Loading,
  Page,
  plural,
  State,
  toQuery,
  useNow,
  useTableView,
  type Column,
} from "../../kit";
import "../sessions/sessions.css";

const route = getRouteApi("/nas");
const SILENT_SECONDS = 600;

export function NasState({ nas }: { nas: Nas }) {
  const now = useNow();
  const age = ageSeconds(nas.lastPacketAt, now);
  if (!nas.enabled)
    return (
      <State tone="idle" icon="stop">
        Disabled
      </State>
    );
  if (!nas.secretSet)
    return (
      <State tone="bad" icon="warn">
        No secret
      </State>
    );
  if (age === null)
    return (
      <State tone="info" icon="clock">
        Never heard
      </State>
    );
  return age > SILENT_SECONDS ? (
    <State tone="warn" icon="warn">
      Silent
    </State>
  ) : (
    <State tone="good" icon="check">
      Heard
    </State>
  );
}

const drops = (n: Nas) => Object.values(n.counters.drops).reduce((sum, d) => sum + (d ?? 0), 0);

const COLUMNS: Column<Nas>[] = [
  { id: "state", head: "State", width: 116, cell: (n) => <NasState nas={n} /> },
  {
    id: "name",
    head: "Name",
    width: 150,
    grow: 2,
    cell: (n) => (
      <Link to="/nas/$name" params={{ name: n.name }} tabIndex={-1} className="cell-link">
        {n.name}
      </Link>
    ),
  },
  {
    id: "address",
    head: "Address",
    width: 170,
    grow: 1,
    cell: (n) => <span className="fx-id">{n.address}</span>,
  },
  { id: "type", head: "Type", width: 90, cell: (n) => n.type },
  { id: "description", head: "Description", width: 140, grow: 3, cell: (n) => n.description },
  { id: "port", head: "CoA port", width: 84, align: "right", cell: (n) => n.dynAuthPort },
  {
    id: "accepts",
    head: "Accepts",
    width: 88,
    align: "right",
    cell: (n) => count(n.counters.accepts),
  },
  {
    id: "rejects",
    head: "Rejects",
    width: 88,
    align: "right",
    cell: (n) => count(n.counters.rejects),
  },
  { id: "drops", head: "Drops", width: 80, align: "right", cell: (n) => count(drops(n)) },
  { id: "last", head: "Last packet", width: 100, cell: (n) => <Ago at={n.lastPacketAt} /> },
];

export function NasListPage() {
  const { f = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("nas:write");
  const { params, problems } = useMemo(() => toQuery(f, []), [f]);
  const list = useList<Nas>(
    ["nas", "list", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/nas", {
          params: { query: { ...params, limit: 100, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<Nas>,
    10_000,
  );
  const view = useTableView("nas", COLUMNS);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const create = () => void go({ to: "/nas/new" });
  const open = (n: Nas) => void go({ to: "/nas/$name", params: { name: n.name } });
  return (
    <Page
      fill
      title="NAS"
      sub={list.isSuccess && list.total !== null ? plural(list.total, "RADIUS client") : null}
      actions={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={create}>
            New NAS
          </Button>
        ) : null
      }
    >
      <FilterBar
        value={f}
        onChange={setFilter}
        fields={[]}
        problems={problems}
        placeholder="Part of a name, address or description"
      >
        {view.menu}
      </FilterBar>
      {list.isPending ? <Loading what="NAS" /> : null}
      {list.isError && list.rows.length === 0 ? (
        <Failed
          what="NAS"
          reason={reason(list.error)}
          code={codeOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.isSuccess && list.rows.length === 0 ? (
        isFiltered(f) ? (
          <Empty
            title="No NAS matches this filter"
            action={<Button onClick={() => setFilter("")}>Show all NAS</Button>}
          >
            The server searched all of them for <code>{f}</code>.
          </Empty>
        ) : (
          <Empty
            title="No hub may ask this server yet"
            action={
              mayWrite ? (
                <Button kind="primary" icon="plus" onClick={create}>
                  Add the first hub
                </Button>
              ) : undefined
            }
          >
            RADIUS answers known clients only. Add the hub with its address and a shared secret; the
            page then shows the IOS lines to paste there.
          </Empty>
        )
      ) : null}
      {list.rows.length > 0 ? (
        <DataTable
          label="NAS"
          rows={list.rows}
          rowKey={(n) => n.name}
          columns={view.columns}
          rowHeight={view.rowHeight}
          total={list.total}
          onOpen={open}
          onFull={open}
          onEnd={list.more}
          rowTone={(n) => (n.enabled ? undefined : "idle")}
        />
      ) : null}
    </Page>
  );
}
