import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, dryRun, must, reason, useGroupNames, useMay, useOne, type User } from "../../api";
import {
  Ago,
  AreaField,
  Button,
  curl,
  Facts,
  FieldGroup,
  InstantField,
  Notice,
  Page,
  Panel,
  plural,
  SecretField,
  SelectField,
  ShowAs,
  SuggestField,
  SwitchField,
  TextField,
  toast,
  useNow,
  zone,
} from "../../kit";
import { AvPairEditor } from "../avpairs/editor";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { One } from "../listing/one";
import {
  formToUser,
  LABELS,
  lockedNow,
  STORAGES,
  userMissing,
  userToForm,
  type UserForm,
} from "./form";
import { UserState } from "./state";
import { TotpSection } from "./totp";

export function NewUserPage() {
  return <UserEditor user={null} />;
}

export function UserPage() {
  const { name } = getRouteApi("/users/$name").useParams();
  const query = useOne<User>("users", name, () =>
    must(api.GET("/api/v1/users/{name}", { params: { path: { name } } })),
  );
  return (
    <One what={`user ${name}`} query={query}>
      {(user) => <UserEditor key={name} user={user} />}
    </One>
  );
}

function UserEditor({ user }: { user: User | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay("users:write");
  const groups = useGroupNames();
  const [name, setName] = useState(user?.name ?? "");
  const path = { name: name.trim() };
  const stored = user?.password.storage ?? null;
  const put = (form: UserForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/users/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: formToUser(form, stored),
    });
  const editor = useEditor<User, UserForm>({
    loaded: user,
    toForm: userToForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as User,
    onSaved: (saved, created) => {
      toast(created ? `User ${saved.name} created.` : `User ${saved.name} saved.`);
      client.setQueryData(["users", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["users"] });
      if (created) void navigate({ to: "/users/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;
  const interim =
    form.acctInterimSeconds.trim() === "" || /^\d+$/.test(form.acctInterimSeconds.trim())
      ? null
      : `"${form.acctInterimSeconds}" is no whole number of seconds.`;

  return (
    <Page
      title={user ? user.name : "New user"}
      sub={user ? <UserState user={user} /> : null}
      actions={
        user ? (
          <>
            <Link to="/decisions" search={{ f: `peer:${user.name}` }} className="fx-linkbutton">
              Log-ins
            </Link>
            <Link
              to="/sessions"
              search={{ f: `state:all peer:${user.name}` }}
              className="fx-linkbutton"
            >
              Sessions
            </Link>
            {readOnly ? null : (
              <DeleteButton
                what={`user ${user.name}`}
                effect="Nobody logs in with this name any more. Sessions already up stay up until they are disconnected."
                onDelete={async () => {
                  await must(api.DELETE("/api/v1/users/{name}", { params: { path } }));
                  toast(`User ${user.name} deleted.`);
                  await navigate({ to: "/users", ignoreBlocker: true });
                  void client.invalidateQueries({ queryKey: ["users"] });
                }}
              />
            )}
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          {user ? <LockNotice user={user} readOnly={readOnly} /> : null}
          <FieldGroup title="Person">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={user !== null}
              disabled={readOnly}
              required={!user}
              mono
              autoFocus={!user}
              error={error("name")}
              help={user ? "Cannot change." : "As it is typed at the log-in, with @realm if any."}
            />
            <SuggestField
              label="Group"
              value={form.group}
              onChange={(v) => set("group", v)}
              suggestions={groups}
              disabled={readOnly}
              mono
              error={error("group")}
              help="What the group has holds here, too."
            />
            <SwitchField
              label="Enabled"
              checked={form.enabled}
              onChange={(v) => set("enabled", v)}
              disabled={readOnly}
              help="Off: every log-in is refused."
            />
            <InstantField
              label="Expires"
              value={form.validUntil}
              onChange={(v) => set("validUntil", v)}
              disabled={readOnly}
              error={error("validUntil")}
              help={`Empty: never. Your clock, ${zone()}.`}
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
          <PasswordFields
            user={user}
            form={form}
            set={set}
            readOnly={readOnly}
            error={error("password.value") ?? error("password")}
          />
          {user ? <TotpSection user={user} readOnly={readOnly} /> : null}
          <FieldGroup title="Address and accounting">
            <TextField
              label="Framed-IP-Address"
              value={form.framedIp}
              onChange={(v) => set("framedIp", v)}
              disabled={readOnly}
              mono
              error={error("framedIp")}
              help="Always this address; empty: the hub's or the group's pool."
            />
            <TextField
              label="Framed-IP-Netmask"
              value={form.framedNetmask}
              onChange={(v) => set("framedNetmask", v)}
              disabled={readOnly}
              mono
              error={error("framedNetmask")}
            />
            <TextField
              label="Framed-Pool"
              value={form.framedPool}
              onChange={(v) => set("framedPool", v)}
              disabled={readOnly}
              mono
              error={error("framedPool")}
              help="A pool of the hub."
            />
            <TextField
              label="IPv6 address"
              value={form.addrV6}
              onChange={(v) => set("addrV6", v)}
              disabled={readOnly}
              mono
              error={error("addrV6")}
            />
            <TextField
              label="Accounting interval, seconds"
              value={form.acctInterimSeconds}
              onChange={(v) => set("acctInterimSeconds", v)}
              disabled={readOnly}
              mono
              placeholder="as the NAS is configured"
              error={interim ?? error("acctInterimSeconds")}
            />
          </FieldGroup>
          <FieldGroup title="Policy" wide lead="Sent with the Access-Accept.">
            <AvPairEditor
              label="AV pairs"
              value={form.avPairs}
              onChange={(v) => set("avPairs", v)}
              problems={editor.fields}
              disabled={readOnly}
            />
          </FieldGroup>
          <EditorTail<User, UserForm>
            editor={editor}
            what={user ? `User ${user.name}` : "user"}
            isNew={!user}
            labels={LABELS}
            toForm={userToForm}
            secrets={["password"]}
            missing={userMissing(name, form, stored)}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/users" })}
          />
        </div>
        <aside aria-label="About this user">
          {user ? (
            <Panel title="Log-ins">
              <Facts
                rows={[
                  ["Last log-in", <Ago key="l" at={user.lastLoginAt} />],
                  ["Failed since", plural(user.failedLogins, "time")],
                  ["Password set", <Ago key="p" at={user.password.setAt} />],
                  ["Logs in by", user.password.methods.join(", ") || "nothing"],
                  ["Version", String(user.version)],
                  ["Changed", <Ago key="u" at={user.updatedAt} />],
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
                  `/api/v1/users/${encodeURIComponent(name.trim() || "NAME")}`,
                  formToUser({ ...form, password: form.password ? "..." : "" }, stored),
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

function PasswordFields(p: {
  user: User | null;
  form: UserForm;
  set: <K extends keyof UserForm>(field: K, value: UserForm[K]) => void;
  readOnly: boolean;
  error: string | null;
}) {
  const chosen = STORAGES.find((s) => s.value === p.form.storage) ?? STORAGES[0];
  return (
    <FieldGroup title="Password">
      <SelectField
        label="How it is stored"
        value={p.form.storage}
        options={STORAGES}
        disabled={p.readOnly}
        onChange={(v) => p.set("storage", v)}
        help={`Logs in by: ${chosen?.methods ?? ""}.`}
      />
      {p.form.storage === "none" ? null : (
        <SecretField
          label={p.user?.password.set ? "New password" : "Password"}
          value={p.form.password}
          onChange={(v) => p.set("password", v)}
          disabled={p.readOnly}
          placeholder={p.user?.password.set ? "unchanged" : ""}
          error={p.error}
          help="At least 8 characters; a sentence of some words is best."
        />
      )}
      {chosen?.risk ? (
        <div className="wide">
          <Notice tone="warn" title="This password can be read back">
            {chosen.risk}
          </Notice>
        </div>
      ) : null}
    </FieldGroup>
  );
}

function LockNotice({ user, readOnly }: { user: User; readOnly: boolean }) {
  const client = useQueryClient();
  const now = useNow();
  const [failed, setFailed] = useState<string | null>(null);
  if (!lockedNow(user, now)) return null;
  const unlock = async () => {
    try {
      await must(
        api.POST("/api/v1/users/{name}/lock:release", { params: { path: { name: user.name } } }),
      );
      toast(`User ${user.name} may log in again.`);
      await client.invalidateQueries({ queryKey: ["users"] });
    } catch (e) {
      setFailed(reason(e));
    }
  };
  return (
    <Notice
      tone="warn"
      title={`Locked after ${plural(user.failedLogins, "failed log-in")}`}
      action={readOnly ? undefined : <Button onClick={() => void unlock()}>Unlock now</Button>}
    >
      Every log-in is refused; the lock ends by itself <Ago at={user.lockedUntil} />.
      {failed ? <p>{failed}</p> : null}
    </Notice>
  );
}
