import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, must, reason, type User } from "../../api";
import { At, Button, CodeBlock, Dialog, Facts, FieldGroup, Notice, State, toast } from "../../kit";
import { DeleteButton } from "../editing/frame";

const QrCode = lazy(() => import("../qr/qr").then((m) => ({ default: m.QrCode })));

type Enrolment = { secret: string; uri: string };

/** The second factor: enrolled by scanning once, taken away when the telephone is lost. */
export function TotpSection({ user, readOnly }: { user: User; readOnly: boolean }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<Enrolment | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const path = { params: { path: { name: user.name } } };

  async function enrol() {
    setBusy(true);
    setFailed(null);
    try {
      setShown(await must(api.POST("/api/v1/users/{name}/totp:enroll", path)));
      setAsking(false);
      await client.invalidateQueries({ queryKey: ["users"] });
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }

  return (
    <FieldGroup
      title="Second factor"
      wide
      lead="A one-time code (TOTP), appended to the password or asked for by Access-Challenge."
    >
      <Facts
        rows={[
          [
            "State",
            user.totp.enabled ? (
              <State key="s" tone="good" icon="check">
                Asked for since <At at={user.totp.enrolledAt} />
              </State>
            ) : (
              <State key="s" tone="idle" icon="pause">
                Not asked for
              </State>
            ),
          ],
        ]}
      />
      {readOnly ? null : (
        <div className="fx-buttons">
          <Button icon="token" onClick={() => setAsking(true)}>
            {user.totp.enabled ? "Enrol another device" : "Enrol a device"}
          </Button>
          {user.totp.enabled ? (
            <DeleteButton
              verb="Reset"
              what={`the second factor of ${user.name}`}
              effect="From the next log-in on the password alone is enough, until a device is enrolled again."
              onDelete={async () => {
                await must(api.POST("/api/v1/users/{name}/totp:disable", path));
                toast(`${user.name} is asked for no code any more.`);
                await client.invalidateQueries({ queryKey: ["users"] });
              }}
            />
          ) : null}
        </div>
      )}
      <Dialog
        open={asking}
        title={`Enrol a device of ${user.name}?`}
        onClose={() => setAsking(false)}
        width={460}
      >
        <p>
          The code is asked for from the next log-in on
          {user.totp.enabled ? ", and the device enrolled before stops working" : ""}: have the
          person's telephone at hand before you go on.
        </p>
        {failed ? (
          <Notice tone="bad" live title="Not enrolled">
            {failed}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={() => setAsking(false)}>Leave it</Button>
          <Button kind="primary" busy={busy} autoFocus onClick={() => void enrol()}>
            Enrol and show the QR code once
          </Button>
        </div>
      </Dialog>
      {shown ? <Scan user={user.name} enrolment={shown} onClose={() => setShown(null)} /> : null}
    </FieldGroup>
  );
}

function Scan(p: { user: string; enrolment: Enrolment; onClose: () => void }) {
  return (
    <Dialog
      open
      title={`Second factor of ${p.user}`}
      onClose={p.onClose}
      width={460}
      keepOnOutsideClick
    >
      <div className="dyn">
        <Notice tone="warn">
          Shown this once. Scan it with any authenticator app; whoever sees it can make the codes.
        </Notice>
        <Suspense>
          <QrCode text={p.enrolment.uri} label={`QR code of the one-time codes of ${p.user}`} />
        </Suspense>
        <p className="fx-dim">Cannot scan? Type this secret into the app:</p>
        <CodeBlock text={p.enrolment.secret} what="secret" />
        <div className="fx-buttons end">
          <Button kind="primary" onClick={p.onClose}>
            It is scanned
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
