import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, must, reason, setSignedOut } from "../api";
import { Button, Notice, SecretField, TextField } from "../kit";
import "./signin.css";

/** The form alone: the page uses it full screen, and a dialog when a session ends in the middle of work. */
export function SignInForm({ name: known }: { name?: string }) {
  const client = useQueryClient();
  const [name, setName] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  async function submit(e: FormEvent) {
    e.preventDefault();
    setBusy(true);
    setFailed(null);
    try {
      const me = await must(api.POST("/api/v1/session", { body: { username: name, password } }));
      client.setQueryData(["session"], me);
      setSignedOut(false);
      await client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "session" });
    } catch (error) {
      setFailed(reason(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="signin-form" onSubmit={(e) => void submit(e)}>
      {failed ? (
        <Notice tone="bad" live title="Not signed in">
          {failed}
        </Notice>
      ) : null}
      <TextField
        label="Operator"
        name="username"
        autoComplete="username"
        required
        autoFocus={!known}
        value={name}
        onChange={setName}
      />
      <SecretField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        autoFocus={Boolean(known)}
        value={password}
        onChange={setPassword}
      />
      <Button kind="primary" submit busy={busy}>
        Sign in
      </Button>
    </form>
  );
}

export function SignInPage() {
  return (
    <main className="signin">
      <div className="signin-box">
        <h1>
          <span className="brand-mark" aria-hidden="true" /> FlexAAA
        </h1>
        <p className="signin-lead">RADIUS and sessions of your FlexVPN hubs.</p>
        <SignInForm />
        <p className="signin-help">
          First time here? The server printed the password of <code>admin</code> once when it first
          started.
        </p>
      </div>
    </main>
  );
}
