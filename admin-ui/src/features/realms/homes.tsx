import { Button, CellInput, IconButton, Notice } from "../../kit";
import { emptyHome, move, packHome, unpackHome, type HomeRow } from "./form";
import "./realms.css";

const MOST = 8;

/** Home servers in the order they are asked; moved by buttons, so no pointer is needed. */
export function Homes(p: {
  value: string[];
  onChange: (value: string[]) => void;
  /** Addresses with port whose secret is stored. */
  known: string[];
  error: (field: string) => string | null;
  disabled: boolean;
}) {
  const rows = p.value.map(unpackHome);
  const set = (i: number, change: Partial<HomeRow>) =>
    p.onChange(p.value.map((v, n) => (n === i ? packHome({ ...unpackHome(v), ...change }) : v)));
  return (
    <div className="homes">
      {rows.map((row, i) => {
        const at = `homeServers[${i}]`;
        const said = ["address", "authPort", "acctPort", "secret"].flatMap((f) => {
          const e = p.error(`${at}.${f}`);
          return e ? [e] : [];
        });
        const stored = p.known.includes(`${row.address}:${row.authPort}`);
        return (
          <div key={i} className="home" role="group" aria-label={`Home server ${i + 1}`}>
            <span className="home-order">
              {i === 0 ? "First" : i === 1 ? "then" : `then, ${i + 1}.`}
            </span>
            <CellInput
              label={`Home server ${i + 1}, address`}
              value={row.address}
              placeholder="192.0.2.10"
              invalid={p.error(`${at}.address`) !== null}
              disabled={p.disabled}
              onChange={(v) => set(i, { address: v })}
            />
            <CellInput
              label={`Home server ${i + 1}, authentication port`}
              value={row.authPort}
              invalid={p.error(`${at}.authPort`) !== null}
              disabled={p.disabled}
              onChange={(v) => set(i, { authPort: v })}
            />
            <CellInput
              label={`Home server ${i + 1}, accounting port`}
              value={row.acctPort}
              invalid={p.error(`${at}.acctPort`) !== null}
              disabled={p.disabled}
              onChange={(v) => set(i, { acctPort: v })}
            />
            <CellInput
              label={`Home server ${i + 1}, shared secret`}
              value={row.secret}
              secret
              placeholder={stored ? "secret unchanged" : "shared secret"}
              invalid={p.error(`${at}.secret`) !== null}
              disabled={p.disabled}
              onChange={(v) => set(i, { secret: v })}
            />
            <span className="home-tools">
              <IconButton
                icon="up"
                label={`Ask home server ${i + 1} earlier`}
                disabled={p.disabled || i === 0}
                onClick={() => p.onChange(move(p.value, i, -1))}
              />
              <IconButton
                icon="down"
                label={`Ask home server ${i + 1} later`}
                disabled={p.disabled || i === rows.length - 1}
                onClick={() => p.onChange(move(p.value, i, 1))}
              />
              <IconButton
                icon="trash"
                label={`Remove home server ${i + 1}`}
                disabled={p.disabled}
                onClick={() => p.onChange(p.value.filter((_, n) => n !== i))}
              />
            </span>
            {said.length > 0 ? <p className="fx-field-error home-said">{said.join(" ")}</p> : null}
          </div>
        );
      })}
      {rows.length === 0 ? (
        <Notice tone="warn">Without a home server nothing of this realm is answered.</Notice>
      ) : null}
      {p.disabled || rows.length >= MOST ? null : (
        <Button icon="plus" onClick={() => p.onChange([...p.value, emptyHome()])}>
          Add a home server
        </Button>
      )}
    </div>
  );
}
