import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, codeOf, dryRun, must, reason, useMay, useNas, type Nas } from "../../api";
import {
  AreaField,
  Button,
  CodeBlock,
  curl,
  Failed,
  FieldGroup,
  Loading,
  Notice,
  Page,
  SecretField,
  SelectField,
  ShowAs,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { Counters } from "./counters";
import { LABELS, shape, toBody, toForm, type NasForm } from "./form";
import { NasState } from "./list";
import { newSecret } from "./secret";
import { iosSnippet, serverName } from "./snippet";
import "./nas.css";

export function NewNasPage() {
  return <NasEditor nas={null} />;
}

export function NasPage() {
  const { name } = getRouteApi("/nas/$name").useParams();
  const query = useNas(name);
  if (query.isPending) return <Loading what={`NAS ${name}`} />;
  if (!query.data)
    return (
      <Failed
        what={`NAS ${name}`}
        reason={reason(query.error)}
        code={codeOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  return <NasEditor key={name} nas={query.data} />;
}

function NasEditor({ nas }: { nas: Nas | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay("nas:write");
  const [name, setName] = useState(nas?.name ?? "");
  const [shown, setShown] = useState<string | null>(null);
  const path = { name: name.trim() };
  const put = (form: NasForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/nas/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: toBody(form),
    });
  const editor = useEditor<Nas, NasForm>({
    loaded: nas,
    toForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as Nas,
    onSaved: (saved, created) => {
      toast(created ? `NAS ${saved.name} created.` : `NAS ${saved.name} saved.`);
      client.setQueryData(["nas", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["nas"] });
      if (created && shown === null)
        void navigate({ to: "/nas/$name", params: { name: saved.name } });
    },
  });
  const { form, set } = editor;
  const error = (field: keyof NasForm) => shape(field, form) ?? editor.error(field);
  const missing =
    name.trim() === ""
      ? "Give the NAS a name first."
      : form.address.trim() === ""
        ? "Give its address first."
        : !nas && form.secret === ""
          ? "Set or generate a shared secret first."
          : null;
  const created = !nas && editor.base !== null;

  return (
    <Page
      title={nas ? nas.name : created ? `NAS ${name} created` : "New NAS"}
      sub={nas ? <NasState nas={nas} /> : null}
      actions={
        nas ? (
          <>
            <Link to="/decisions" search={{ f: `nas:${nas.name}` }} className="fx-linkbutton">
              Decisions
            </Link>
            {readOnly ? null : (
              <DeleteButton
                what={`NAS ${nas.name}`}
                typed={nas.name}
                check={() =>
                  dryRun(
                    api.DELETE("/api/v1/nas/{name}", {
                      params: { path: { name: nas.name }, query: { dryRun: true } },
                    }),
                  )
                }
                effect="Its requests are dropped from then on: no peer of this hub can connect, and its accounting is lost. Sessions already up stay up on the hub."
                onDelete={async () => {
                  await must(
                    api.DELETE("/api/v1/nas/{name}", { params: { path: { name: nas.name } } }),
                  );
                  toast(`NAS ${nas.name} deleted.`);
                  await navigate({ to: "/nas", ignoreBlocker: true });
                  void client.invalidateQueries({ queryKey: ["nas"] });
                }}
              />
            )}
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Identity">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={nas !== null || created}
              disabled={readOnly}
              required={!nas}
              mono
              autoFocus={!nas}
              error={editor.error("name")}
              help={nas ? "Cannot change." : "As you call it: hub-1."}
            />
            <TextField
              label="Address"
              value={form.address}
              onChange={(v) => set("address", v)}
              disabled={readOnly}
              required
              mono
              placeholder="192.0.2.1 or 192.0.2.0/28"
              error={error("address")}
              help="Where its RADIUS packets come from; the longest prefix wins."
            />
            <SelectField
              label="Type"
              value={form.type}
              disabled={readOnly}
              options={[
                { value: "flexvpn", label: "Cisco IOS or IOS-XE hub" },
                { value: "flexaaa", label: "FlexAAA gateway" },
                { value: "other", label: "Other RADIUS client" },
              ]}
              onChange={(v) => set("type", v)}
            />
            <SwitchField
              label="Enabled"
              checked={form.enabled}
              onChange={(v) => set("enabled", v)}
              disabled={readOnly}
              help="Off: its packets are dropped and counted."
            />
            <div className="wide">
              <AreaField
                label="Description"
                value={form.description}
                onChange={(v) => set("description", v)}
                disabled={readOnly}
                rows={2}
                error={error("description")}
              />
            </div>
          </FieldGroup>
          <FieldGroup title="Secret and checks">
            <div className="secret-line">
              <SecretField
                label={nas ? "New shared secret" : "Shared secret"}
                value={form.secret}
                onChange={(v) => {
                  set("secret", v);
                  setShown(null);
                }}
                disabled={readOnly}
                required={!nas}
                mono
                placeholder={nas?.secretSet ? "unchanged" : ""}
                error={error("secret")}
                help="Change it on the hub in the same minute: packets signed with the old one are dropped."
              />
              {readOnly ? null : (
                <Button
                  icon="token"
                  onClick={() => {
                    const secret = newSecret(32);
                    set("secret", secret);
                    setShown(secret);
                  }}
                >
                  Generate
                </Button>
              )}
            </div>
            <SecretField
              label="Authorization password"
              value={form.authorizationPassword}
              onChange={(v) => set("authorizationPassword", v)}
              disabled={readOnly}
              mono
              placeholder={nas?.authorizationPasswordSet ? "set, unchanged" : "cisco"}
              error={error("authorizationPassword")}
              help="What the hub sends with PSK, user and group lookups; IOS says cisco unless told otherwise."
            />
            {shown ? (
              <div className="wide">
                <Notice tone="info" title="Generated here, not stored yet">
                  <CodeBlock text={shown} what="shared secret" />
                </Notice>
              </div>
            ) : null}
            <div className="wide">
              <SwitchField
                label="Require Message-Authenticator"
                checked={form.requireMessageAuthenticator}
                onChange={(v) => set("requireMessageAuthenticator", v)}
                disabled={readOnly}
                help="Requests without it are dropped and counted."
              />
              {form.requireMessageAuthenticator ? null : (
                <Notice
                  tone="warn"
                  title="Replies to this NAS can be forged on the way (CVE-2024-3596)"
                >
                  Leave it off only for a hub that cannot send the attribute, on a network you
                  trust, and switch it on after the hub's upgrade.
                </Notice>
              )}
            </div>
          </FieldGroup>
          <FieldGroup title="Dynamic authorization and accounting">
            <TextField
              label="CoA port"
              value={form.dynAuthPort}
              onChange={(v) => set("dynAuthPort", v)}
              disabled={readOnly}
              mono
              error={error("dynAuthPort")}
              help="Where Disconnect and CoA go: 1700 on IOS, 3799 by RFC 5176."
            />
            <TextField
              label="Accounting interval, seconds"
              value={form.acctInterimSeconds}
              onChange={(v) => set("acctInterimSeconds", v)}
              disabled={readOnly}
              mono
              placeholder="as the hub is configured"
              error={error("acctInterimSeconds")}
              help="Sent as Acct-Interim-Interval where the peer has none of its own."
            />
            <TextField
              label="Certificate name"
              value={form.certificateName}
              onChange={(v) => set("certificateName", v)}
              disabled={readOnly}
              mono
              placeholder="hub1.example.com"
              error={error("certificateName")}
              help="For RadSec: the name in the hub's certificate. Its address must fit, too."
            />
            <AreaField
              label="Values for templates"
              value={form.values}
              onChange={(v) => set("values", v)}
              disabled={readOnly}
              rows={2}
              error={error("values")}
              help="One name = value a line; {{nas.pool}} in an AV pair becomes the value of pool."
            />
          </FieldGroup>
          {created ? (
            <Notice
              tone="good"
              title={`NAS ${name} created`}
              action={
                <Link to="/nas/$name" params={{ name: name.trim() }} className="fx-linkbutton">
                  Open it
                </Link>
              }
            >
              Paste the IOS lines beside into the hub; the secret in them is shown only until you
              leave this page.
            </Notice>
          ) : null}
          <EditorTail<Nas, NasForm>
            editor={editor}
            what={nas || created ? `NAS ${name}` : "NAS"}
            isNew={!nas && !created}
            labels={LABELS}
            toForm={toForm}
            secrets={["secret", "authorizationPassword"]}
            missing={missing}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/nas" })}
          />
        </div>
        <aside aria-label="About this NAS">
          {nas ? <Counters nas={nas} /> : null}
          <ShowAs
            views={[
              ...(form.type === "other"
                ? []
                : [
                    {
                      name: "IOS",
                      text: iosSnippet({
                        server: serverName(location.hostname),
                        secret: form.secret || shown || "SHARED-SECRET",
                        dynAuthPort: Number(form.dynAuthPort) || 1700,
                        authorizationPassword: form.authorizationPassword || null,
                      }),
                      note: "To paste into the hub; names and the profile are yours to change.",
                    },
                  ]),
              {
                name: "API call",
                text: curl(
                  "PUT",
                  `/api/v1/nas/${encodeURIComponent(name.trim() || "NAME")}`,
                  {
                    ...toBody(form),
                    ...(form.secret ? { secret: "..." } : {}),
                    ...(form.authorizationPassword ? { authorizationPassword: "..." } : {}),
                  },
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
