import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { api, must, type Webhook } from "../../api";
import { Ago, Button, State, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";

const route = getRouteApi("/webhooks");

export function WebhookState({ webhook }: { webhook: Webhook }) {
  if (!webhook.enabled)
    return (
      <State tone="idle" icon="pause">
        Disabled
      </State>
    );
  return webhook.events.length === 0 ? (
    <State tone="warn" icon="warn">
      No events
    </State>
  ) : (
    <State tone="good" icon="check">
      Enabled
    </State>
  );
}

const COLUMNS: Column<Webhook>[] = [
  {
    id: "name",
    head: "Name",
    width: 160,
    grow: 1,
    cell: (w) => (
      <Link to="/webhooks/$name" params={{ name: w.name }} tabIndex={-1} className="cell-link">
        {w.name}
      </Link>
    ),
    text: (w) => w.name,
  },
  {
    id: "state",
    head: "State",
    width: 120,
    cell: (w) => <WebhookState webhook={w} />,
    text: (w) => (w.enabled ? "enabled" : "disabled"),
  },
  {
    id: "url",
    head: "URL",
    width: 240,
    grow: 2,
    cell: (w) => (
      <span className="fx-id" title={w.url}>
        {w.url}
      </span>
    ),
    text: (w) => w.url,
  },
  {
    id: "events",
    head: "Events",
    width: 220,
    grow: 2,
    cell: (w) => <span title={w.events.join(", ")}>{w.events.join(", ")}</span>,
    text: (w) => w.events.join(" "),
  },
  {
    id: "changed",
    head: "Changed",
    width: 92,
    cell: (w) => <Ago at={w.updatedAt} />,
    text: (w) => w.updatedAt,
  },
];

export function WebhooksPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <ListPage<Webhook>
      title="Webhooks"
      one="webhook"
      id="webhooks"
      search={search}
      onSearch={onSearch}
      placeholder="Part of a name"
      read={(query) => must(api.GET("/api/v1/webhooks", { params: { query } }))}
      columns={COLUMNS}
      rowKey={(w) => w.name}
      onOpen={(w) => void go({ to: "/webhooks/$name", params: { name: w.name } })}
      rowTone={(w) => (w.enabled ? undefined : "idle")}
      create={
        <Button kind="primary" icon="plus" onClick={() => void go({ to: "/webhooks/new" })}>
          New webhook
        </Button>
      }
      teach={
        <>
          A webhook tells another system what happens here: sessions up and down, refusals, keys
          that end soon, hubs gone silent. Each call is signed, tried again for a while, and kept to
          be looked at and sent once more.
        </>
      }
    />
  );
}
