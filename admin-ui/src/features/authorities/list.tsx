import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { api, must, useMay, type Authority } from "../../api";
import { At, Button, State, useNow, type Column } from "../../kit";
import { life } from "../certificates/words";
import { ListPage, type ListSearch } from "../listing/list-page";

const route = getRouteApi("/authorities");

/** An authority's certificate lives like any other; its list of revocations can go stale, too. */
export function AuthorityState({ authority: a }: { authority: Authority }) {
  const now = useNow();
  if (!a.enabled)
    return (
      <State tone="idle" icon="pause">
        Disabled
      </State>
    );
  if (a.crl?.error)
    return (
      <State tone="warn" icon="warn">
        CRL not fetched
      </State>
    );
  if (!a.builtIn && a.trustedFor.length === 0)
    return (
      <State tone="idle" icon="stop">
        Trusted for nothing
      </State>
    );
  const ended = Date.parse(a.notAfter) <= now;
  const { tone, icon, text } = life(
    {
      state: ended ? "expired" : "valid",
      notAfter: a.notAfter,
      notBefore: a.notBefore,
      revokedAt: null,
    },
    now,
  );
  return (
    <State tone={tone} icon={icon}>
      {text}
    </State>
  );
}

const COLUMNS: Column<Authority>[] = [
  {
    id: "name",
    head: "Name",
    width: 160,
    grow: 1,
    cell: (a) => (
      <Link to="/authorities/$name" params={{ name: a.name }} tabIndex={-1} className="cell-link">
        {a.name}
      </Link>
    ),
    text: (a) => a.name,
  },
  {
    id: "state",
    head: "State",
    width: 150,
    cell: (a) => <AuthorityState authority={a} />,
    text: (a) => (a.enabled ? "enabled" : "disabled"),
  },
  {
    id: "kind",
    head: "Kind",
    width: 100,
    cell: (a) => (a.builtIn ? "made here" : "imported"),
    text: (a) => (a.builtIn ? "made here" : "imported"),
  },
  {
    id: "uses",
    head: "Trusted for",
    width: 110,
    cell: (a) => a.trustedFor.join(", ") || <span className="fx-dim">nothing</span>,
    text: (a) => a.trustedFor.join(" "),
  },
  {
    id: "checks",
    head: "CRL, OCSP",
    width: 100,
    cell: (a) => (a.builtIn ? "known here" : `${a.crlCheck}, ${a.ocspCheck}`),
    text: (a) => `${a.crlCheck} ${a.ocspCheck}`,
  },
  {
    id: "issued",
    head: "Issued",
    width: 70,
    align: "right",
    cell: (a) => a.issued,
    text: (a) => String(a.issued),
  },
  {
    id: "ends",
    head: "Ends",
    width: 160,
    cell: (a) => <At at={a.notAfter} />,
    text: (a) => a.notAfter,
  },
  {
    id: "subject",
    head: "Subject",
    width: 200,
    grow: 3,
    cell: (a) => <span title={a.subject}>{a.subject}</span>,
    text: (a) => a.subject,
  },
];

export function AuthoritiesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const mayWrite = useMay("certificates:write");
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <ListPage<Authority>
      title="Authorities"
      one="authority"
      many="authorities"
      id="authorities"
      search={search}
      onSearch={onSearch}
      placeholder="Part of a name or subject"
      read={(query) => must(api.GET("/api/v1/authorities", { params: { query } }))}
      columns={COLUMNS}
      rowKey={(a) => a.name}
      onOpen={(a) => void go({ to: "/authorities/$name", params: { name: a.name } })}
      actions={
        <Link to="/certificates" className="fx-linkbutton">
          Certificates
        </Link>
      }
      create={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={() => void go({ to: "/authorities/new" })}>
            New authority
          </Button>
        ) : null
      }
      teach={
        <>
          An authority vouches for certificates. One made here issues them for this server, hubs and
          people; one imported only says whose certificates to believe, and for what. The first
          certificate issued makes one by itself.
        </>
      }
    />
  );
}
