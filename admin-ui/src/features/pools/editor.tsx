import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, dryRun, must, useMay, useOne, type Pool } from "../../api";
import {
  Ago,
  AreaField,
  curl,
  Facts,
  FieldGroup,
  Page,
  Panel,
  plural,
  ShowAs,
  TextField,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { One } from "../listing/one";
import { Leases } from "./leases";
import { Usage } from "./usage";
import { formToPool, isV6, LABELS, poolToForm, type PoolForm } from "./words";

export function NewPoolPage() {
  return <PoolEditor pool={null} />;
}

export function PoolPage() {
  const { name } = getRouteApi("/pools/$name").useParams();
  const query = useOne<Pool>("pools", name, () =>
    must(api.GET("/api/v1/pools/{name}", { params: { path: { name } } })),
  );
  return (
    <One what={`pool ${name}`} query={query}>
      {(pool) => <PoolEditor key={name} pool={pool} />}
    </One>
  );
}

function PoolEditor({ pool }: { pool: Pool | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay("peers:write");
  const [name, setName] = useState(pool?.name ?? "");
  const path = { name: name.trim() };
  const put = (form: PoolForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/pools/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: formToPool(form),
    });
  const editor = useEditor<Pool, PoolForm>({
    loaded: pool,
    toForm: poolToForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as Pool,
    onSaved: (saved, created) => {
      toast(created ? `Pool ${saved.name} created.` : `Pool ${saved.name} saved.`);
      client.setQueryData(["pools", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["pools"] });
      if (created) void navigate({ to: "/pools/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;
  const whole = (text: string) =>
    text.trim() === "" || /^\d+$/.test(text.trim()) ? null : `"${text}" is no whole number.`;
  const missing =
    name.trim() === ""
      ? "Give the pool a name first."
      : form.ranges.trim() === ""
        ? "Give it a range first."
        : (whole(form.holdSeconds) ?? whole(form.prefixLength));

  return (
    <Page
      title={pool ? pool.name : "New pool"}
      sub={pool ? <Usage pool={pool} /> : null}
      actions={
        pool && !readOnly ? (
          <DeleteButton
            what={`pool ${pool.name}`}
            typed={pool.name}
            effect={`${plural(pool.leased, "lease")} in force would go with it: whoever has one keeps the address until the session ends, and then gets none from here. The server refuses while a peer or group names the pool.`}
            onDelete={async () => {
              await must(api.DELETE("/api/v1/pools/{name}", { params: { path } }));
              toast(`Pool ${pool.name} deleted.`);
              await navigate({ to: "/pools", ignoreBlocker: true });
              void client.invalidateQueries({ queryKey: ["pools"] });
            }}
          />
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Pool">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={pool !== null}
              disabled={readOnly}
              required={!pool}
              mono
              autoFocus={!pool}
              error={error("name")}
              help={pool ? "Cannot change." : "As peers and groups name it."}
            />
            <TextField
              label="Hold time, seconds"
              value={form.holdSeconds}
              onChange={(v) => set("holdSeconds", v)}
              disabled={readOnly}
              mono
              placeholder="as the server's default"
              error={whole(form.holdSeconds) ?? error("holdSeconds")}
              help="How long an address is kept without any report of its session."
            />
            <AreaField
              label="Ranges, one a line"
              value={form.ranges}
              onChange={(v) => set("ranges", v)}
              disabled={readOnly}
              required
              mono
              rows={4}
              placeholder={"10.99.0.2-10.99.0.254\n10.99.4.0/24"}
              error={error("ranges")}
              help="IPv4 or IPv6, not both in one pool."
            />
            <AreaField
              label="Left out, one a line"
              value={form.exclusions}
              onChange={(v) => set("exclusions", v)}
              disabled={readOnly}
              mono
              rows={4}
              error={error("exclusions")}
              help="Addresses or ranges that are somebody else's."
            />
            {isV6(form) ? (
              <TextField
                label="Prefix length"
                value={form.prefixLength}
                onChange={(v) => set("prefixLength", v)}
                disabled={readOnly}
                mono
                placeholder="128"
                error={whole(form.prefixLength) ?? error("prefixLength")}
              />
            ) : (
              <TextField
                label="Netmask"
                value={form.netmask}
                onChange={(v) => set("netmask", v)}
                disabled={readOnly}
                mono
                placeholder="255.255.255.255"
                error={error("netmask")}
                help="Sent as Framed-IP-Netmask with each address."
              />
            )}
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
          <EditorTail<Pool, PoolForm>
            editor={editor}
            what={pool ? `Pool ${pool.name}` : "pool"}
            isNew={!pool}
            labels={LABELS}
            toForm={poolToForm}
            missing={missing}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/pools" })}
          />
          {pool ? <Leases pool={pool.name} mayRelease={!readOnly} /> : null}
        </div>
        <aside aria-label="About this pool">
          {pool ? (
            <Panel title="Stored">
              <Facts
                rows={[
                  ["Version", String(pool.version)],
                  ["Created", <Ago key="c" at={pool.createdAt} />],
                  ["Changed", <Ago key="u" at={pool.updatedAt} />],
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
                  `/api/v1/pools/${encodeURIComponent(name.trim() || "NAME")}`,
                  formToPool(form),
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
