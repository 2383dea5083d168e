import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, dryRun, must, useGroupNames, useMay, useOne, type Realm } from "../../api";
import {
  Ago,
  AreaField,
  curl,
  Facts,
  FieldGroup,
  Page,
  Panel,
  SelectField,
  ShowAs,
  SuggestField,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { One } from "../listing/one";
import {
  formToRealm,
  homeText,
  LABELS,
  realmProblem,
  realmToForm,
  REPLIES,
  type RealmForm,
} from "./form";
import { Homes } from "./homes";
import { matchText, RealmState } from "./list";

export function NewRealmPage() {
  return <RealmEditor realm={null} />;
}

export function RealmPage() {
  const { name } = getRouteApi("/realms/$name").useParams();
  const query = useOne<Realm>("realms", name, () =>
    must(api.GET("/api/v1/realms/{name}", { params: { path: { name } } })),
  );
  return (
    <One what={`realm ${name}`} query={query}>
      {(realm) => <RealmEditor key={name} realm={realm} />}
    </One>
  );
}

function RealmEditor({ realm }: { realm: Realm | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const groups = useGroupNames();
  const readOnly = !useMay("nas:write");
  const [name, setName] = useState(realm?.name ?? "");
  const path = { name: name.trim() };
  const put = (form: RealmForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/realms/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: formToRealm(form),
    });
  const editor = useEditor<Realm, RealmForm>({
    loaded: realm,
    toForm: realmToForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as Realm,
    onSaved: (saved, created) => {
      toast(created ? `Realm ${saved.name} created.` : `Realm ${saved.name} saved.`);
      client.setQueryData(["realms", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["realms"] });
      if (created) void navigate({ to: "/realms/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;
  const text = (field: keyof RealmForm, help?: string) => ({
    label: LABELS[field],
    value: form[field] as string,
    onChange: (v: string) => set(field, v as never),
    disabled: readOnly,
    error: error(field),
    mono: true,
    ...(help ? { help } : {}),
  });
  const flag = (field: keyof RealmForm, help: string) => ({
    label: LABELS[field],
    checked: form[field] as boolean,
    onChange: (v: boolean) => set(field, v as never),
    disabled: readOnly,
    help,
  });
  const reply = REPLIES.find((r) => r.value === form.reply);
  const hidden: RealmForm = { ...form, homeServers: [] };

  return (
    <Page
      title={realm ? realm.name : "New realm"}
      sub={realm ? <RealmState realm={realm} /> : null}
      actions={
        realm && !readOnly ? (
          <DeleteButton
            what={`realm ${realm.name}`}
            typed={realm.name}
            effect={`Log-ins of ${matchText(realm)} are looked for on this server from then on, and refused if it does not know them.`}
            onDelete={async () => {
              await must(api.DELETE("/api/v1/realms/{name}", { params: { path } }));
              toast(`Realm ${realm.name} deleted.`);
              await navigate({ to: "/realms", ignoreBlocker: true });
              void client.invalidateQueries({ queryKey: ["realms"] });
            }}
          />
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Which log-ins">
            <TextField
              label="Name"
              value={name}
              onChange={(v) => {
                // A realm is mostly named as what it matches.
                if (!realm && form.match === name) set("match", v);
                setName(v);
              }}
              readOnly={realm !== null}
              disabled={readOnly}
              required={!realm}
              mono
              autoFocus={!realm}
              error={error("name")}
              help={realm ? "Cannot change." : "As you call it."}
            />
            <TextField
              {...text("match", "example.com, *.example.com, * for any; empty: names without @.")}
            />
            <AreaField {...text("nas", "One a line; empty: from every hub.")} rows={2} />
            <SwitchField {...flag("enabled", "Off: this server looks for them itself.")} />
            <SwitchField {...flag("strip", "The home server gets anna, not anna@example.com.")} />
            <SwitchField {...flag("lookUps", "Key and authorization look-ups of hubs, too.")} />
            <div className="wide">
              <AreaField {...text("description")} mono={false} rows={2} />
            </div>
          </FieldGroup>
          <FieldGroup
            title="Home servers"
            wide
            lead="Asked in this order: address, port for log-ins, port for accounting, shared secret. The next one when one does not answer."
          >
            <Homes
              value={form.homeServers}
              onChange={(v) => set("homeServers", v)}
              known={(realm?.homeServers ?? [])
                .filter((h) => h.secretSet)
                .map((h) => `${h.address}:${h.authPort}`)}
              error={error}
              disabled={readOnly}
            />
          </FieldGroup>
          <FieldGroup title="The answer">
            <SelectField
              label="What the hub is told"
              value={form.reply}
              options={REPLIES}
              disabled={readOnly}
              onChange={(v) => set("reply", v)}
              {...(reply ? { help: reply.help } : {})}
            />
            <SuggestField
              {...text("group", "Whose attributes are added.")}
              suggestions={groups}
              disabled={readOnly || form.reply === "home"}
            />
            <AreaField
              {...text("denyAttributes", "One a line: Framed-IP-Address, ip:interface-config.")}
              rows={2}
            />
            <SwitchField
              {...flag("requireMessageAuthenticator", "Answers without it are not believed.")}
            />
          </FieldGroup>
          <FieldGroup title="Time and failover">
            <TextField
              {...text(
                "timeoutMillis",
                "A person with a telephone needs 60000; within it no other server is asked.",
              )}
            />
            <TextField {...text("retransmits")} />
            <TextField {...text("deadSeconds", "How long a silent one is left alone.")} />
            <SwitchField
              {...flag("statusServer", "Finds out that a silent one is back (RFC 5997).")}
            />
            <SwitchField {...flag("forwardAccounting", "Its sessions are reported there, too.")} />
          </FieldGroup>
          <EditorTail<Realm, RealmForm>
            editor={{
              ...editor,
              changed: editor.changed.map((c) =>
                c.field === "homeServers"
                  ? {
                      ...c,
                      before: (c.before as string[]).map(homeText),
                      after: (c.after as string[]).map(homeText),
                    }
                  : c,
              ),
            }}
            what={realm ? `Realm ${realm.name}` : "realm"}
            isNew={!realm}
            labels={LABELS}
            toForm={realmToForm}
            missing={name.trim() === "" ? "Give the realm a name first." : realmProblem(form)}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/realms" })}
          />
        </div>
        <aside aria-label="About this realm">
          {realm ? (
            <Panel title="Stored">
              <Facts
                rows={[
                  ["Realm", matchText(realm)],
                  ["Version", String(realm.version)],
                  ["Created", <Ago key="c" at={realm.createdAt} />],
                  ["Changed", <Ago key="u" at={realm.updatedAt} />],
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
                  `/api/v1/realms/${encodeURIComponent(name.trim() || "NAME")}`,
                  {
                    ...formToRealm(hidden),
                    homeServers: (formToRealm(form).homeServers ?? []).map((h) =>
                      h.secret ? { ...h, secret: "..." } : h,
                    ),
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
