import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, codeOf, must, reason, type SignedIn } from "../api";
import { Ago, Button, Dialog, Failed, Loading, Notice, TextField, toast } from "../kit";
import { hasPasskeys, newPasskey } from "./passkeys";

const KEY = ["passkeys"];

/** One's own ways in besides the password. */
export function ProfileDialog({
  operator,
  onClose,
}: {
  operator: SignedIn["operator"];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [label, setLabel] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => must(api.GET("/api/v1/operators/me/passkeys")),
  });

  async function run(what: () => Promise<void>) {
    setBusy(true);
    setFailed(null);
    try {
      await what();
      await client.invalidateQueries({ queryKey: KEY });
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }
  const add = () =>
    run(async () => {
      const { publicKey } = await must(api.POST("/api/v1/operators/me/passkeys:options"));
      const credential = await newPasskey(publicKey);
      await must(
        api.POST("/api/v1/operators/me/passkeys", { body: { label: label.trim(), credential } }),
      );
      toast(`Passkey ${label.trim()} added.`);
      setLabel("");
    });
  const passkeys = query.data?.items ?? [];

  return (
    <Dialog
      open
      title={`Profile of ${operator.name}`}
      onClose={onClose}
      width={560}
      keepOnOutsideClick
    >
      <div className="signin-form">
        <p>
          A passkey signs you in by itself, with the finger or PIN of your device instead of
          password and code. It works at this address only.
        </p>
        {query.isPending ? <Loading what="passkeys" /> : null}
        {query.isError ? (
          <Failed what="passkeys" reason={reason(query.error)} code={codeOf(query.error)} />
        ) : null}
        {passkeys.length > 0 ? (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Passkey</th>
                <th scope="col">Added</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="fx-sr">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {passkeys.map((p) => (
                <Row key={p.id} passkey={p} busy={busy} run={run} />
              ))}
            </tbody>
          </table>
        ) : null}
        {failed ? (
          <Notice tone="bad" live title="Nothing was changed">
            {reason(failed)}
          </Notice>
        ) : null}
        {hasPasskeys() ? (
          <>
            <TextField
              label="New passkey"
              help="The device it is on, such as: laptop, blue key."
              value={label}
              onChange={setLabel}
            />
            <div className="fx-buttons end">
              <Button onClick={onClose}>Close</Button>
              <Button
                kind="primary"
                busy={busy}
                disabled={label.trim() === ""}
                hint={label.trim() === "" ? "Name the device first" : undefined}
                onClick={() => void add()}
              >
                Add a passkey
              </Button>
            </div>
          </>
        ) : (
          <Notice tone="warn">
            This browser makes no passkeys here: they need https or localhost.
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

type Passkey = { id: number; label: string; createdAt: string; lastUsedAt: string };

function Row({
  passkey,
  busy,
  run,
}: {
  passkey: Passkey;
  busy: boolean;
  run: (what: () => Promise<void>) => Promise<void>;
}) {
  const [name, setName] = useState<string | null>(null);
  const path = { path: { id: passkey.id } };
  return (
    <tr>
      <th scope="row">
        {name === null ? (
          passkey.label
        ) : (
          <TextField label="Name" value={name} onChange={setName} autoFocus />
        )}
      </th>
      <td>
        <Ago at={passkey.createdAt} />
      </td>
      <td>
        <Ago at={passkey.lastUsedAt} />
      </td>
      <td>
        {name === null ? (
          <span className="fx-buttons end">
            <Button onClick={() => setName(passkey.label)}>Rename</Button>
            <Button
              kind="danger"
              busy={busy}
              onClick={() =>
                void run(async () => {
                  await must(api.DELETE("/api/v1/operators/me/passkeys/{id}", { params: path }));
                  toast(`Passkey ${passkey.label} removed.`);
                })
              }
            >
              Remove
            </Button>
          </span>
        ) : (
          <Button
            kind="primary"
            busy={busy}
            disabled={name.trim() === ""}
            onClick={() =>
              void run(async () => {
                await must(
                  api.PUT("/api/v1/operators/me/passkeys/{id}", {
                    params: path,
                    body: { label: name.trim() },
                  }),
                );
                setName(null);
              })
            }
          >
            Keep this name
          </Button>
        )}
      </td>
    </tr>
  );
}
