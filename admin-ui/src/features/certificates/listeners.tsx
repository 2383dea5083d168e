import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, reason, type Certificate, type Page, type TlsIdentity } from "../../api";
import { At, Notice, Panel, SelectField, State, toast } from "../../kit";
import { CertificateState } from "./list";
import { shortName } from "./words";
import "./certificates.css";

const WHAT: Record<TlsIdentity["use"], { name: string; none: string; some: string }> = {
  eap: {
    name: "EAP",
    none: "EAP-TLS, PEAP and TTLS are not offered",
    some: "people and peers see it when they log in",
  },
  radsec: {
    name: "RadSec, TCP 2083",
    none: "the port is closed",
    some: "hubs see it when they connect",
  },
};

/** Which certificate each TLS listener shows; a change is in force within a second. */
export function Listeners({ mayWrite }: { mayWrite: boolean }) {
  const client = useQueryClient();
  const [failed, setFailed] = useState<string | null>(null);
  const identities = useQuery({
    queryKey: ["certificates", "listeners"],
    queryFn: async () => (await must(api.GET("/api/v1/tls-identities"))) as TlsIdentity[],
  });
  const offered = useQuery({
    queryKey: ["certificates", "offered"],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/certificates", { params: { query: { limit: 200 } } }),
      )) as Page<Certificate>,
    enabled: mayWrite,
  });
  const usable = (offered.data?.items ?? []).filter((c) => c.keyHeld && c.state === "valid");
  if (!identities.data) return null;

  async function assign(use: TlsIdentity["use"], id: string) {
    setFailed(null);
    const path = { params: { path: { use } } };
    try {
      if (id === "") await must(api.DELETE("/api/v1/tls-identities/{use}", path));
      else
        await must(
          api.PUT("/api/v1/tls-identities/{use}", {
            ...path,
            body: { certificateId: Number(id) },
          }),
        );
      toast(id === "" ? `${WHAT[use].name} shows nothing now.` : `${WHAT[use].name} shows it now.`);
      await client.invalidateQueries({ queryKey: ["certificates"] });
    } catch (e) {
      setFailed(reason(e));
    }
  }

  return (
    <Panel title="What each listener shows">
      <div className="listeners">
        {identities.data.map((identity) => {
          const { certificate: c, use } = identity;
          const options = [
            { value: "", label: c ? `Nothing: ${WHAT[use].none}` : "Nothing" },
            ...(c && !usable.some((u) => u.id === c.id)
              ? [{ value: String(c.id), label: shortName(c) }]
              : []),
            ...usable.map((u) => ({
              value: String(u.id),
              label: `${shortName(u)}, serial ${u.serial.slice(0, 8)}…`,
            })),
          ];
          return (
            <div key={use} className="listener">
              {mayWrite ? (
                <SelectField
                  label={WHAT[use].name}
                  value={c ? String(c.id) : ""}
                  options={options}
                  onChange={(id) => void assign(use, id)}
                />
              ) : (
                <b>{WHAT[use].name}</b>
              )}
              {c ? (
                <p>
                  <CertificateState certificate={c} /> until <At at={c.notAfter} />;{" "}
                  {WHAT[use].some}.
                </p>
              ) : (
                <p>
                  <State tone="idle" icon="pause">
                    Off
                  </State>{" "}
                  {WHAT[use].none}.
                </p>
              )}
            </div>
          );
        })}
      </div>
      {failed ? (
        <Notice tone="bad" live title="Not assigned">
          {failed}
        </Notice>
      ) : null}
    </Panel>
  );
}
