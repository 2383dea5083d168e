import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  api,
  codeOf,
  dryRun,
  must,
  reason,
  useGroup,
  useMay,
  type Group,
  type GroupWrite,
} from "../../api";
import {
  Ago,
  AreaField,
  curl,
  Facts,
  Failed,
  FieldGroup,
  Loading,
  Page,
  Panel,
  plural,
  ShowAs,
  TextField,
  toast,
} from "../../kit";
import { AvPairEditor } from "../avpairs/editor";
import { toIos } from "../avpairs/pairs";
import { setsToText, textToSets } from "../editing/carried";
import { PushButton } from "../jobs/push";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";

type GroupForm = {
  description: string;
  parent: string;
  framedPool: string;
  addressPool: string;
  addressPoolV6: string;
  conditional: string;
  avPairs: string[];
};

const LABELS: Record<keyof GroupForm, string> = {
  description: "Description",
  parent: "Parent group",
  framedPool: "Framed-Pool",
  addressPool: "Pool of the server",
  addressPoolV6: "IPv6 pool of the server",
  conditional: "Conditional sets",
  avPairs: "AV pairs",
};

const toForm = (g: Group | null): GroupForm => ({
  description: g?.description ?? "",
  parent: g?.parent ?? "",
  framedPool: g?.framedPool ?? "",
  addressPool: g?.addressPool ?? "",
  addressPoolV6: g?.addressPoolV6 ?? "",
  conditional: setsToText(g?.conditional),
  avPairs: g?.avPairs ?? [],
});

const toBody = (form: GroupForm): GroupWrite => ({
  description: form.description.trim(),
  parent: form.parent.trim() || null,
  framedPool: form.framedPool.trim() || null,
  addressPool: form.addressPool.trim() || null,
  addressPoolV6: form.addressPoolV6.trim() || null,
  conditional: textToSets(form.conditional),
  avPairs: form.avPairs,
});

export function NewGroupPage() {
  return <GroupEditor group={null} />;
}

export function GroupPage() {
  const { name } = getRouteApi("/groups/$name").useParams();
  const query = useGroup(name);
  if (query.isPending) return <Loading what={`group ${name}`} />;
  if (!query.data)
    return (
      <Failed
        what={`group ${name}`}
        reason={reason(query.error)}
        code={codeOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  return <GroupEditor key={name} group={query.data} />;
}

function GroupEditor({ group }: { group: Group | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay("peers:write");
  const [name, setName] = useState(group?.name ?? "");
  const path = { name: name.trim() };
  const put = (
    form: GroupForm,
    ifMatch: string | null,
    query: { force?: boolean; dryRun?: boolean },
  ) =>
    api.PUT("/api/v1/groups/{name}", {
      params: { path, query, header: ifMatch ? { "If-Match": ifMatch } : {} },
      body: toBody(form),
    });
  const editor = useEditor<Group, GroupForm>({
    loaded: group,
    toForm,
    save: async (form, ifMatch, force) =>
      (await must(put(form, ifMatch, force ? { force } : {}))) as Group,
    onSaved: (saved, created) => {
      toast(created ? `Group ${saved.name} created.` : `Group ${saved.name} saved.`);
      client.setQueryData(["groups", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["groups"] });
      if (created) void navigate({ to: "/groups/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;

  return (
    <Page
      title={group ? group.name : "New group"}
      sub={group ? plural(group.peers, "peer") : null}
      actions={
        group ? (
          <>
            <Link to="/peers" search={{ f: group.name }} className="fx-linkbutton">
              Find its peers
            </Link>
            <PushButton kind="group" name={group.name} />
            {readOnly ? null : (
              <DeleteButton
                what={`group ${group.name}`}
                typed={group.name}
                check={() =>
                  dryRun(
                    api.DELETE("/api/v1/groups/{name}", {
                      params: { path: { name: group.name }, query: { dryRun: true } },
                    }),
                  )
                }
                effect={
                  group.peers > 0
                    ? `${plural(group.peers, "peer")} still name this group; move them first, or the server refuses.`
                    : "No peer names it. A hub that still asks for it is then refused."
                }
                onDelete={async () => {
                  await must(
                    api.DELETE("/api/v1/groups/{name}", { params: { path: { name: group.name } } }),
                  );
                  toast(`Group ${group.name} deleted.`);
                  await navigate({ to: "/groups", ignoreBlocker: true });
                  void client.invalidateQueries({ queryKey: ["groups"] });
                }}
              />
            )}
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Group">
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={group !== null}
              disabled={readOnly}
              required={!group}
              mono
              autoFocus={!group}
              error={error("name")}
              help={
                group
                  ? "The name the hub asks for; it cannot change."
                  : "As the hub's profile names it. No peer may have the same name."
              }
            />
            <TextField
              label="Framed-Pool"
              value={form.framedPool}
              onChange={(v) => set("framedPool", v)}
              disabled={readOnly}
              mono
              error={error("framedPool")}
              help="A pool of the hub for peers without an address of their own."
            />
            <TextField
              label="Parent group"
              value={form.parent}
              onChange={(v) => set("parent", v)}
              disabled={readOnly}
              mono
              error={error("parent")}
              help={
                form.conditional
                  ? "What it has holds here, too. The conditional sets of this group are kept as they are."
                  : "What it has holds here, too."
              }
            />
            <TextField
              label="Pool of the server"
              value={form.addressPool}
              onChange={(v) => set("addressPool", v)}
              disabled={readOnly}
              mono
              error={error("addressPool")}
              help="This server lends each peer an address from it."
            />
            <TextField
              label="IPv6 pool of the server"
              value={form.addressPoolV6}
              onChange={(v) => set("addressPoolV6", v)}
              disabled={readOnly}
              mono
              error={error("addressPoolV6")}
            />
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
          <FieldGroup
            title="Policy"
            wide
            lead="Merged by the hub with what the peer itself has; where both set a value, the peer's wins unless the profile says group override."
          >
            <AvPairEditor
              label="AV pairs"
              value={form.avPairs}
              onChange={(v) => set("avPairs", v)}
              problems={editor.fields}
              disabled={readOnly}
            />
          </FieldGroup>
          <EditorTail<Group, GroupForm>
            editor={editor}
            what={group ? `Group ${group.name}` : "group"}
            isNew={!group}
            labels={LABELS}
            toForm={toForm}
            missing={!group && name.trim() === "" ? "Give the group a name first." : null}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, { dryRun: true }))}
            tested
            onCancel={() => void navigate({ to: "/groups" })}
          />
        </div>
        <aside aria-label="About this group">
          {group ? (
            <Panel title="Stored">
              <Facts
                rows={[
                  ["Version", String(group.version)],
                  ["Peers", String(group.peers)],
                  ["Created", <Ago key="c" at={group.createdAt} />],
                  ["Changed", <Ago key="u" at={group.updatedAt} />],
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
                  `/api/v1/groups/${encodeURIComponent(name.trim() || "NAME")}`,
                  toBody(form),
                  editor.base ? [`If-Match: "${editor.base.version}"`] : [],
                ),
              },
              {
                name: "IOS",
                text: toIos(name.trim().replace(/[^\w.-]/g, "-") || "GROUP", form.avPairs),
                note: "The same AV pairs as a local attribute list of a hub.",
              },
            ]}
          />
        </aside>
      </div>
    </Page>
  );
}
