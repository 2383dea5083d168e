import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, dryRun, must, reason, useOne, type Webhook } from "../../api";
import {
  Ago,
  Button,
  Checkbox,
  CodeBlock,
  curl,
  Facts,
  FieldGroup,
  Notice,
  Page,
  Panel,
  SecretField,
  ShowAs,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { One } from "../listing/one";
import { newSecret } from "../nas/secret";
import { Deliveries } from "./deliveries";
import { EVENTS, formToWebhook, LABELS, webhookToForm, type WebhookForm } from "./form";
import { WebhookState } from "./list";
import "../nas/nas.css";
import "../tokens/tokens.css";

const TOO_SHORT = 16;

export function NewWebhookPage() {
  return <WebhookEditor webhook={null} />;
}

export function WebhookPage() {
  const { name } = getRouteApi("/webhooks/$name").useParams();
  const query = useOne<Webhook>("webhooks", name, () =>
    must(api.GET("/api/v1/webhooks/{name}", { params: { path: { name } } })),
  );
  return (
    <One what={`webhook ${name}`} query={query}>
      {(webhook) => <WebhookEditor key={name} webhook={webhook} />}
    </One>
  );
}

function WebhookEditor({ webhook }: { webhook: Webhook | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(webhook?.name ?? "");
  const [shown, setShown] = useState<string | null>(null);
  const path = { name: name.trim() };
  const put = (form: WebhookForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/webhooks/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: formToWebhook(form),
    });
  const editor = useEditor<Webhook, WebhookForm>({
    loaded: webhook,
    toForm: webhookToForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as Webhook,
    onSaved: (saved, created) => {
      toast(created ? `Webhook ${saved.name} created.` : `Webhook ${saved.name} saved.`);
      setShown(null);
      client.setQueryData(["webhooks", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["webhooks"] });
      if (created) void navigate({ to: "/webhooks/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;
  const missing =
    name.trim() === ""
      ? "Give the webhook a name first."
      : form.url.trim() === ""
        ? "Give the URL that is called first."
        : !webhook && form.secret.length < TOO_SHORT
          ? "Generate a signing secret first."
          : null;

  return (
    <Page
      title={webhook ? webhook.name : "New webhook"}
      sub={webhook ? <WebhookState webhook={webhook} /> : null}
      actions={
        webhook ? (
          <>
            <TestButton webhook={webhook} />
            <DeleteButton
              what={`webhook ${webhook.name}`}
              typed={webhook.name}
              effect="What waits to be delivered goes with it, and the receiver hears nothing more."
              onDelete={async () => {
                await must(api.DELETE("/api/v1/webhooks/{name}", { params: { path } }));
                toast(`Webhook ${webhook.name} deleted.`);
                await navigate({ to: "/webhooks", ignoreBlocker: true });
                void client.invalidateQueries({ queryKey: ["webhooks"] });
              }}
            />
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Receiver">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={webhook !== null}
              required={!webhook}
              mono
              autoFocus={!webhook}
              error={error("name")}
              help={webhook ? "Cannot change." : "As you call it."}
            />
            <SwitchField
              label="Enabled"
              checked={form.enabled}
              onChange={(v) => set("enabled", v)}
              help="Off: events of that time are not kept for it."
            />
            <div className="wide">
              <TextField
                label="URL"
                value={form.url}
                onChange={(v) => set("url", v)}
                required
                mono
                placeholder="https://hooks.example.com/flexaaa"
                error={error("url")}
                help="Addresses of this server's own networks are refused unless its settings allow them."
              />
            </div>
            <div className="secret-line wide">
              <SecretField
                label={webhook ? "New signing secret" : "Signing secret"}
                value={form.secret}
                onChange={(v) => {
                  set("secret", v);
                  setShown(null);
                }}
                required={!webhook}
                mono
                placeholder={webhook?.secretSet ? "unchanged" : ""}
                error={error("secret")}
                help="The receiver checks each call's signature with it."
              />
              <Button
                icon="token"
                onClick={() => {
                  const secret = newSecret(40);
                  set("secret", secret);
                  setShown(secret);
                }}
              >
                Generate
              </Button>
            </div>
            {shown ? (
              <div className="wide">
                <Notice tone="warn" title="Shown only until you save: copy it to the receiver now">
                  <CodeBlock text={shown} what="signing secret" />
                </Notice>
              </div>
            ) : null}
          </FieldGroup>
          <FieldGroup title="Events" wide>
            <fieldset className="permissions">
              <legend>It is told of</legend>
              {EVENTS.map((e) => (
                <Checkbox
                  key={e.value}
                  label={e.label}
                  checked={form.events.includes(e.value)}
                  onChange={(on) =>
                    set(
                      "events",
                      on ? [...form.events, e.value] : form.events.filter((v) => v !== e.value),
                    )
                  }
                />
              ))}
            </fieldset>
          </FieldGroup>
          <EditorTail<Webhook, WebhookForm>
            editor={editor}
            what={webhook ? `Webhook ${webhook.name}` : "webhook"}
            isNew={!webhook}
            labels={LABELS}
            toForm={webhookToForm}
            secrets={["secret"]}
            missing={missing}
            readOnly={false}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/webhooks" })}
          />
          {webhook ? <Deliveries webhook={webhook.name} /> : null}
        </div>
        <aside aria-label="About this webhook">
          {webhook ? (
            <Panel title="Stored">
              <Facts
                rows={[
                  ["Version", String(webhook.version)],
                  ["Created", <Ago key="c" at={webhook.createdAt} />],
                  ["Changed", <Ago key="u" at={webhook.updatedAt} />],
                ]}
              />
            </Panel>
          ) : null}
          <ShowAs
            views={[
              {
                name: "API call",
                text: curl(
                  "PUT",
                  `/api/v1/webhooks/${encodeURIComponent(name.trim() || "NAME")}`,
                  formToWebhook({ ...form, secret: form.secret ? "..." : "" }),
                  editor.base ? [`If-Match: "${editor.base.version}"`] : [],
                ),
              },
            ]}
          />
        </aside>
      </div>
    </Page>
  );
}

function TestButton({ webhook }: { webhook: Webhook }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await must(
        api.POST("/api/v1/webhooks/{name}/test", { params: { path: { name: webhook.name } } }),
      );
      toast("A test is on its way; its result appears under Deliveries.");
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    } catch (e) {
      toast(`No test sent: ${reason(e)}`, "bad");
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      icon="play"
      busy={busy}
      disabled={!webhook.enabled}
      hint={webhook.enabled ? undefined : "Enable it first"}
      onClick={() => void run()}
    >
      Send a test
    </Button>
  );
}
