import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, codeOf, must, reason, useMay, type PolicyTest } from "../../api";
import {
  Ago,
  Empty,
  Failed,
  IconButton,
  Loading,
  Page,
  Panel,
  plural,
  State,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import "../tokens/tokens.css";
import "./preview.css";

/** What must stay true; each test is run when the page is read. */
export function PolicyTestsPage() {
  const client = useQueryClient();
  const mayWrite = useMay("peers:write");
  const query = useQuery({
    queryKey: ["policy-tests"],
    queryFn: async () => (await must(api.GET("/api/v1/policy/tests"))) as PolicyTest[],
  });
  const tests = query.data ?? [];
  const failing = tests.filter((t) => !t.holds).length;
  const make = (
    <Link to="/preview" className="fx-linkbutton primary">
      New test from a preview
    </Link>
  );
  return (
    <Page
      title="Policy tests"
      sub={
        query.isSuccess && tests.length > 0
          ? failing === 0
            ? `all ${tests.length} hold`
            : `${failing} of ${plural(tests.length, "test")} ${failing === 1 ? "does" : "do"} not hold`
          : null
      }
      actions={
        <>
          <IconButton icon="refresh" label="Run all again" onClick={() => void query.refetch()} />
          {mayWrite ? make : null}
        </>
      }
    >
      {query.isPending ? <Loading what="policy tests" /> : null}
      {query.isError ? (
        <Failed
          what="policy tests"
          reason={reason(query.error)}
          code={codeOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && tests.length === 0 ? (
        <Empty title="No policy tests yet" action={mayWrite ? make : undefined}>
          A test says what a peer must get, or must not. From then on the server refuses any change
          of a peer or group that breaks it, unless it is told to save all the same.
        </Empty>
      ) : null}
      {tests.length > 0 ? (
        <Panel flush>
          <div className="plain-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Test</th>
                  <th scope="col">Now</th>
                  <th scope="col">Peer at hub</th>
                  <th scope="col">Must</th>
                  <th scope="col">Changed</th>
                  <th scope="col">
                    <span className="fx-sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {tests.map((t) => (
                  <tr key={t.id}>
                    <th scope="row">
                      {t.name}
                      {t.definition.description ? (
                        <div className="fx-dim">{t.definition.description}</div>
                      ) : null}
                    </th>
                    <td>
                      {t.holds ? (
                        <State tone="good" icon="check">
                          Holds
                        </State>
                      ) : (
                        <>
                          <State tone="bad" icon="cross">
                            Fails
                          </State>
                          <div>{t.got}</div>
                        </>
                      )}
                    </td>
                    <td>
                      <Link
                        to="/preview"
                        search={{ peer: t.definition.peer, nas: t.definition.nas }}
                      >
                        {t.definition.peer}
                      </Link>{" "}
                      at {t.definition.nas}
                    </td>
                    <td className="mono">
                      {t.definition.accepted === false ? <div>be rejected</div> : null}
                      {(t.definition.has ?? []).map((h) => (
                        <div key={h}>{h}</div>
                      ))}
                      {(t.definition.lacks ?? []).map((l) => (
                        <div key={l}>not {l}</div>
                      ))}
                      {t.definition.accepted !== false &&
                      !t.definition.has?.length &&
                      !t.definition.lacks?.length
                        ? "be accepted"
                        : null}
                    </td>
                    <td>
                      <Ago at={t.updatedAt} />
                    </td>
                    <td>
                      {mayWrite ? (
                        <DeleteButton
                          what={`test ${t.name}`}
                          effect="Changes that break it are no longer refused."
                          onDelete={async () => {
                            await must(
                              api.DELETE("/api/v1/policy/tests/{name}", {
                                params: { path: { name: t.name } },
                              }),
                            );
                            toast(`Test ${t.name} deleted.`);
                            await client.invalidateQueries({ queryKey: ["policy-tests"] });
                          }}
                        />
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      ) : null}
    </Page>
  );
}
