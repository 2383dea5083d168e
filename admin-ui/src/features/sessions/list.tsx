import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import {
  api,
  codeOf,
  must,
  pollMillis,
  reason,
  useList,
  useMay,
  useStream,
  type Page as PageOf,
  type Session,
} from "../../api";
import {
  bitRate,
  Button,
  count,
  DataTable,
  downloadText,
  Empty,
  Failed,
  FilterBar,
  IconButton,
  isFiltered,
  LivePill,
  Loading,
  Page,
  plural,
  Segmented,
  Split,
  toCsv,
  toQuery,
  useTableView,
  type FilterField,
} from "../../kit";
import { DisconnectDialog } from "../dynauth/disconnect";
import { CoaDialog } from "../dynauth/coa";
import { sessionColumns } from "./columns";
import { matcher } from "./live";
import { SessionPanel } from "./panel";
import { useLive } from "./use-live";
import "./sessions.css";

const route = getRouteApi("/sessions");
const FIELDS: FilterField[] = [
  { name: "state", label: "state", values: ["up", "stale", "ended", "all"], closed: true },
  { name: "peer", label: "peer, whole name" },
];
const PAGE = 100;

export function SessionsPage() {
  const { f = "", open } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const stream = useStream();
  const mayControl = useMay("sessions:control");
  const { params, problems } = useMemo(() => toQuery(f, FIELDS), [f]);
  const [paused, setPaused] = useState(false);
  const [inside, setInside] = useState(false);
  const [atTop, setAtTop] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [acting, setActing] = useState<{ what: "disconnect" | "coa"; sessions: Session[] } | null>(
    null,
  );

  const list = useList<Session>(
    ["sessions", "list", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/sessions", {
          params: { query: { ...params, limit: PAGE, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<Session>,
    paused ? false : pollMillis(stream),
  );
  const wanted = useMemo(() => matcher(params), [params]);
  const { refetch } = list;
  const reload = useCallback(() => void refetch(), [refetch]);
  const live = useLive(list.rows, wanted, paused, reload);
  const { settle, fresh, restart } = live;
  const showNew = useCallback(() => void refetch().then(settle), [refetch, settle]);

  // What was counted for one filter says nothing about another.
  useEffect(restart, [params]); // eslint-disable-line react-hooks/exhaustive-deps

  // With nobody's pointer on the rows and the list at its top, new rows may come in by themselves.
  const calm = !paused && !inside && atTop && open === undefined;
  useEffect(() => {
    if (!calm || fresh === 0) return;
    const timer = setTimeout(showNew, 1500);
    return () => clearTimeout(timer);
  }, [calm, fresh, showNew]);

  const columns = useMemo(() => sessionColumns(live.rates), [live.rates]);
  const view = useTableView("sessions", columns);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const openRow = (s: Session | null) =>
    void navigate({
      search: { ...(f ? { f } : {}), ...(s ? { open: String(s.id) } : {}) },
      replace: true,
    });

  const chosen = live.rows.filter((r) => selected.has(String(r.id)));
  const opened = open === undefined ? undefined : live.rows.find((r) => String(r.id) === open);
  const rx = live.rows.reduce((sum, r) => sum + (r.state === "up" ? (r.rxRate ?? 0) : 0), 0);
  const tx = live.rows.reduce((sum, r) => sum + (r.state === "up" ? (r.txRate ?? 0) : 0), 0);

  return (
    <Page
      fill
      title="Live sessions"
      sub={
        list.isSuccess ? (
          <>
            {list.total === null
              ? `${count(list.rows.length)} loaded, more below`
              : plural(list.total, "session")}
            {live.rows.length > 0
              ? ` · Rx ${bitRate(rx)} · Tx ${bitRate(tx)} in the loaded rows`
              : null}
          </>
        ) : null
      }
      actions={
        <>
          <LivePill
            count={paused ? 0 : fresh}
            what={fresh === 1 ? "session" : "sessions"}
            onShow={showNew}
          />
          <Segmented
            label="Live updates"
            value={paused ? "paused" : "live"}
            options={[
              { value: "live", label: "Live" },
              {
                value: "paused",
                label: paused && live.waiting > 0 ? `Paused, ${live.waiting} waiting` : "Paused",
              },
            ]}
            onChange={(v) => setPaused(v === "paused")}
          />
        </>
      }
    >
      <FilterBar
        value={f}
        onChange={setFilter}
        fields={FIELDS}
        problems={problems}
        placeholder="Peer, address, audit-session-id, or state:stale"
        quick={{
          field: "state",
          all: "Live",
          options: [
            { value: "up", label: "Up" },
            { value: "stale", label: "Stale" },
            { value: "ended", label: "Ended" },
          ],
        }}
      >
        {chosen.length > 0 ? (
          <>
            <span className="fx-dim">{chosen.length} selected</span>
            <Button onClick={() => setSelected(new Set())}>Clear</Button>
            {mayControl ? (
              <Button
                kind="danger"
                icon="plug"
                onClick={() => setActing({ what: "disconnect", sessions: chosen })}
              >
                Disconnect {plural(chosen.length, "session")}
              </Button>
            ) : null}
          </>
        ) : null}
        <IconButton
          icon="drop"
          label="Save the loaded rows as CSV"
          onClick={() => downloadText("sessions.csv", "text/csv", toCsv(columns, live.rows))}
        />
        {view.menu}
      </FilterBar>
      <Split
        side={
          opened ? (
            <SessionPanel
              session={opened}
              rates={live.rates.get(opened.id) ?? []}
              onClose={() => openRow(null)}
              onDisconnect={() => setActing({ what: "disconnect", sessions: [opened] })}
              onCoa={() => setActing({ what: "coa", sessions: [opened] })}
            />
          ) : null
        }
      >
        {list.isPending ? <Loading what="sessions" /> : null}
        {list.isError && list.rows.length === 0 ? (
          <Failed
            what="sessions"
            reason={reason(list.error)}
            code={codeOf(list.error)}
            onRetry={reload}
          />
        ) : null}
        {list.isSuccess && live.rows.length === 0 ? (
          <NoSessions filter={f} onClear={() => setFilter("")} />
        ) : null}
        {live.rows.length > 0 ? (
          <DataTable
            label="Live sessions"
            rows={live.rows}
            rowKey={(s) => String(s.id)}
            columns={view.columns}
            rowHeight={view.rowHeight}
            total={list.total}
            onOpen={openRow}
            onFull={(s) => void go({ to: "/sessions/$id", params: { id: String(s.id) } })}
            openKey={open ?? null}
            selected={selected}
            onSelect={(key) =>
              setSelected((before) => {
                const next = new Set(before);
                if (!next.delete(key)) next.add(key);
                return next;
              })
            }
            onEnd={list.more}
            onPointerInside={setInside}
            onScrolled={setAtTop}
            rowTone={(s) => (s.state === "ended" ? "idle" : undefined)}
          />
        ) : null}
      </Split>
      {acting?.what === "disconnect" ? (
        <DisconnectDialog
          sessions={acting.sessions}
          onClose={() => {
            setActing(null);
            setSelected(new Set());
          }}
        />
      ) : null}
      {acting?.what === "coa" && acting.sessions[0] ? (
        <CoaDialog session={acting.sessions[0]} onClose={() => setActing(null)} />
      ) : null}
    </Page>
  );
}

function NoSessions({ filter, onClear }: { filter: string; onClear: () => void }) {
  const go = useNavigate();
  if (isFiltered(filter))
    return (
      <Empty
        title="No session matches this filter"
        action={<Button onClick={onClear}>Show all live sessions</Button>}
      >
        The server searched all sessions for <code>{filter}</code>. Ended ones are listed with{" "}
        <code>state:ended</code>.
      </Empty>
    );
  return (
    <Empty
      title="No session is up"
      action={
        <>
          <Button onClick={() => void go({ to: "/decisions" })}>Open the auth log</Button>
          <Button onClick={() => void go({ to: "/nas" })}>Check the NAS</Button>
        </>
      }
    >
      A session appears here with its Accounting-Start. If a tunnel is up on a hub but missing here,
      look whether the hub sends accounting (<code>aaa accounting network ... start-stop</code>) and
      when its last packet came.
    </Empty>
  );
}
