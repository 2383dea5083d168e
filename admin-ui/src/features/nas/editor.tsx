import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, codeOf, must, reason, useMay, useNas, type Nas, type NasWrite } from "../../api";
import {
  Ago,
  AreaField,
  Button,
  CodeBlock,
  count,
  curl,
  Facts,
  Failed,
  FieldGroup,
  Loading,
  Notice,
  Page,
  Panel,
  SecretField,
  SelectField,
  ShowAs,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import { Conflict } from "../editing/conflict";
import { DeleteButton, EditorFoot } from "../editing/frame";
import { useEditor } from "../editing/use-editor";
import { NasState } from "./list";
import { textToValues, valuesToText } from "../editing/carried";
import { newSecret } from "./secret";
import { iosSnippet, serverName } from "./snippet";
import "./nas.css";

type NasForm = {
  description: string;
  address: string;
  type: Nas["type"];
  enabled: boolean;
  secret: string;
  requireMessageAuthenticator: boolean;
  authorizationPassword: string;
  dynAuthPort: string;
  acctInterimSeconds: string;
  values: string;
};

const LABELS: Record<keyof NasForm, string> = {
  description: "Description",
  address: "Address",
  type: "Type",
  enabled: "Enabled",
  secret: "Shared secret",
  requireMessageAuthenticator: "Require Message-Authenticator",
  authorizationPassword: "Authorization password",
  dynAuthPort: "CoA port",
  acctInterimSeconds: "Accounting interval, seconds",
  values: "Values for templates",
};

const toForm = (n: Nas | null): NasForm => ({
  description: n?.description ?? "",
  address: n?.address ?? "",
  type: n?.type ?? "flexvpn",
  enabled: n?.enabled ?? true,
  secret: "",
  requireMessageAuthenticator: n?.requireMessageAuthenticator ?? true,
  authorizationPassword: "",
  dynAuthPort: String(n?.dynAuthPort ?? 1700),
  acctInterimSeconds: n?.acctInterimSeconds == null ? "" : String(n.acctInterimSeconds),
  values: valuesToText(n?.values),
});

const toBody = (form: NasForm): NasWrite => ({
  description: form.description.trim(),
  address: form.address.trim(),
  type: form.type,
  enabled: form.enabled,
  requireMessageAuthenticator: form.requireMessageAuthenticator,
  dynAuthPort: Number(form.dynAuthPort),
  acctInterimSeconds:
    form.acctInterimSeconds.trim() === "" ? null : Number(form.acctInterimSeconds),
  values: textToValues(form.values),
  ...(form.secret ? { secret: form.secret } : {}),
  ...(form.authorizationPassword ? { authorizationPassword: form.authorizationPassword } : {}),
});

function shape(field: keyof NasForm, form: NasForm): string | null {
  if (
    field === "dynAuthPort" &&
    !(/^\d+$/.test(form.dynAuthPort) && +form.dynAuthPort >= 1 && +form.dynAuthPort <= 65535)
  )
    return `"${form.dynAuthPort}" is no UDP port; IOS listens on 1700, RFC 5176 says 3799.`;
  if (
    field === "acctInterimSeconds" &&
    form.acctInterimSeconds.trim() !== "" &&
    !/^\d+$/.test(form.acctInterimSeconds.trim())
  )
    return `"${form.acctInterimSeconds}" is no whole number of seconds.`;
  return null;
}

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
  const editor = useEditor<Nas, NasForm>({
    loaded: nas,
    toForm,
    save: async (form, ifMatch) =>
      (await must(
        api.PUT("/api/v1/nas/{name}", {
          params: { path, header: ifMatch ? { "If-Match": ifMatch } : {} },
          body: toBody(form),
        }),
      )) as Nas,
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
          {editor.theirs ? (
            <Conflict
              what={`NAS ${name}`}
              labels={LABELS}
              base={editor.baseForm}
              mine={{ ...form, secret: form.secret ? "typed, hidden" : "" }}
              theirs={toForm(editor.theirs)}
              onCombine={editor.combine}
              onOverwrite={editor.overwrite}
              onTakeTheirs={editor.takeTheirs}
            />
          ) : null}
          <EditorFoot<NasForm>
            what={nas ? `NAS ${nas.name}` : "NAS"}
            isNew={!nas && !created}
            labels={LABELS}
            changed={editor.changed.map((c) =>
              c.field === "secret" || c.field === "authorizationPassword"
                ? { ...c, before: "", after: "typed, hidden" }
                : c,
            )}
            busy={editor.busy}
            failed={editor.failed}
            missing={missing}
            readOnly={readOnly}
            onSave={editor.save}
            onDiscard={() => {
              if (nas || created) editor.discard();
              else void navigate({ to: "/nas" });
            }}
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

function Counters({ nas }: { nas: Nas }) {
  const c = nas.counters;
  const drops = Object.entries(c.drops).filter(([, n]) => (n ?? 0) > 0);
  return (
    <Panel title="Since the server started">
      <Facts
        rows={[
          ["Last packet", <Ago key="l" at={nas.lastPacketAt} />],
          ["Requests", count(c.requests)],
          ["Accepts", count(c.accepts)],
          ["Rejects", count(c.rejects)],
          ["Accounting", count(c.accounting)],
          ...(drops.length === 0
            ? ([["Drops", "0"]] as [string, string][])
            : drops.map(([why, n]): [string, string] => [`Dropped: ${why}`, count(n)])),
        ]}
      />
    </Panel>
  );
}
