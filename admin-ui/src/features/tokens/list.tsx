import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  api,
  codeOf,
  must,
  Problem,
  reason,
  useSignedIn,
  type Page as PageOf,
  type Token,
} from "../../api";
import {
  Ago,
  At,
  Button,
  Checkbox,
  CodeBlock,
  Dialog,
  Empty,
  Failed,
  InstantField,
  Loading,
  Notice,
  Page,
  Panel,
  TextField,
  toast,
  zone,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import "../dynauth/dynauth.css";
import "./tokens.css";

export function TokensPage() {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const query = useQuery({
    queryKey: ["tokens"],
    queryFn: async () => (await must(api.GET("/api/v1/tokens"))) as PageOf<Token>,
  });
  const tokens = query.data?.items ?? [];
  const create = (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      New token
    </Button>
  );
  return (
    <Page
      title="API tokens"
      sub="For scripts and tools: Authorization: Bearer TOKEN"
      actions={create}
    >
      {query.isPending ? <Loading what="tokens" /> : null}
      {query.isError ? (
        <Failed
          what="tokens"
          reason={reason(query.error)}
          code={codeOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && tokens.length === 0 ? (
        <Empty title="No tokens yet" action={create}>
          Everything the console does is one REST call; “as API call” beside the data shows which.
          The whole contract is at <a href="/api/openapi.json">/api/openapi.json</a>.
        </Empty>
      ) : null}
      {tokens.length > 0 ? (
        <Panel flush>
          <div className="plain-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Owner</th>
                  <th scope="col">May</th>
                  <th scope="col">Made</th>
                  <th scope="col">Expires</th>
                  <th scope="col">Last used</th>
                  <th scope="col">
                    <span className="fx-sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {tokens.map((t) => (
                  <tr key={t.id}>
                    <th scope="row">{t.name}</th>
                    <td>{t.owner}</td>
                    <td>{t.permissions.join(", ")}</td>
                    <td>
                      <Ago at={t.createdAt} />
                    </td>
                    <td>{t.expiresAt ? <At at={t.expiresAt} /> : "never"}</td>
                    <td>{t.lastUsedAt ? <Ago at={t.lastUsedAt} /> : "never"}</td>
                    <td>
                      <DeleteButton
                        what={`token ${t.name}`}
                        effect="Whatever uses it is refused from its next call on."
                        onDelete={async () => {
                          await must(
                            api.DELETE("/api/v1/tokens/{id}", { params: { path: { id: t.id } } }),
                          );
                          toast(`Token ${t.name} revoked.`);
                          await client.invalidateQueries({ queryKey: ["tokens"] });
                        }}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      ) : null}
      {making ? <NewToken onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function NewToken({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const mine = useSignedIn().data?.operator.permissions ?? [];
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(mine.filter((p) => p.endsWith(":read")));
  const [expiresAt, setExpiresAt] = useState("");
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = (f: string) => (failed instanceof Problem ? failed.field(f) : null);
  const missing =
    name.trim() === ""
      ? "Name what will use it"
      : chosen.length === 0
        ? "Choose a permission"
        : null;

  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const made = await must(
        api.POST("/api/v1/tokens", {
          body: { name: name.trim(), permissions: chosen, ...(expiresAt ? { expiresAt } : {}) },
        }),
      );
      setSecret((made as { secret: string }).secret);
      await client.invalidateQueries({ queryKey: ["tokens"] });
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  if (secret !== null)
    return (
      <Dialog open title={`Token ${name}`} onClose={onClose} width={560} keepOnOutsideClick>
        <div className="dyn">
          <Notice tone="warn">Shown this once: the server keeps only its hash.</Notice>
          <CodeBlock text={secret} what="token" />
          <div className="fx-buttons end">
            <Button kind="primary" onClick={onClose}>
              I have copied it
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog open title="New API token" onClose={onClose} width={480} keepOnOutsideClick>
      <div className="dyn">
        <TextField
          label="What uses it"
          value={name}
          onChange={setName}
          required
          autoFocus
          error={field("name")}
        />
        <fieldset className="permissions">
          <legend>It may</legend>
          {mine.map((p) => (
            <Checkbox
              key={p}
              label={p}
              checked={chosen.includes(p)}
              onChange={(on) => setChosen(on ? [...chosen, p] : chosen.filter((c) => c !== p))}
            />
          ))}
        </fieldset>
        <InstantField
          label="Expires"
          value={expiresAt}
          onChange={setExpiresAt}
          error={field("expiresAt")}
          help={`Empty: never. Your clock, ${zone()}.`}
        />
        {failed ? (
          <Notice tone="bad" live title="No token was made">
            {reason(failed)}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={onClose}>Make none</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={missing !== null}
            hint={missing ?? undefined}
            onClick={() => void run()}
          >
            Make the token and show it once
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
