import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import {
  api,
  codeOf,
  must,
  reason,
  useList,
  useMay,
  type Group,
  type Page as PageOf,
} from "../../api";
import {
  Ago,
  Button,
  DataTable,
  Empty,
  Failed,
  FilterBar,
  isFiltered,
  Loading,
  Page,
  plural,
  toQuery,
  UNKNOWN,
  useTableView,
  type Column,
} from "../../kit";
import "../sessions/sessions.css";

const route = getRouteApi("/groups");

const COLUMNS: Column<Group>[] = [
  {
    id: "name",
    head: "Name",
    width: 190,
    grow: 2,
    cell: (g) => (
      <Link to="/groups/$name" params={{ name: g.name }} tabIndex={-1} className="cell-link">
        {g.name}
      </Link>
    ),
  },
  {
    id: "description",
    head: "Description",
    width: 200,
    grow: 4,
    cell: (g) => <span title={g.description}>{g.description}</span>,
  },
  {
    id: "pool",
    head: "Framed-Pool",
    width: 150,
    grow: 1,
    cell: (g) => <span className="fx-id">{g.framedPool ?? UNKNOWN}</span>,
  },
  { id: "pairs", head: "AV pairs", width: 80, align: "right", cell: (g) => g.avPairs.length },
  { id: "peers", head: "Peers", width: 80, align: "right", cell: (g) => g.peers },
  { id: "changed", head: "Changed", width: 110, cell: (g) => <Ago at={g.updatedAt} /> },
];

export function GroupsPage() {
  const { f = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("peers:write");
  const { params, problems } = useMemo(() => toQuery(f, []), [f]);
  const list = useList<Group>(
    ["groups", "list", params],
    async (after) =>
      (await must(
        api.GET("/api/v1/groups", {
          params: { query: { ...params, limit: 100, ...(after ? { after } : {}) } },
        }),
      )) as PageOf<Group>,
  );
  const view = useTableView("groups", COLUMNS);
  const setFilter = useCallback(
    (next: string) => void navigate({ search: next ? { f: next } : {}, replace: true }),
    [navigate],
  );
  const create = () => void go({ to: "/groups/new" });
  const open = (g: Group) => void go({ to: "/groups/$name", params: { name: g.name } });

  return (
    <Page
      fill
      title="Groups"
      sub={list.isSuccess && list.total !== null ? plural(list.total, "group") : null}
      actions={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={create}>
            New group
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
        {view.menu}
      </FilterBar>
      {list.isPending ? <Loading what="groups" /> : null}
      {list.isError && list.rows.length === 0 ? (
        <Failed
          what="groups"
          reason={reason(list.error)}
          code={codeOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.isSuccess && list.rows.length === 0 ? (
        isFiltered(f) ? (
          <Empty
            title="No group matches this filter"
            action={<Button onClick={() => setFilter("")}>Show all groups</Button>}
          >
            The server searched all groups for <code>{f}</code>.
          </Empty>
        ) : (
          <Empty
            title="No groups yet"
            action={
              mayWrite ? (
                <Button kind="primary" icon="plus" onClick={create}>
                  Create the first group
                </Button>
              ) : undefined
            }
          >
            A group holds what many peers share. The hub asks for it with{" "}
            <code>aaa authorization group psk list LIST NAME</code> and merges it with the peer's
            own.
          </Empty>
        )
      ) : null}
      {list.rows.length > 0 ? (
        <DataTable
          label="Groups"
          rows={list.rows}
          rowKey={(g) => g.name}
          columns={view.columns}
          rowHeight={view.rowHeight}
          total={list.total}
          onOpen={open}
          onFull={open}
          onEnd={list.more}
        />
      ) : null}
    </Page>
  );
}
