import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  api,
  codeOf,
  dryRun,
  must,
  reason,
  useGroupNames,
  useMay,
  usePeer,
  type NewPsk,
  type Peer,
} from "../../api";
import {
  Ago,
  AreaField,
  curl,
  Facts,
  Failed,
  FieldGroup,
  InstantField,
  Loading,
  Page,
  Panel,
  ShowAs,
  SuggestField,
  SwitchField,
  TextField,
  toast,
  zone,
} from "../../kit";
import { AvPairEditor } from "../avpairs/editor";
import { toIos } from "../avpairs/pairs";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { PushButton } from "../jobs/push";
import { formToPeer, PEER_LABELS, peerProblem, peerToForm, type PeerForm } from "./form";
import { HandOver } from "./key-dialogs";
import { KeySection } from "./key-section";
import { PeerState } from "./state";
import "../dynauth/dynauth.css";
import "./peers.css";

export function NewPeerPage() {
  const { name } = getRouteApi("/peers/new").useSearch();
  return <PeerEditor peer={null} suggested={name ?? ""} />;
}

export function PeerPage() {
  const { name } = getRouteApi("/peers/$name").useParams();
  const query = usePeer(name);
  if (query.isPending) return <Loading what={`peer ${name}`} />;
  if (!query.data)
    return (
      <Failed
        what={`peer ${name}`}
        reason={reason(query.error)}
        code={codeOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  return <PeerEditor key={name} peer={query.data} suggested={name} />;
}

function PeerEditor({ peer, suggested }: { peer: Peer | null; suggested: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const groups = useGroupNames();
  const mayWrite = useMay("peers:write");
  const [name, setName] = useState(suggested);
  const [made, setMade] = useState<{ name: string; keys: NewPsk } | null>(null);

  const path = { name: name.trim() };
  const put = (
    form: PeerForm,
    ifMatch: string | null,
    query: { force?: boolean; dryRun?: boolean },
  ) =>
    api.PUT("/api/v1/peers/{name}", {
      params: { path, query, header: ifMatch ? { "If-Match": ifMatch } : {} },
      body: formToPeer(form),
    });
  const editor = useEditor<Peer, PeerForm>({
    loaded: peer,
    toForm: peerToForm,
    save: async (form, ifMatch, force) => {
      const saved = (await must(put(form, ifMatch, force ? { force } : {}))) as Peer;
      if (form.key === "generate-symmetric" || form.key === "generate-asymmetric") {
        const keys = (await must(
          api.POST("/api/v1/peers/{name}/psk:generate", {
            params: { path },
            body: {
              kind: form.key === "generate-symmetric" ? "symmetric" : "asymmetric",
              length: 32,
            },
          }),
        )) as NewPsk;
        setMade({ name: saved.name, keys });
        const withKey = (await must(api.GET("/api/v1/peers/{name}", { params: { path } }))) as Peer;
        client.setQueryData(["peers", "one", saved.name], withKey);
        return withKey;
      }
      if (!ifMatch) void navigate({ to: "/peers/$name", params: { name: saved.name } });
      client.setQueryData(["peers", "one", saved.name], saved);
      return saved;
    },
    onSaved: (saved, created) => {
      toast(created ? `Peer ${saved.name} created.` : `Peer ${saved.name} saved.`);
      void client.invalidateQueries({ queryKey: ["peers"] });
    },
  });
  const { form, set, error } = editor;
  const ro = !mayWrite;
  const fieldError = (field: keyof PeerForm) => peerProblem(field, form) ?? error(field);
  const missing = peer ? null : name.trim() === "" ? "Give the peer a name first." : null;

  return (
    <Page
      title={peer ? peer.name : "New peer"}
      sub={peer ? <PeerState peer={peer} /> : null}
      actions={
        peer ? (
          <>
            <Link
              to="/sessions"
              search={{ f: `state:all peer:${peer.name}` }}
              className="fx-linkbutton"
            >
              Sessions
            </Link>
            <Link to="/decisions" search={{ f: `peer:${peer.name}` }} className="fx-linkbutton">
              Decisions
            </Link>
            <Link to="/preview" search={{ peer: peer.name }} className="fx-linkbutton">
              Preview
            </Link>
            <PushButton kind="peer" name={peer.name} />
            {mayWrite ? (
              <DeleteButton
                what={`peer ${peer.name}`}
                effect="Its keys go with it. A running session stays up until it has to authenticate again; disconnect it under Live sessions."
                onDelete={async () => {
                  await must(
                    api.DELETE("/api/v1/peers/{name}", { params: { path: { name: peer.name } } }),
                  );
                  toast(`Peer ${peer.name} deleted.`);
                  await navigate({ to: "/peers", ignoreBlocker: true });
                  void client.invalidateQueries({ queryKey: ["peers"] });
                }}
              />
            ) : null}
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Identity">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={peer !== null}
              disabled={ro}
              required={!peer}
              mono
              autoFocus={!peer}
              error={error("name")}
              help={
                peer
                  ? "The name the hub asks for; it cannot change."
                  : "As the hub asks for it: the IKE identity after the name-mangler, for example br17.example.com."
              }
            />
            <SuggestField
              label="Group"
              value={form.group}
              suggestions={groups}
              onChange={(v) => set("group", v)}
              disabled={ro}
              placeholder="none"
              error={fieldError("group")}
              help="For your own order; the hub asks for the group that its profile names."
            />
            <AreaField
              label="Description"
              value={form.description}
              onChange={(v) => set("description", v)}
              disabled={ro}
              rows={2}
              error={fieldError("description")}
            />
            <InstantField
              label="Valid until"
              value={form.validUntil}
              onChange={(v) => set("validUntil", v)}
              disabled={ro}
              error={fieldError("validUntil")}
              help={`After this every request is rejected. Empty: no end. Your clock, ${zone()}.`}
            />
            <SwitchField
              label="Enabled"
              checked={form.enabled}
              onChange={(v) => set("enabled", v)}
              disabled={ro}
              help="Off: requests are rejected, and the reason says so. Running sessions stay up."
            />
          </FieldGroup>
          <KeySection peer={peer} form={form} readOnly={ro} error={error} set={set} />
          <FieldGroup title="Addresses and accounting">
            <TextField
              label="Framed-IP-Address"
              value={form.framedIp}
              onChange={(v) => set("framedIp", v)}
              disabled={ro}
              mono
              placeholder="10.99.0.17"
              error={fieldError("framedIp")}
            />
            <TextField
              label="Framed-IP-Netmask"
              value={form.framedNetmask}
              onChange={(v) => set("framedNetmask", v)}
              disabled={ro}
              mono
              placeholder="255.255.255.255"
              error={fieldError("framedNetmask")}
            />
            <TextField
              label="Framed-Pool"
              value={form.framedPool}
              onChange={(v) => set("framedPool", v)}
              disabled={ro}
              mono
              error={fieldError("framedPool")}
              help="A pool of the hub, used when no address is given."
            />
            <TextField
              label="IPv6 address"
              value={form.addrV6}
              onChange={(v) => set("addrV6", v)}
              disabled={ro}
              mono
              placeholder="2001:db8:99::17"
              error={fieldError("addrV6")}
            />
            <TextField
              label="Pool of the server"
              value={form.addressPool}
              onChange={(v) => set("addressPool", v)}
              disabled={ro}
              mono
              error={fieldError("addressPool")}
              help="This server lends an address from it; the peer keeps it."
            />
            <TextField
              label="IPv6 pool of the server"
              value={form.addressPoolV6}
              onChange={(v) => set("addressPoolV6", v)}
              disabled={ro}
              mono
              error={fieldError("addressPoolV6")}
            />
            <AreaField
              label="Values for templates"
              value={form.values}
              onChange={(v) => set("values", v)}
              disabled={ro}
              rows={2}
              error={fieldError("values")}
              help={
                form.conditional
                  ? "One name = value a line. This peer also has conditional sets; they are kept as they are."
                  : "One name = value a line; {{peer.site}} in an AV pair becomes the value of site."
              }
            />
            <TextField
              label="Accounting interval, seconds"
              value={form.acctInterimSeconds}
              onChange={(v) => set("acctInterimSeconds", v)}
              disabled={ro}
              mono
              placeholder="as the NAS says"
              error={fieldError("acctInterimSeconds")}
              help="Rates in Live sessions are as fresh as this."
            />
          </FieldGroup>
          <FieldGroup title="Policy" wide>
            <AvPairEditor
              label="AV pairs"
              value={form.avPairs}
              onChange={(v) => set("avPairs", v)}
              problems={editor.fields}
              disabled={ro}
            />
          </FieldGroup>
          <EditorTail<Peer, PeerForm>
            editor={editor}
            what={peer ? `Peer ${peer.name}` : "peer"}
            isNew={!peer}
            labels={PEER_LABELS}
            toForm={peerToForm}
            secrets={["symmetric", "local", "remote"]}
            missing={missing}
            readOnly={ro}
            check={() => dryRun(put(form, null, { dryRun: true }))}
            tested
            onCancel={() => void navigate({ to: "/peers" })}
          />
        </div>
        <aside aria-label="About this peer">
          {peer ? (
            <Panel title="Stored">
              <Facts
                rows={[
                  ["Version", String(peer.version)],
                  ["Created", <Ago key="c" at={peer.createdAt} />],
                  ["Changed", <Ago key="u" at={peer.updatedAt} />],
                  ["Last seen", <Ago key="l" at={peer.lastSeenAt} />],
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
                  `/api/v1/peers/${encodeURIComponent(name.trim() || "NAME")}`,
                  hideKeys(formToPeer(form)),
                  editor.base ? [`If-Match: "${editor.base.version}"`] : [],
                ),
              },
              {
                name: "IOS",
                text: toIos(iosName(name), form.avPairs),
                note: "The same AV pairs as a local attribute list of a hub.",
              },
            ]}
          />
        </aside>
      </div>
      {made ? (
        <HandOver
          peer={made.name}
          keys={made.keys}
          onClose={() => {
            const created = made.name;
            setMade(null);
            void navigate({ to: "/peers/$name", params: { name: created }, ignoreBlocker: true });
          }}
        />
      ) : null}
    </Page>
  );
}

/** A call shown on the screen must not print a typed secret. */
function hideKeys(body: ReturnType<typeof formToPeer>) {
  if (!body.psk) return body;
  const psk = { ...body.psk };
  if (psk.symmetric) psk.symmetric = "...";
  if (psk.local) psk.local = "...";
  if (psk.remote) psk.remote = "...";
  return { ...body, psk };
}

function iosName(name: string): string {
  return name.trim().replace(/[^\w.-]/g, "-") || "PEER";
}
