import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, must, Problem, reason, type Operator } from "../../api";
import {
  Button,
  Dialog,
  Notice,
  SecretField,
  SelectField,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import "../dynauth/dynauth.css";

export type Role = { name: string; permissions: string[] };

/** A form in a dialog: what is refused stands beside its field or below. */
function useSend(onDone: () => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  return {
    busy,
    failed,
    field: (f: string) => (failed instanceof Problem ? failed.field(f) : null),
    send: async (write: () => Promise<unknown>, said: string) => {
      setBusy(true);
      setFailed(null);
      try {
        await write();
        toast(said);
        await client.invalidateQueries({ queryKey: ["operators"] });
        onDone();
      } catch (e) {
        setFailed(e);
      } finally {
        setBusy(false);
      }
    },
  };
}

function Frame(p: {
  title: string;
  action: string;
  failed: unknown;
  busy: boolean;
  missing: string | null;
  onClose: () => void;
  onRun: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog open title={p.title} onClose={p.onClose} width={460} keepOnOutsideClick>
      <form
        className="dyn"
        onSubmit={(e) => {
          e.preventDefault();
          if (!p.missing) p.onRun();
        }}
      >
        {p.children}
        {p.failed ? (
          <Notice tone="bad" live title="Not done">
            {reason(p.failed)}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Leave it</Button>
          <Button
            kind="primary"
            submit
            busy={p.busy}
            disabled={p.missing !== null}
            hint={p.missing ?? undefined}
          >
            {p.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const options = (roles: Role[]) =>
  roles.map((r) => ({ value: r.name, label: `${r.name}: ${r.permissions.length} permissions` }));

export function NewDialog({ roles, onClose }: { roles: Role[]; onClose: () => void }) {
  const s = useSend(onClose);
  const [name, setName] = useState("");
  const [role, setRole] = useState("operator");
  const [password, setPassword] = useState("");
  return (
    <Frame
      title="New operator"
      action="Make the account"
      failed={s.failed}
      busy={s.busy}
      missing={
        name.trim() === "" ? "Give a name first" : password === "" ? "Set a password first" : null
      }
      onClose={onClose}
      onRun={() =>
        void s.send(
          () =>
            must(api.POST("/api/v1/operators", { body: { name: name.trim(), role, password } })),
          `Operator ${name.trim()} can sign in.`,
        )
      }
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        required
        autoFocus
        mono
        error={s.field("name")}
      />
      <SelectField
        label="Role"
        value={role}
        options={options(roles)}
        onChange={setRole}
        error={s.field("role")}
      />
      <SecretField
        label="First password"
        value={password}
        onChange={setPassword}
        required
        error={s.field("password")}
        help="They change it under their own name, top right."
      />
    </Frame>
  );
}

export function EditDialog(p: { operator: Operator; roles: Role[]; onClose: () => void }) {
  const { operator: o } = p;
  const s = useSend(p.onClose);
  const [role, setRole] = useState(o.role);
  const [enabled, setEnabled] = useState(o.enabled);
  return (
    <Frame
      title={`Operator ${o.name}`}
      action="Save changes"
      failed={s.failed}
      busy={s.busy}
      missing={role === o.role && enabled === o.enabled ? "Nothing is changed" : null}
      onClose={p.onClose}
      onRun={() =>
        void s.send(
          () =>
            must(
              api.PUT("/api/v1/operators/{name}", {
                params: { path: { name: o.name }, header: { "If-Match": `"${o.version}"` } },
                body: { role, enabled },
              }),
            ),
          `Operator ${o.name} saved.`,
        )
      }
    >
      <SelectField
        label="Role"
        value={role}
        options={options(p.roles)}
        onChange={setRole}
        error={s.field("role")}
      />
      <SwitchField
        label="Enabled"
        checked={enabled}
        onChange={setEnabled}
        help="Off: signed out at once, and the account's tokens are refused."
      />
    </Frame>
  );
}

export function PasswordDialog(p: { operator: Operator; onClose: () => void }) {
  const { operator: o } = p;
  const s = useSend(p.onClose);
  const [password, setPassword] = useState("");
  return (
    <Frame
      title={`New password of ${o.name}`}
      action="Set the password"
      failed={s.failed}
      busy={s.busy}
      missing={password === "" ? "Type the password first" : null}
      onClose={p.onClose}
      onRun={() =>
        void s.send(
          () =>
            must(
              api.POST("/api/v1/operators/{name}/password", {
                params: { path: { name: o.name } },
                body: { password },
              }),
            ),
          `Password of ${o.name} set.`,
        )
      }
    >
      <p>Whoever is signed in with this account is signed out.</p>
      <SecretField
        label="Password"
        value={password}
        onChange={setPassword}
        required
        autoFocus
        error={s.field("password")}
      />
    </Frame>
  );
}
