import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  api,
  must,
  reason,
  useList,
  useMay,
  type DynAuthJob,
  type JobItem,
  type Page as PageOf,
} from "../../api";
import {
  At,
  Button,
  DataTable,
  downloadText,
  Facts,
  IconButton,
  Loading,
  Notice,
  Page,
  Segmented,
  State,
  toCsv,
  useTableView,
  type Column,
} from "../../kit";
import { One } from "../listing/one";
import { JobState, Progress } from "./list";
import { counted, ITEM_STATES, itemLook } from "./words";
import "../sessions/sessions.css";

const route = getRouteApi("/jobs/$id");

const COLUMNS: Column<JobItem>[] = [
  {
    id: "peer",
    head: "Peer",
    width: 180,
    grow: 1,
    cell: (i) => (
      <Link
        to="/sessions/$id"
        params={{ id: String(i.sessionId) }}
        tabIndex={-1}
        className="cell-link"
      >
        {i.peer}
      </Link>
    ),
    text: (i) => i.peer,
  },
  { id: "nas", head: "Hub", width: 120, cell: (i) => i.nas, text: (i) => i.nas },
  {
    id: "state",
    head: "Outcome",
    width: 120,
    cell: (i) => {
      const { tone, icon, text } = itemLook(i.state);
      return (
        <State tone={tone} icon={icon}>
          {text}
        </State>
      );
    },
    text: (i) => i.state,
  },
  {
    id: "message",
    head: "In the server's words",
    width: 260,
    grow: 4,
    cell: (i) => <span title={i.message}>{i.message}</span>,
    text: (i) => i.message,
  },
  {
    id: "reconnect",
    head: "Only on reconnect",
    width: 160,
    grow: 1,
    cell: (i) => <span title={i.reconnect.join("\n")}>{i.reconnect.join(", ")}</span>,
    text: (i) => i.reconnect.join("; "),
  },
];

export function JobPage() {
  const { id } = route.useParams();
  const query = useQuery({
    queryKey: ["jobs", "one", id],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/dynauth/jobs/{id}", { params: { path: { id: Number(id) } } }),
      )) as DynAuthJob,
    refetchInterval: (q) => (q.state.data?.state === "running" ? 1000 : false),
  });
  return (
    <One what={`job ${id}`} query={query}>
      {(job) => <JobView job={job} />}
    </One>
  );
}

function JobView({ job }: { job: DynAuthJob }) {
  const client = useQueryClient();
  const may = useMay("sessions:control");
  const [failed, setFailed] = useState<string | null>(null);
  const [state, setState] = useState<"" | JobItem["state"]>("");
  const running = job.state === "running";
  const items = useList<JobItem>(
    ["jobs", "items", job.id, state],
    async (after) =>
      (await must(
        api.GET("/api/v1/dynauth/jobs/{id}/items", {
          params: {
            path: { id: job.id },
            query: { limit: 100, ...(state ? { state } : {}), ...(after ? { after } : {}) },
          },
        }),
      )) as PageOf<JobItem>,
    running ? 1500 : false,
  );
  const view = useTableView("job-items", COLUMNS);
  const cancel = async () => {
    try {
      await must(
        api.POST("/api/v1/dynauth/jobs/{id}/cancel", { params: { path: { id: job.id } } }),
      );
      await client.invalidateQueries({ queryKey: ["jobs"] });
    } catch (e) {
      setFailed(reason(e));
    }
  };

  return (
    <Page
      fill
      title={`Job ${job.id}: ${job.kind === "coa" ? "CoA" : "Disconnect"}, ${job.reason}`}
      sub={<JobState job={job} />}
      actions={
        may && running ? (
          <Button kind="danger" icon="stop" onClick={() => void cancel()}>
            Send nothing more
          </Button>
        ) : null
      }
    >
      {failed ? (
        <Notice tone="bad" live title="Not cancelled">
          {failed}
        </Notice>
      ) : null}
      {job.state === "interrupted" ? (
        <Notice tone="warn" title="The server that ran it stopped">
          Sessions marked Unknown may or may not have got their request; nothing is sent a second
          time by itself.
        </Notice>
      ) : null}
      <div className="job-head">
        <Facts
          rows={[
            [
              "Progress",
              <span key="p" className="progress wide">
                <Progress job={job} />
              </span>,
            ],
            ["Outcome", counted(job) || "nothing yet"],
            ...((job.change
              ? [["Sends", [...job.change.avPairs, ...timeout(job)].join(", ") || "nothing"]]
              : []) as [string, string][]),
          ]}
        />
        <Facts
          rows={[
            ["By", job.actor],
            ["Rate", `${job.ratePerSecond} a second to each hub`],
            ["Started", <At key="s" at={job.createdAt} />],
            ["Ended", <At key="e" at={job.finishedAt} />],
          ]}
        />
      </div>
      <div className="fx-filterline">
        <Segmented
          label="Outcome"
          value={state}
          options={[
            { value: "", label: "All" },
            ...ITEM_STATES.filter((s) => Number(job.counts[s] ?? 0) > 0).map((s) => ({
              value: s,
              label: `${itemLook(s).text} ${job.counts[s] ?? 0}`,
            })),
          ]}
          onChange={setState}
        />
        <div className="fx-filter-tools">
          <IconButton
            icon="drop"
            label="Save the loaded rows as CSV"
            onClick={() =>
              downloadText(`job-${job.id}.csv`, "text/csv", toCsv(COLUMNS, items.rows))
            }
          />
          {view.menu}
        </div>
      </div>
      {items.isPending ? <Loading what="the job's sessions" /> : null}
      {items.isSuccess && items.rows.length === 0 ? (
        <p className="fx-dim">No session of this job {state ? "is there" : "was found"}.</p>
      ) : null}
      {items.rows.length > 0 ? (
        <DataTable
          label="Sessions of the job"
          rows={items.rows}
          rowKey={(i) => String(i.position)}
          columns={view.columns}
          rowHeight={view.rowHeight}
          total={items.total}
          onOpen={() => undefined}
          onEnd={items.more}
        />
      ) : null}
    </Page>
  );
}

const timeout = (job: DynAuthJob) =>
  job.change?.sessionTimeout == null ? [] : [`Session-Timeout = ${job.change.sessionTimeout}`];
