import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import {
  api,
  codeOf,
  must,
  reason,
  useList,
  type AuditEntry,
  type Page as PageOf,
} from "../../api";
import {
  At,
  Button,
  CodeBlock,
  count,
  DataTable,
  dateTime,
  downloadText,
  Empty,
  Facts,
  Failed,
  FilterBar,
  IconButton,
  isFiltered,
  Loading,
  Page,
  SidePanel,
  Split,
  State,
  toCsv,
  toQuery,
  useTableView,
  zone,
  type Column,
  type FilterField,
} from "../../kit";

import "../editing/editing.css";

const route = getRouteApi("/audit");
const FIELDS: FilterField[] = [
  { name: "actor", label: "who" },
  {
    name: "action",
    label: "action",
    values: ["create", "update", "delete", "generate-psk", "reveal-psk", "disconnect", "coa"],
  },
  {
    name: "kind",
    label: "kind of object",
    values: ["peer", "group", "nas", "operator", "token", "session"],
  },
  { name: "object", label: "object, whole name" },
];

const COLUMNS: Column<AuditEntry>[] = [
  { id: "at", head: `Time, ${zone()}`, width: 160, cell: (e) => dateTime(e.at), text: (e) => e.at },
  { id: "actor", head: "Who", width: 120, grow: 1, cell: (e) => e.actor, text: (e) => e.actor },
  { id: "kind", head: "By", width: 80, cell: (e) => e.actorKind, text: (e) => e.actorKind },
  {
    id: "from",
    head: "From",
    width: 140,
    cell: (e) => <span className="fx-id">{e.sourceAddress}</span>,
    text: (e) => e.sourceAddress,
  },
  { id: "action", head: "Action", width: 130, cell: (e) => e.action, text: (e) => e.action },
  {
    id: "object",
    head: "Object",
    width: 200,
    grow: 3,
    cell: (e) => (
      <>
        <span className="fx-dim">{e.targetKind}</span> {e.target}
      </>
    ),
    text: (e) => `${e.targetKind} ${e.target}`,
  },
  {
    id: "outcome",
    head: "Outcome",
    width: 120,
    cell: (e) =>
      /^(ok|done|success)/i.test(e.outcome) ? (
        <State tone="good" icon="check">
          {e.outcome}
        </State>
      ) : (
        <State tone="warn" icon="warn">
          {e.outcome}
        </State>
      ),
    text: (e) => e.outcome,
  },
];

export function AuditPage() {
  const { f = "", open } = route.useSearch();
  const navigate = route.useNavigate();
  const { params, problems } = useMemo(() => {
    const { params: p, problems: said } = toQuery(f, FIELDS);
    const { kind, object, ...rest } = p;
    return {
      params: {
        ...rest,
        ...(kind ? { targetKind: kind } : {}),
        ...(object ? { target: object } : {}),
      },
      problems: said,
    };
  }, [f]);
  const list = useList<AuditEntry>(
    ["audit", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/audit", {
          params: { query: { ...params, limit: 100, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<AuditEntry>,
  );
  const chain = useQuery({
    queryKey: ["audit-chain"],
    queryFn: () => must(api.GET("/api/v1/audit/chain")),
    staleTime: 60_000,
  });
  const view = useTableView("audit", COLUMNS);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const openRow = (e: AuditEntry | null) =>
    void navigate({
      search: { ...(f ? { f } : {}), ...(e ? { open: String(e.id) } : {}) },
      replace: true,
    });
  const opened = open === undefined ? undefined : list.rows.find((e) => String(e.id) === open);

  return (
    <Page
      fill
      title="Audit"
      sub={
        list.isSuccess
          ? `${count(list.rows.length)} loaded${list.hasNextPage ? ", more below" : ""}`
          : null
      }
      actions={
        chain.data ? (
          chain.data.whole ? (
            <State tone="good" icon="check">
              Chain is whole
            </State>
          ) : (
            <State tone="bad" icon="warn">
              {chain.data.problem ?? "Chain is broken"}
            </State>
          )
        ) : null
      }
    >
      <FilterBar
        value={f}
        onChange={setFilter}
        fields={FIELDS}
        problems={problems}
        placeholder="Words, or actor:admin kind:peer"
      >
        <IconButton
          icon="drop"
          label="Save the loaded rows as CSV"
          onClick={() => downloadText("audit.csv", "text/csv", toCsv(COLUMNS, list.rows))}
        />
        {view.menu}
      </FilterBar>
      <Split
        side={
          opened ? (
            <SidePanel
              title={`${opened.action} ${opened.target}`}
              label="Audit entry"
              onClose={() => openRow(null)}
            >
              <Facts
                rows={[
                  ["Time", <At key="t" at={opened.at} />],
                  ["Who", `${opened.actor} (${opened.actorKind})`],
                  ["From", opened.sourceAddress],
                  ["Object", `${opened.targetKind} ${opened.target}`],
                  ["Outcome", opened.outcome],
                ]}
              />
              <Detail detail={opened.detail} />
              <Facts
                rows={[
                  [
                    "Hash",
                    <span key="h" className="fx-id">
                      {opened.hash}
                    </span>,
                  ],
                ]}
              />
            </SidePanel>
          ) : null
        }
      >
        {list.isPending ? <Loading what="the audit log" /> : null}
        {list.isError && list.rows.length === 0 ? (
          <Failed
            what="the audit log"
            reason={reason(list.error)}
            code={codeOf(list.error)}
            onRetry={() => void list.refetch()}
          />
        ) : null}
        {list.isSuccess && list.rows.length === 0 ? (
          <Empty
            title={isFiltered(f) ? "No entry matches this filter" : "Nothing was changed yet"}
            action={
              isFiltered(f) ? (
                <Button onClick={() => setFilter("")}>Show all entries</Button>
              ) : undefined
            }
          >
            Every change made in the console, by a token or by the command line appears here with
            its author.
          </Empty>
        ) : null}
        {list.rows.length > 0 ? (
          <DataTable
            label="Audit"
            rows={list.rows}
            rowKey={(e) => String(e.id)}
            columns={view.columns}
            rowHeight={view.rowHeight}
            total={list.total}
            onOpen={openRow}
            openKey={open ?? null}
            onEnd={list.more}
          />
        ) : null}
      </Split>
    </Page>
  );
}

type Plain = Record<string, unknown>;
const isPlain = (v: unknown): v is Plain =>
  typeof v === "object" && v !== null && !Array.isArray(v);
const text = (v: unknown) =>
  v === undefined || v === null ? "nothing" : typeof v === "string" ? v : JSON.stringify(v);

/** Before and after, only the fields that differ; anything else as it was stored. */
function Detail({ detail }: { detail: unknown }) {
  const d = isPlain(detail) ? detail : {};
  const before = isPlain(d["before"]) ? d["before"] : null;
  const after = isPlain(d["after"]) ? d["after"] : null;
  if (!before && !after)
    return Object.keys(d).length === 0 ? null : (
      <CodeBlock text={JSON.stringify(d, null, 2)} what="details" />
    );
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (k) =>
      !["version", "updatedAt"].includes(k) &&
      JSON.stringify(before?.[k]) !== JSON.stringify(after?.[k]),
  );
  return (
    <table className="conflict">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((k) => (
          <tr key={k}>
            <th scope="row">{k}</th>
            <td>{text(before?.[k])}</td>
            <td>{text(after?.[k])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
