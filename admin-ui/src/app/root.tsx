import { useEffect } from "react";
import { closeEvents, openEvents, reason, setSignedOut, useConnection, useSignedIn } from "../api";
import { Dialog, Failed, Loading, Toasts } from "../kit";
import { Shell } from "./shell";
import { SignInForm, SignInPage } from "./signin";

/** Decides what to show at all: sign-in, the console, or the console with a sign-in over it. */
export function Root() {
  const me = useSignedIn();
  const { signedOut, lostAt } = useConnection();
  const name = me.data?.operator.name;

  useEffect(() => {
    if (!name || signedOut) return;
    openEvents();
    return closeEvents;
  }, [name, signedOut]);

  if (me.isPending) return <Loading what="the console" />;
  if (me.isError)
    return lostAt !== null ? (
      <Failed
        what="the console"
        reason="The server does not answer. This page tries again by itself."
      />
    ) : (
      <Failed what="the console" reason={reason(me.error)} onRetry={() => void me.refetch()} />
    );
  if (!me.data) return <SignInPage />;
  return (
    <>
      <Shell operator={me.data.operator} />
      <Dialog
        open={signedOut}
        title="Your session has ended"
        width={400}
        keepOnOutsideClick
        // Put aside, to copy something from the page; the next refused call brings it back.
        onClose={() => setSignedOut(false)}
      >
        <p className="dialog-lead">Sign in to go on. What you typed on this page is still there.</p>
        <SignInForm key={String(signedOut)} name={me.data.operator.name} />
      </Dialog>
      <Toasts />
    </>
  );
}
