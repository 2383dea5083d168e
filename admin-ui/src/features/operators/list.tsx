import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  api,
  codeOf,
  must,
  reason,
  useSignedIn,
  type Operator,
  type Page as PageOf,
} from "../../api";
import { Ago, Button, Failed, Icon, Loading, Page, Panel, plural, State, toast } from "../../kit";
import { DeleteButton } from "../editing/frame";
import { EditDialog, NewDialog, PasswordDialog, type Role } from "./dialogs";
import "../tokens/tokens.css";
import "./operators.css";

type Doing = { what: "edit" | "password"; operator: Operator } | { what: "new" } | null;

/** Who may sign in to this console and the API, and what each role may do. */
export function OperatorsPage() {
  const client = useQueryClient();
  const me = useSignedIn().data?.operator.name;
  const [doing, setDoing] = useState<Doing>(null);
  const query = useQuery({
    queryKey: ["operators"],
    queryFn: async () => (await must(api.GET("/api/v1/operators"))) as PageOf<Operator>,
  });
  const roles = useQuery({
    queryKey: ["roles"],
    queryFn: async () => (await must(api.GET("/api/v1/roles"))) as Role[],
    staleTime: Infinity,
  });
  const operators = query.data?.items ?? [];
  const known = roles.data ?? [];
  const close = () => setDoing(null);

  return (
    <Page
      title="Operators"
      sub={query.isSuccess ? plural(operators.length, "account") : null}
      actions={
        <Button kind="primary" icon="plus" onClick={() => setDoing({ what: "new" })}>
          New operator
        </Button>
      }
    >
      {query.isPending ? <Loading what="operators" /> : null}
      {query.isError ? (
        <Failed
          what="operators"
          reason={reason(query.error)}
          code={codeOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {operators.length > 0 ? (
        <Panel flush>
          <div className="plain-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">State</th>
                  <th scope="col">Last sign-in</th>
                  <th scope="col">Password set</th>
                  <th scope="col">
                    <span className="fx-sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {operators.map((o) => (
                  <tr key={o.name}>
                    <th scope="row">
                      {o.name}
                      {o.name === me ? <span className="fx-dim"> (you)</span> : null}
                    </th>
                    <td>{o.role}</td>
                    <td>
                      {o.enabled ? (
                        <State tone="good" icon="check">
                          Enabled
                        </State>
                      ) : (
                        <State tone="idle" icon="pause">
                          Disabled
                        </State>
                      )}
                    </td>
                    <td>{o.lastSignInAt ? <Ago at={o.lastSignInAt} /> : "never"}</td>
                    <td>
                      <Ago at={o.passwordSetAt} />
                    </td>
                    <td>
                      <div className="fx-buttons">
                        <Button icon="edit" onClick={() => setDoing({ what: "edit", operator: o })}>
                          Edit
                        </Button>
                        <Button
                          icon="token"
                          onClick={() => setDoing({ what: "password", operator: o })}
                        >
                          Password
                        </Button>
                        {o.name === me ? null : (
                          <>
                            <DeleteButton
                              verb="Reset"
                              what={`the second factor of ${o.name}`}
                              effect="From the next sign-in on the password alone is enough. Do it only for somebody you have spoken to."
                              onDelete={async () => {
                                await must(
                                  api.DELETE("/api/v1/operators/{name}/totp", {
                                    params: { path: { name: o.name } },
                                  }),
                                );
                                toast(`${o.name} is asked for no code any more.`);
                              }}
                            />
                            <DeleteButton
                              what={`operator ${o.name}`}
                              typed={o.name}
                              effect="The account and its API tokens go: whatever uses one of them is refused from its next call on. The audit log keeps the name."
                              onDelete={async () => {
                                await must(
                                  api.DELETE("/api/v1/operators/{name}", {
                                    params: { path: { name: o.name } },
                                  }),
                                );
                                toast(`Operator ${o.name} deleted.`);
                                await client.invalidateQueries({ queryKey: ["operators"] });
                              }}
                            />
                          </>
                        )}
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      ) : null}
      {known.length > 0 ? <Matrix roles={known} /> : null}
      {doing?.what === "new" ? <NewDialog roles={known} onClose={close} /> : null}
      {doing?.what === "edit" ? (
        <EditDialog operator={doing.operator} roles={known} onClose={close} />
      ) : null}
      {doing?.what === "password" ? (
        <PasswordDialog operator={doing.operator} onClose={close} />
      ) : null}
    </Page>
  );
}

function Matrix({ roles }: { roles: Role[] }) {
  const all = [...new Set(roles.flatMap((r) => r.permissions))].sort();
  return (
    <div className="matrix">
      <Panel title="What each role may do" flush>
        <div className="plain-scroll" tabIndex={0} role="region" aria-label="Permissions of roles">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Permission</th>
                {roles.map((r) => (
                  <th key={r.name} scope="col">
                    {r.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {all.map((p) => (
                <tr key={p}>
                  <th scope="row">
                    <code>{p}</code>
                  </th>
                  {roles.map((r) => (
                    <td key={r.name}>
                      {r.permissions.includes(p) ? (
                        <>
                          <Icon name="check" size={14} />
                          <span className="fx-sr">yes</span>
                        </>
                      ) : (
                        <span className="fx-dim">
                          <span aria-hidden="true">-</span>
                          <span className="fx-sr">no</span>
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}
