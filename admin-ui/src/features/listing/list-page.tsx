import { useCallback, useMemo, type ReactNode } from "react";
import { codeOf, reason, useList, type Page as PageOf } from "../../api";
import {
  Button,
  count,
  DataTable,
  downloadText,
  Empty,
  Failed,
  FilterBar,
  IconButton,
  isFiltered,
  Loading,
  Page,
  plural,
  Split,
  toCsv,
  toQuery,
  useTableView,
  type Column,
  type FilterField,
} from "../../kit";
import "../sessions/sessions.css";

export type ListSearch = { f?: string; open?: string };

type Props<T> = {
  title: string;
  /** One of them and many, as in sentences: "user", "users". */
  one: string;
  many?: string;
  /** Names the cache entry and the stored choice of columns. */
  id: string;
  search: ListSearch;
  onSearch: (search: ListSearch) => void;
  fields?: FilterField[];
  quick?: { field: string; options: { value: string; label: string }[]; all: string };
  placeholder: string;
  /** False where the server has no search. */
  searchable?: boolean;
  read: (query: Record<string, string | number>) => Promise<unknown>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** Without it a click opens the side panel. */
  onOpen?: (row: T) => void;
  side?: (row: T, close: () => void) => ReactNode;
  rowTone?: (row: T) => "bad" | "idle" | undefined;
  /** The primary button; null where the operator may not. */
  create?: ReactNode;
  actions?: ReactNode;
  above?: ReactNode;
  /** What such a thing is for and how the first one is made. */
  teach: ReactNode;
  refetchInterval?: number | false;
};

/** The list of one kind of object: filter in the URL, pages by cursor, side panel, CSV, empty states. */
export function ListPage<T>(p: Props<T>) {
  const { f = "", open } = p.search;
  const many = p.many ?? `${p.one}s`;
  const fields = useMemo(() => p.fields ?? [], [p.fields]);
  const { params, problems } = useMemo(() => toQuery(f, fields), [f, fields]);
  const list = useList<T>(
    [p.id, "list", params],
    async (after) =>
      (await p.read({ ...params, limit: 100, ...(after ? { after } : {}) })) as PageOf<T>,
    p.refetchInterval ?? false,
  );
  const view = useTableView(p.id, p.columns);
  const { onSearch } = p;
  const setFilter = useCallback((next: string) => onSearch(next ? { f: next } : {}), [onSearch]);
  const openRow = (row: T | null) =>
    onSearch({ ...(f ? { f } : {}), ...(row ? { open: p.rowKey(row) } : {}) });
  const opened = open === undefined ? undefined : list.rows.find((r) => p.rowKey(r) === open);

  const tools = (
    <>
      <IconButton
        icon="drop"
        label="Save the loaded rows as CSV"
        onClick={() => downloadText(`${p.id}.csv`, "text/csv", toCsv(p.columns, list.rows))}
      />
      {view.menu}
    </>
  );

  return (
    <Page
      fill
      title={p.title}
      sub={
        list.isSuccess
          ? list.total === null
            ? `${count(list.rows.length)} loaded, more below`
            : plural(list.total, p.one, many)
          : null
      }
      actions={
        <>
          {p.actions}
          {p.create}
        </>
      }
    >
      {p.above}
      {p.searchable === false ? (
        <div className="fx-filterline">
          <div className="fx-filter-tools">{tools}</div>
        </div>
      ) : (
        <FilterBar
          value={f}
          onChange={setFilter}
          fields={fields}
          problems={problems}
          placeholder={p.placeholder}
          {...(p.quick ? { quick: p.quick } : {})}
        >
          {tools}
        </FilterBar>
      )}
      <Split side={opened && p.side ? p.side(opened, () => openRow(null)) : null}>
        {list.isPending ? <Loading what={many} /> : null}
        {list.isError && list.rows.length === 0 ? (
          <Failed
            what={many}
            reason={reason(list.error)}
            code={codeOf(list.error)}
            onRetry={() => void list.refetch()}
          />
        ) : null}
        {list.isSuccess && list.rows.length === 0 ? (
          isFiltered(f) ? (
            <Empty
              title={`No ${p.one} matches this filter`}
              action={<Button onClick={() => setFilter("")}>Show all {many}</Button>}
            >
              The server searched all {many} for <code>{f}</code>.
            </Empty>
          ) : (
            <Empty title={`No ${many} yet`} action={p.create ?? undefined}>
              {p.teach}
            </Empty>
          )
        ) : null}
        {list.rows.length > 0 ? (
          <DataTable
            label={p.title}
            rows={list.rows}
            rowKey={p.rowKey}
            columns={view.columns}
            rowHeight={view.rowHeight}
            total={list.total}
            onOpen={(row) => (p.onOpen ? p.onOpen(row) : openRow(row))}
            {...(p.onOpen ? { onFull: p.onOpen } : {})}
            openKey={open ?? null}
            onEnd={list.more}
            {...(p.rowTone ? { rowTone: p.rowTone } : {})}
          />
        ) : null}
      </Split>
    </Page>
  );
}
