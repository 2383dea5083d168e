import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { api, must, useMay, type DynAuthJob } from "../../api";
import { Ago, Button, Icon, State, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";
import { NewJobDialog } from "./new-job";
import { counted, jobLook, settled } from "./words";
import "./jobs.css";

const route = getRouteApi("/jobs");

export function JobState({ job }: { job: DynAuthJob }) {
  const { tone, icon, text } = jobLook(job);
  return (
    <State tone={tone} icon={icon}>
      {text}
    </State>
  );
}

export function Progress({ job }: { job: DynAuthJob }) {
  const done = settled(job);
  return (
    <span className="progress">
      <progress value={done} max={Math.max(1, job.total)} aria-label="Sessions dealt with" />
      {done} of {job.total}
    </span>
  );
}

const COLUMNS: Column<DynAuthJob>[] = [
  {
    id: "id",
    head: "Job",
    width: 70,
    cell: (j) => (
      <Link to="/jobs/$id" params={{ id: String(j.id) }} tabIndex={-1} className="cell-link">
        {j.id}
      </Link>
    ),
    text: (j) => String(j.id),
  },
  {
    id: "state",
    head: "State",
    width: 120,
    cell: (j) => <JobState job={j} />,
    text: (j) => j.state,
  },
  {
    id: "kind",
    head: "What",
    width: 110,
    cell: (j) => (j.kind === "coa" ? "CoA" : "Disconnect"),
    text: (j) => j.kind,
  },
  {
    id: "reason",
    head: "Which sessions",
    width: 180,
    grow: 3,
    cell: (j) => <span title={j.reason}>{j.reason}</span>,
    text: (j) => j.reason,
  },
  { id: "progress", head: "Progress", width: 170, cell: (j) => <Progress job={j} /> },
  {
    id: "outcome",
    head: "Outcome",
    width: 160,
    grow: 2,
    cell: (j) => <span title={counted(j)}>{counted(j)}</span>,
    text: counted,
  },
  { id: "actor", head: "By", width: 100, grow: 1, cell: (j) => j.actor, text: (j) => j.actor },
  {
    id: "at",
    head: "Started",
    width: 100,
    cell: (j) => <Ago at={j.createdAt} />,
    text: (j) => j.createdAt,
  },
];

export function JobsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useNavigate();
  const may = useMay("sessions:control");
  const [making, setMaking] = useState(false);
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <>
      <ListPage<DynAuthJob>
        title="CoA jobs"
        one="job"
        id="jobs"
        search={search}
        onSearch={onSearch}
        searchable={false}
        placeholder=""
        read={({ limit, after }) =>
          must(
            api.GET("/api/v1/dynauth/jobs", {
              params: {
                query: { limit: Number(limit), ...(after ? { after: String(after) } : {}) },
              },
            }),
          )
        }
        columns={COLUMNS}
        rowKey={(j) => String(j.id)}
        onOpen={(j) => void go({ to: "/jobs/$id", params: { id: String(j.id) } })}
        refetchInterval={5000}
        create={
          may ? (
            <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
              New job
            </Button>
          ) : null
        }
        teach={
          <>
            A job sends Disconnect or CoA to many sessions at a rate a hub can take, and keeps what
            each one answered. Editing a peer or a group offers one by itself:{" "}
            <Icon name="up" size={12} /> <i>Push the change</i>.
          </>
        }
      />
      {making ? <NewJobDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}
