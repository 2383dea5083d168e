import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, codeOf, must, reason, setSignedOut, type SignedIn } from "../api";
import { Button, Notice, SecretField, TextField } from "../kit";
import { hasPasskeys, signedAssertion } from "./passkeys";
import "./signin.css";

/** What the server says in the URL when a sign-in at the OpenID provider did not open the console. */
const REFUSED: Record<string, string> = {
  OIDC_OFF: "Single sign-on is not set up here. Sign in with your password.",
  OIDC_UNREACHABLE:
    "The sign-in provider does not answer, or is not the one configured. Try again, or sign in with a local account; the server's log names the cause.",
  OIDC_BUSY: "Too many sign-ins have begun. Try again in a minute.",
  OIDC_STATE:
    "This sign-in was begun in another window, or more than 5 minutes ago. Begin it again here.",
  OIDC_DENIED: "The sign-in provider refused. Try again, or ask who runs it.",
  OIDC_TOKEN:
    "What the sign-in provider sent does not verify, so it opens nothing. An administrator finds the cause in the server's log.",
  OIDC_NAME:
    "The sign-in provider sent no usable account name. An administrator sets flexaaa.oidc.name-claim.",
  OIDC_NO_ROLE:
    "You are signed in at the provider, but none of your groups has a role here. Ask an administrator to map one (flexaaa.oidc.roles).",
  OIDC_NAME_TAKEN:
    "A local account has your name already. An administrator renames or deletes it first.",
  ACCOUNT_DISABLED: "Your account is disabled here. An administrator can enable it.",
};

/** The form alone: the page uses it full screen, and a dialog when a session ends in the middle of work. */
export function SignInForm({ name: known }: { name?: string }) {
  const client = useQueryClient();
  const [name, setName] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(() => {
    const why = new URLSearchParams(location.search).get("signin");
    return why === null ? null : (REFUSED[why] ?? `The sign-in was refused (${why}).`);
  });
  const methods = useQuery({
    queryKey: ["sign-in-methods"],
    queryFn: () => must(api.GET("/api/v1/session/methods")),
    staleTime: Infinity,
  });
  const oidc = methods.data?.oidc;

  async function open(signIn: () => Promise<SignedIn>) {
    setBusy(true);
    setFailed(null);
    try {
      const me = await signIn();
      client.setQueryData(["session"], me);
      setSignedOut(false);
      await client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "session" });
    } catch (error) {
      if (codeOf(error) === "CODE_NEEDED" && code === null) setCode("");
      else setFailed(reason(error));
    } finally {
      setBusy(false);
    }
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    void open(
      async () =>
        (await must(
          api.POST("/api/v1/session", {
            body: { username: name, password, ...(code ? { code } : {}) },
          }),
        )) as SignedIn,
    );
  }

  return (
    <form className="signin-form" onSubmit={submit}>
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
      {code === null ? null : (
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          help="Of this moment, from your authenticator; or a recovery code."
          required
          autoFocus
          value={code}
          onChange={setCode}
        />
      )}
      <Button kind="primary" submit busy={busy}>
        Sign in
      </Button>
      {hasPasskeys() && methods.data?.passkey ? (
        <Button
          busy={busy}
          onClick={() =>
            void open(async () => {
              const { publicKey } = await must(
                api.POST("/api/v1/session/passkey:options", { body: {} as never }),
              );
              const credential = await signedAssertion(publicKey);
              return (await must(
                api.POST("/api/v1/session/passkey", { body: { credential } }),
              )) as SignedIn;
            })
          }
        >
          Sign in with a passkey
        </Button>
      ) : null}
      {oidc ? (
        <Button busy={busy} onClick={() => location.assign(oidc.url)}>
          {`Sign in with ${oidc.label}`}
        </Button>
      ) : null}
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
