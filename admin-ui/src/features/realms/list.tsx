import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { api, must, useMay, type Realm } from "../../api";
import { Ago, Button, State, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";

const route = getRouteApi("/realms");

export function RealmState({ realm }: { realm: Realm }) {
  if (!realm.enabled)
    return (
      <State tone="idle" icon="pause">
        Disabled
      </State>
    );
  if (realm.homeServers.length === 0)
    return (
      <State tone="warn" icon="warn">
        No home server
      </State>
    );
  return (
    <State tone="good" icon="check">
      Enabled
    </State>
  );
}

export const matchText = (r: Pick<Realm, "match">) => r.match || "names without a realm";

const COLUMNS: Column<Realm>[] = [
  {
    id: "name",
    head: "Name",
    width: 160,
    grow: 1,
    cell: (r) => (
      <Link to="/realms/$name" params={{ name: r.name }} tabIndex={-1} className="cell-link">
        {r.name}
      </Link>
    ),
    text: (r) => r.name,
  },
  {
    id: "state",
    head: "State",
    width: 130,
    cell: (r) => <RealmState realm={r} />,
    text: (r) => String(r.enabled),
  },
  {
    id: "match",
    head: "Realm",
    width: 160,
    grow: 1,
    cell: (r) => <span className="fx-id">{matchText(r)}</span>,
    text: (r) => r.match,
  },
  {
    id: "homes",
    head: "Home servers, in order",
    width: 220,
    grow: 2,
    cell: (r) => (
      <span className="fx-id">
        {r.homeServers.map((h) => `${h.address}:${h.authPort}`).join(" → ")}
      </span>
    ),
    text: (r) => r.homeServers.map((h) => `${h.address}:${h.authPort}`).join(" "),
  },
  { id: "reply", head: "Reply", width: 80, cell: (r) => r.reply, text: (r) => r.reply },
  {
    id: "nas",
    head: "Only from",
    width: 130,
    grow: 1,
    cell: (r) => r.nas.join(", ") || <span className="fx-dim">any hub</span>,
    text: (r) => r.nas.join(" "),
  },
  {
    id: "description",
    head: "Description",
    width: 160,
    grow: 2,
    cell: (r) => <span title={r.description}>{r.description}</span>,
    text: (r) => r.description,
  },
  {
    id: "changed",
    head: "Changed",
    width: 92,
    hidden: true,
    cell: (r) => <Ago at={r.updatedAt} />,
    text: (r) => r.updatedAt,
  },
];

export function RealmsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("nas:write");
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <ListPage<Realm>
      title="Realms"
      one="realm"
      id="realms"
      search={search}
      onSearch={onSearch}
      placeholder="Part of a name or description"
      read={(query) => must(api.GET("/api/v1/realms", { params: { query } }))}
      columns={COLUMNS}
      rowKey={(r) => r.name}
      onOpen={(r) => void go({ to: "/realms/$name", params: { name: r.name } })}
      rowTone={(r) => (r.enabled ? undefined : "idle")}
      create={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={() => void go({ to: "/realms/new" })}>
            New realm
          </Button>
        ) : null
      }
      teach={
        <>
          Log-ins of a realm, as in <code>anna@partner.example</code>, go to another RADIUS server
          that knows them: a partner's, a directory's, or one that asks for a second factor. If the
          first home server does not answer, the next one is asked.
        </>
      }
    />
  );
}
