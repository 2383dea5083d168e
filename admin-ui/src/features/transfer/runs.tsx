import { useQueryClient } from "@tanstack/react-query";
import { api, codeOf, must, reason, useList, type ImportRun, type Page } from "../../api";
import { Ago, Button, Failed, Loading, Panel, plural, State, toast } from "../../kit";
import { DeleteButton } from "../editing/frame";
import { summary } from "./words";
import "../tokens/tokens.css";

/** Earlier imports, each of which can be taken back until something it wrote was changed. */
export function Runs() {
  const client = useQueryClient();
  const list = useList<ImportRun>(
    ["imports"],
    async (after) =>
      (await must(
        api.GET("/api/v1/imports", {
          params: { query: { limit: 20, ...(after ? { after } : {}) } },
        }),
      )) as Page<ImportRun>,
  );
  return (
    <Panel title="Earlier imports" flush={list.rows.length > 0}>
      {list.isPending ? <Loading what="imports" /> : null}
      {list.isError ? (
        <Failed what="imports" reason={reason(list.error)} code={codeOf(list.error)} />
      ) : null}
      {list.isSuccess && list.rows.length === 0 ? (
        <p className="fx-dim">None yet. Each one can be undone here afterwards.</p>
      ) : null}
      {list.rows.length > 0 ? (
        <div className="plain-scroll">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">By</th>
                <th scope="col">Format</th>
                <th scope="col">Outcome</th>
                <th scope="col">
                  <span className="fx-sr">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((r) => (
                <tr key={r.id}>
                  <th scope="row">
                    <Ago at={r.at} />
                  </th>
                  <td>{r.by}</td>
                  <td>{r.format}</td>
                  <td>{summary(r)}</td>
                  <td>
                    {r.undoneAt ? (
                      <State tone="idle" icon="refresh">
                        Undone <Ago at={r.undoneAt} />
                      </State>
                    ) : (
                      <DeleteButton
                        verb="Undo"
                        what={`the import of ${plural(r.created + r.changed, "object")}`}
                        effect="What it made is deleted, what it replaced comes back. Refused as a whole when any of it was changed since."
                        onDelete={async () => {
                          const done = await must(
                            api.POST("/api/v1/imports/{id}/undo", {
                              params: { path: { id: r.id } },
                            }),
                          );
                          toast(`Undone: ${plural(done.objects, "object")} as before.`);
                          await client.invalidateQueries();
                        }}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {list.hasNextPage ? (
        <div className="fx-buttons end">
          <Button onClick={list.more}>Show older ones</Button>
        </div>
      ) : null}
    </Panel>
  );
}
