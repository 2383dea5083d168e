import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { api, must, useMay, type User } from "../../api";
import { Ago, Button, State, UNKNOWN, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";
import { UserState } from "./state";

const route = getRouteApi("/users");

const COLUMNS: Column<User>[] = [
  {
    id: "name",
    head: "Name",
    width: 180,
    grow: 2,
    cell: (u) => (
      <Link to="/users/$name" params={{ name: u.name }} tabIndex={-1} className="cell-link">
        {u.name}
      </Link>
    ),
    text: (u) => u.name,
  },
  {
    id: "state",
    head: "State",
    width: 150,
    cell: (u) => <UserState user={u} />,
    text: (u) => (u.enabled ? "enabled" : "disabled"),
  },
  {
    id: "description",
    head: "Description",
    width: 160,
    grow: 3,
    cell: (u) => <span title={u.description}>{u.description}</span>,
    text: (u) => u.description,
  },
  {
    id: "group",
    head: "Group",
    width: 120,
    grow: 1,
    cell: (u) => u.group ?? <span className="fx-dim">none</span>,
    text: (u) => u.group ?? "",
  },
  {
    id: "password",
    head: "Password",
    width: 120,
    cell: (u) =>
      u.password.storage === "reversible" ? (
        <State tone="warn" icon="warn">
          reversible
        </State>
      ) : (
        u.password.storage
      ),
    text: (u) => u.password.storage,
  },
  {
    id: "methods",
    head: "Logs in by",
    width: 180,
    grow: 2,
    hidden: true,
    cell: (u) => <span title={u.password.methods.join(", ")}>{u.password.methods.join(", ")}</span>,
    text: (u) => u.password.methods.join(" "),
  },
  {
    id: "totp",
    head: "Second factor",
    width: 110,
    cell: (u) =>
      u.totp.enabled ? (
        <State tone="good" icon="check">
          TOTP
        </State>
      ) : (
        <span className="fx-dim">none</span>
      ),
    text: (u) => (u.totp.enabled ? "totp" : ""),
  },
  {
    id: "failed",
    head: "Failed",
    width: 70,
    align: "right",
    cell: (u) => u.failedLogins || UNKNOWN,
    text: (u) => String(u.failedLogins),
  },
  {
    id: "login",
    head: "Last log-in",
    width: 100,
    cell: (u) => <Ago at={u.lastLoginAt} />,
    text: (u) => u.lastLoginAt ?? "",
  },
  {
    id: "expires",
    head: "Expires",
    width: 100,
    hidden: true,
    cell: (u) => <Ago at={u.validUntil} />,
    text: (u) => u.validUntil ?? "",
  },
  {
    id: "changed",
    head: "Changed",
    width: 92,
    hidden: true,
    cell: (u) => <Ago at={u.updatedAt} />,
    text: (u) => u.updatedAt,
  },
];

export function UsersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("users:write");
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <ListPage<User>
      title="Users"
      one="user"
      id="users"
      search={search}
      onSearch={onSearch}
      placeholder="Part of a name or description"
      read={(query) => must(api.GET("/api/v1/users", { params: { query } }))}
      columns={COLUMNS}
      rowKey={(u) => u.name}
      onOpen={(u) => void go({ to: "/users/$name", params: { name: u.name } })}
      rowTone={(u) => (u.enabled ? undefined : "idle")}
      create={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={() => void go({ to: "/users/new" })}>
            New user
          </Button>
        ) : null
      }
      teach={
        <>
          A user is a person who logs in with a password and, if you like, a one-time code: from a
          client by EAP, or from any NAS by PAP, CHAP or MS-CHAPv2. Spokes with a pre-shared key are{" "}
          <Link to="/peers">peers</Link>.
        </>
      }
    />
  );
}
