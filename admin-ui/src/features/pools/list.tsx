import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { api, must, useMay, type Pool } from "../../api";
import { Ago, Button, duration, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";
import { Usage } from "./usage";

const route = getRouteApi("/pools");

const COLUMNS: Column<Pool>[] = [
  {
    id: "name",
    head: "Name",
    width: 160,
    grow: 1,
    cell: (p) => (
      <Link to="/pools/$name" params={{ name: p.name }} tabIndex={-1} className="cell-link">
        {p.name}
      </Link>
    ),
    text: (p) => p.name,
  },
  {
    id: "usage",
    head: "Leased",
    width: 280,
    cell: (p) => <Usage pool={p} />,
    text: (p) => `${p.leased} of ${p.size}`,
  },
  {
    id: "family",
    head: "Family",
    width: 70,
    cell: (p) => `IPv${p.family}`,
    text: (p) => `IPv${p.family}`,
  },
  {
    id: "ranges",
    head: "Ranges",
    width: 200,
    grow: 2,
    cell: (p) => (
      <span className="fx-id" title={p.ranges.join("\n")}>
        {p.ranges.join(", ")}
      </span>
    ),
    text: (p) => p.ranges.join(" "),
  },
  {
    id: "description",
    head: "Description",
    width: 160,
    grow: 2,
    cell: (p) => <span title={p.description}>{p.description}</span>,
    text: (p) => p.description,
  },
  {
    id: "hold",
    head: "Hold time",
    width: 90,
    align: "right",
    cell: (p) => duration(p.holdSeconds),
    text: (p) => String(p.holdSeconds),
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

export function PoolsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("peers:write");
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <ListPage<Pool>
      title="Address pools"
      one="pool"
      id="pools"
      search={search}
      onSearch={onSearch}
      placeholder="Part of a name or description"
      read={(query) => must(api.GET("/api/v1/pools", { params: { query } }))}
      columns={COLUMNS}
      rowKey={(p) => p.name}
      onOpen={(p) => void go({ to: "/pools/$name", params: { name: p.name } })}
      rowTone={(p) => (p.size > 0 && p.leased >= p.size ? "bad" : undefined)}
      refetchInterval={10_000}
      create={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={() => void go({ to: "/pools/new" })}>
            New pool
          </Button>
        ) : null
      }
      teach={
        <>
          A pool of this server lends a peer the same address each time, whichever hub it comes to.
          Name it in a peer or a group as <i>Pool of the server</i>. Pools on the hub itself are
          named there as <i>Framed-Pool</i> instead.
        </>
      }
    />
  );
}
