import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  api,
  must,
  Problem,
  reason,
  sentence,
  useMay,
  useNasNames,
  type PolicyPreview,
} from "../../api";
import {
  AreaField,
  Button,
  curl,
  Empty,
  FieldGroup,
  InstantField,
  Loading,
  Notice,
  Page,
  SelectField,
  ShowAs,
  SuggestField,
  SwitchField,
  TextField,
  zone,
} from "../../kit";
import { emptyPreview, previewQuery, type PreviewForm } from "./form";
import { PreviewResult } from "./result";
import { SaveTestDialog } from "./save-test";
import "./preview.css";

/** "What would this peer get?", answered by the code that the gateway itself runs. */
export function PreviewPage() {
  const route = getRouteApi("/preview");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const hubs = useNasNames();
  const mayWrite = useMay("peers:write");
  const [form, setForm] = useState<PreviewForm>(() =>
    emptyPreview(search.peer ?? "", search.nas ?? ""),
  );
  const [asked, setAsked] = useState<PreviewForm | null>(search.peer && search.nas ? form : null);
  const [saving, setSaving] = useState(false);
  const set = <K extends keyof PreviewForm>(field: K, value: PreviewForm[K]) =>
    setForm((f) => ({ ...f, [field]: value }));
  const query = useQuery({
    queryKey: ["preview", asked],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/policy/preview", {
          params: { query: previewQuery(asked ?? form) },
        }),
      )) as PolicyPreview,
    enabled: asked !== null,
    staleTime: 0,
    retry: false,
  });
  const error = (field: string) =>
    query.error instanceof Problem ? query.error.field(field) : null;
  const missing =
    form.peer.trim() === ""
      ? "Give an identity first"
      : form.nas.trim() === ""
        ? "Choose the hub first"
        : null;
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(previewQuery(form)))
    for (const one of Array.isArray(value) ? value : [value]) params.append(key, String(one));

  return (
    <Page
      title="Preview"
      sub="What would this peer get?"
      actions={
        <>
          <Link to="/policy-tests" className="fx-linkbutton">
            Policy tests
          </Link>
          {mayWrite && query.data && asked ? (
            <Button icon="test" onClick={() => setSaving(true)}>
              Save as test
            </Button>
          ) : null}
        </>
      }
    >
      <div className="preview">
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (missing) return;
            setAsked({ ...form });
            void query.refetch();
            void navigate({
              search: { peer: form.peer.trim(), nas: form.nas.trim() },
              replace: true,
            });
          }}
        >
          <FieldGroup title="Question">
            <TextField
              label="Identity of the peer"
              value={form.peer}
              onChange={(v) => set("peer", v)}
              required
              mono
              autoFocus
              placeholder="br17.example.com"
              error={error("peer")}
              help="As IKEv2 sends it; it need not be known here."
            />
            <SuggestField
              label="Hub (NAS)"
              value={form.nas}
              onChange={(v) => set("nas", v)}
              suggestions={hubs}
              required
              mono
              error={error("nas")}
            />
            <SelectField
              label="Authenticates by"
              value={form.method}
              options={[
                { value: "psk", label: "Pre-shared key" },
                { value: "cert", label: "Certificate" },
                { value: "eap", label: "EAP" },
              ]}
              onChange={(v) => set("method", v)}
              error={error("method")}
            />
            <SwitchField
              label="group override"
              checked={form.override}
              onChange={(v) => set("override", v)}
              help="The profile lets the group win over the user."
            />
            <details>
              <summary>More of the hub's profile</summary>
              <div className="dyn">
                <SelectField
                  label="User authorization cached"
                  value={form.cached}
                  options={[
                    { value: "", label: "As usual for the method" },
                    { value: "yes", label: "Yes" },
                    { value: "no", label: "No" },
                  ]}
                  onChange={(v) => set("cached", v)}
                  error={error("cached")}
                />
                <TextField
                  label="Name-mangler of the keyring"
                  value={form.pskMangler}
                  onChange={(v) => set("pskMangler", v)}
                  mono
                  placeholder="fqdn hostname"
                  error={error("pskMangler")}
                />
                <TextField
                  label="User authorization, literal name"
                  value={form.user}
                  onChange={(v) => set("user", v)}
                  mono
                  error={error("user")}
                />
                <TextField
                  label="User authorization, name-mangler"
                  value={form.userMangler}
                  onChange={(v) => set("userMangler", v)}
                  mono
                  error={error("userMangler")}
                />
                <AreaField
                  label="Group authorization, one name a line"
                  value={form.groups}
                  onChange={(v) => set("groups", v)}
                  mono
                  rows={2}
                  error={error("group")}
                  help="Empty: the group the peer has here."
                />
                <TextField
                  label="Group authorization, name-mangler"
                  value={form.groupMangler}
                  onChange={(v) => set("groupMangler", v)}
                  mono
                  placeholder="fqdn domain"
                  error={error("groupMangler")}
                />
                <TextField
                  label="Outer address of the peer"
                  value={form.callingStationId}
                  onChange={(v) => set("callingStationId", v)}
                  mono
                  error={error("callingStationId")}
                  help="For conditions on Calling-Station-Id."
                />
                <InstantField
                  label="At"
                  value={form.at}
                  onChange={(v) => set("at", v)}
                  error={error("at")}
                  help={`For conditions on the time; empty: now. Your clock, ${zone()}.`}
                />
              </div>
            </details>
            <Button
              kind="primary"
              submit
              busy={query.isFetching}
              disabled={missing !== null}
              hint={missing ?? undefined}
            >
              Show what it gets
            </Button>
          </FieldGroup>
        </form>
        <div>
          {asked === null ? (
            <Empty title="Ask before the peer does">
              Type an identity and choose a hub: you see every look-up the hub would make, the exact
              replies, and the merged policy with the winner and the losers of each value.
            </Empty>
          ) : null}
          {query.isFetching && !query.data ? <Loading what="the preview" /> : null}
          {query.isError ? (
            <Notice tone="bad" live title="No preview">
              <p>{reason(query.error)}</p>
              {query.error instanceof Problem
                ? query.error.fields.map((f) => <p key={f.field}>{sentence(f)}</p>)
                : null}
            </Notice>
          ) : null}
          {query.data && !query.isError ? <PreviewResult seen={query.data} /> : null}
          <ShowAs
            views={[
              {
                name: "API call",
                text: curl("GET", `/api/v1/policy/preview?${params.toString()}`),
              },
            ]}
          />
        </div>
      </div>
      {saving && asked && query.data ? (
        <SaveTestDialog form={asked} seen={query.data} onClose={() => setSaving(false)} />
      ) : null}
    </Page>
  );
}
