import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  api,
  codeOf,
  must,
  onEvent,
  pollMillis,
  reason,
  useList,
  useNasNames,
  useStream,
  type Decision,
  type Page as PageOf,
} from "../../api";
import {
  Button,
  clock,
  count,
  DataTable,
  dateTime,
  downloadText,
  Empty,
  Failed,
  FilterBar,
  IconButton,
  isFiltered,
  LivePill,
  Loading,
  micros,
  Page,
  plural,
  Segmented,
  Split,
  toCsv,
  toQuery,
  UNKNOWN,
  useTableView,
  zone,
  type Column,
  type FilterField,
} from "../../kit";
import { ExplainPanel } from "./explain";
import { decisionMatcher, prepend } from "./feed";
import { ResultState } from "./result";
import "./authlog.css";

const route = getRouteApi("/decisions");
const PAGE = 100;
const KEEP = 1000;

const COLUMNS: Column<Decision>[] = [
  {
    id: "at",
    head: `Time, ${zone()}`,
    width: 118,
    cell: (d) => (
      <time dateTime={d.at} title={dateTime(d.at)}>
        {clock(d.at)}
      </time>
    ),
    text: (d) => d.at,
  },
  {
    id: "result",
    head: "Result",
    width: 96,
    cell: (d) => <ResultState result={d.result} />,
    text: (d) => d.result,
  },
  {
    id: "peer",
    head: "Peer",
    width: 150,
    grow: 2,
    cell: (d) => <span title={d.peer}>{d.peer || UNKNOWN}</span>,
    text: (d) => d.peer,
  },
  {
    id: "nas",
    head: "NAS",
    width: 110,
    grow: 1,
    cell: (d) => <span title={d.nasAddress}>{d.nas ?? d.nasAddress}</span>,
    text: (d) => d.nas ?? d.nasAddress,
  },
  { id: "kind", head: "Method", width: 96, cell: (d) => d.kind, text: (d) => d.kind },
  {
    id: "sentence",
    head: "Reason",
    width: 260,
    grow: 7,
    cell: (d) => <span title={d.sentence}>{d.sentence}</span>,
    text: (d) => d.sentence,
  },
  {
    id: "code",
    head: "Code",
    width: 150,
    hidden: true,
    cell: (d) => <span className="fx-id">{d.reason ?? UNKNOWN}</span>,
    text: (d) => d.reason ?? "",
  },
  {
    id: "public",
    head: "Public IP",
    width: 126,
    hidden: true,
    cell: (d) => <span className="fx-id">{d.callingStationId ?? UNKNOWN}</span>,
    text: (d) => d.callingStationId ?? "",
  },
  {
    id: "latency",
    head: "Latency",
    width: 84,
    align: "right",
    cell: (d) => micros(d.latencyMicros),
    text: (d) => String(d.latencyMicros),
  },
];

export function AuthLogPage() {
  const { f = "", open } = route.useSearch();
  const navigate = route.useNavigate();
  const stream = useStream();
  const nasNames = useNasNames();
  const fields = useMemo<FilterField[]>(
    () => [
      {
        name: "result",
        label: "result",
        values: ["accept", "reject", "challenge", "drop"],
        closed: true,
      },
      { name: "peer", label: "peer, whole name" },
      { name: "nas", label: "NAS", values: nasNames },
      { name: "reason", label: "reason code" },
      { name: "session", label: "audit-session-id" },
    ],
    [nasNames],
  );
  const { params, problems } = useMemo(() => {
    const query = toQuery(f, fields);
    const { session, ...rest } = query.params;
    return {
      params: session ? { ...rest, auditSessionId: session } : rest,
      problems: query.problems,
    };
    // The names of NAS are only suggestions.
  }, [f]); // eslint-disable-line react-hooks/exhaustive-deps
  const wanted = useMemo(() => decisionMatcher(params), [params]);
  const [paused, setPaused] = useState(false);
  const [inside, setInside] = useState(false);
  const [atTop, setAtTop] = useState(true);
  const [added, setAdded] = useState<Decision[]>([]);
  const [held, setHeld] = useState<Decision[]>([]);

  const list = useList<Decision>(
    ["decisions", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/decisions", {
          params: { query: { ...params, limit: PAGE, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<Decision>,
    paused ? false : pollMillis(stream),
  );
  const { refetch } = list;

  useEffect(() => {
    setAdded([]);
    setHeld([]);
  }, [params]);

  const latest = useRef(wanted);
  latest.current = wanted;
  useEffect(() => {
    let batch: Decision[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stops = [
      onEvent("decision", (d) => {
        if (!latest.current(d)) return;
        batch.push(d);
        timer ??= setTimeout(() => {
          timer = null;
          const take = batch;
          batch = [];
          setHeld((h) => prepend(h, take, KEEP));
        }, 250);
      }),
      onEvent("missed", () => void refetch()),
    ];
    return () => {
      stops.forEach((stop) => stop());
      if (timer !== null) clearTimeout(timer);
    };
  }, [refetch]);

  const showNew = useCallback(() => {
    setAdded((a) => prepend(a, held, KEEP));
    setHeld([]);
  }, [held]);
  const calm = !paused && !inside && atTop && open === undefined;
  useEffect(() => {
    if (calm && held.length > 0) showNew();
  }, [calm, held, showNew]);

  const rows = useMemo(() => {
    const have = new Set(list.rows.map((d) => d.id));
    return [...added.filter((d) => !have.has(d.id)), ...list.rows];
  }, [added, list.rows]);
  const view = useTableView("decisions", COLUMNS);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const openRow = (d: Decision | null) =>
    void navigate({
      search: { ...(f ? { f } : {}), ...(d ? { open: String(d.id) } : {}) },
      replace: true,
    });

  return (
    <Page
      fill
      title="Auth log"
      sub={
        list.isSuccess
          ? list.total === null
            ? `${count(rows.length)} loaded, more below`
            : plural(Math.max(list.total, rows.length), "decision")
          : null
      }
      actions={
        <>
          <LivePill
            count={paused ? 0 : held.length}
            what={held.length === 1 ? "decision" : "decisions"}
            onShow={showNew}
          />
          <Segmented
            label="Live updates"
            value={paused ? "paused" : "live"}
            options={[
              { value: "live", label: "Follow" },
              {
                value: "paused",
                label: paused && held.length > 0 ? `Paused, ${held.length} waiting` : "Paused",
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
        fields={fields}
        problems={problems}
        placeholder="Peer or words of the reason, or result:reject nas:hub-1"
        quick={{
          field: "result",
          all: "All",
          options: [
            { value: "accept", label: "Accept" },
            { value: "reject", label: "Reject" },
            { value: "drop", label: "Drop" },
          ],
        }}
      >
        <IconButton
          icon="drop"
          label="Save the loaded rows as CSV"
          onClick={() => downloadText("decisions.csv", "text/csv", toCsv(COLUMNS, rows))}
        />
        {view.menu}
      </FilterBar>
      <Split
        side={
          open === undefined ? null : (
            <ExplainPanel
              id={Number(open)}
              known={rows.find((d) => String(d.id) === open)}
              onClose={() => openRow(null)}
            />
          )
        }
      >
        {list.isPending ? <Loading what="decisions" /> : null}
        {list.isError && rows.length === 0 ? (
          <Failed
            what="decisions"
            reason={reason(list.error)}
            code={codeOf(list.error)}
            onRetry={() => void refetch()}
          />
        ) : null}
        {list.isSuccess && rows.length === 0 ? (
          <NoDecisions filter={f} onClear={() => setFilter("")} />
        ) : null}
        {rows.length > 0 ? (
          <DataTable
            label="Decisions"
            rows={rows}
            rowKey={(d) => String(d.id)}
            columns={view.columns}
            rowHeight={view.rowHeight}
            total={list.total === null ? null : Math.max(list.total, rows.length)}
            onOpen={openRow}
            openKey={open ?? null}
            onEnd={list.more}
            onPointerInside={setInside}
            onScrolled={setAtTop}
          />
        ) : null}
      </Split>
    </Page>
  );
}

function NoDecisions({ filter, onClear }: { filter: string; onClear: () => void }) {
  const go = useNavigate();
  if (isFiltered(filter))
    return (
      <Empty
        title="No decision matches this filter"
        action={<Button onClick={onClear}>Show all decisions</Button>}
      >
        The server searched all that it keeps for <code>{filter}</code>. <code>peer:</code> takes
        the whole User-Name; plain words look into the reason, too.
      </Empty>
    );
  return (
    <Empty
      title="No RADIUS request has come yet"
      action={<Button onClick={() => void go({ to: "/nas" })}>Check the NAS</Button>}
    >
      Requests from an address that is no NAS here are dropped and counted; add the hub under NAS
      and point it to this server's ports 1812 and 1813.
    </Empty>
  );
}
