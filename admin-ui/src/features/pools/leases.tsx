import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { api, codeOf, must, reason, useList, type Lease, type Page } from "../../api";
import { Ago, Button, Failed, Loading, Panel, plural, State, TextField, toast } from "../../kit";
import { DeleteButton } from "../editing/frame";
import "../tokens/tokens.css";
import "./pools.css";

/** Who has which address. */
export function Leases({ pool, mayRelease }: { pool: string; mayRelease: boolean }) {
  const client = useQueryClient();
  const [q, setQ] = useState("");
  const words = useDeferredValue(q.trim());
  const list = useList<Lease>(
    ["pools", "leases", pool, words],
    async (after) =>
      (await must(
        api.GET("/api/v1/pools/{name}/leases", {
          params: {
            path: { name: pool },
            query: { limit: 50, ...(words ? { q: words } : {}), ...(after ? { after } : {}) },
          },
        }),
      )) as Page<Lease>,
    10_000,
  );
  return (
    <Panel title={`Leases${list.total === null ? "" : `: ${list.total}`}`}>
      <div className="leases">
        <TextField
          label="Find a lease"
          value={q}
          onChange={setQ}
          placeholder="Peer, hub or address"
          mono
        />
        {list.isPending ? <Loading what="leases" /> : null}
        {list.isError ? (
          <Failed what="leases" reason={reason(list.error)} code={codeOf(list.error)} />
        ) : null}
        {list.isSuccess && list.rows.length === 0 ? (
          <p className="fx-dim">
            {words
              ? `No lease matches “${words}”.`
              : "None yet: the first peer whose group names this pool gets the first address."}
          </p>
        ) : null}
        {list.rows.length > 0 ? (
          <div className="plain-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Address</th>
                  <th scope="col">Peer</th>
                  <th scope="col">State</th>
                  <th scope="col">Hub</th>
                  <th scope="col">Since</th>
                  <th scope="col">
                    <span className="fx-sr">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((l) => (
                  <tr key={l.address + l.leasedAt}>
                    <th scope="row">
                      <span className="fx-id">{l.address}</span>
                    </th>
                    <td>
                      <Link to="/peers/$name" params={{ name: l.peer }}>
                        {l.peer}
                      </Link>
                    </td>
                    <td>
                      {l.active ? (
                        <State tone="good" icon="check">
                          In use
                        </State>
                      ) : (
                        <State tone="idle" icon="pause">
                          {l.releaseReason ? `Free: ${l.releaseReason}` : "Free"}
                        </State>
                      )}
                    </td>
                    <td>{l.nas}</td>
                    <td>
                      <Ago at={l.leasedAt} />
                    </td>
                    <td>
                      {l.active && mayRelease ? (
                        <DeleteButton
                          verb="Release"
                          what={l.address}
                          effect={`${l.peer} is not told and may still use it: release it only when its session is gone, or two peers get the same address.`}
                          onDelete={async () => {
                            await must(
                              api.DELETE("/api/v1/pools/{name}/leases/{address}", {
                                params: { path: { name: pool, address: l.address } },
                              }),
                            );
                            toast(`${l.address} is free.`);
                            await client.invalidateQueries({ queryKey: ["pools"] });
                          }}
                        />
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
      </div>
      {list.hasNextPage ? (
        <div className="fx-buttons end">
          <Button onClick={list.more}>Show more than {plural(list.rows.length, "lease")}</Button>
        </div>
      ) : null}
    </Panel>
  );
}
