import type { Peer, PeerWrite } from "../../api";
import { setsToText, textToSets, textToValues, valuesToText } from "../editing/carried";

export type PeerForm = {
  description: string;
  enabled: boolean;
  group: string;
  validUntil: string;
  /** What saving does to the key. Generating is an act of its own for a peer that exists. */
  key: "keep" | "generate-symmetric" | "generate-asymmetric" | "symmetric" | "asymmetric" | "none";
  symmetric: string;
  local: string;
  remote: string;
  keyExpiresAt: string;
  framedIp: string;
  framedNetmask: string;
  framedPool: string;
  addrV6: string;
  addressPool: string;
  addressPoolV6: string;
  values: string;
  conditional: string;
  acctInterimSeconds: string;
  avPairs: string[];
};

export const PEER_LABELS: Record<keyof PeerForm, string> = {
  description: "Description",
  enabled: "Enabled",
  group: "Group",
  validUntil: "Valid until",
  key: "Key",
  symmetric: "Key, both directions",
  local: "Key the hub signs with",
  remote: "Key the peer signs with",
  keyExpiresAt: "Key expires",
  framedIp: "Framed-IP-Address",
  framedNetmask: "Framed-IP-Netmask",
  framedPool: "Framed-Pool",
  addrV6: "IPv6 address",
  addressPool: "Pool of the server",
  addressPoolV6: "IPv6 pool of the server",
  values: "Values for templates",
  conditional: "Conditional sets",
  acctInterimSeconds: "Accounting interval, seconds",
  avPairs: "AV pairs",
};

export function peerToForm(peer: Peer | null): PeerForm {
  return {
    description: peer?.description ?? "",
    enabled: peer?.enabled ?? true,
    group: peer?.group ?? "",
    validUntil: peer?.validUntil ?? "",
    key: peer ? "keep" : "generate-symmetric",
    symmetric: "",
    local: "",
    remote: "",
    keyExpiresAt: "",
    framedIp: peer?.framedIp ?? "",
    framedNetmask: peer?.framedNetmask ?? "",
    framedPool: peer?.framedPool ?? "",
    addrV6: peer?.addrV6 ?? "",
    addressPool: peer?.addressPool ?? "",
    addressPoolV6: peer?.addressPoolV6 ?? "",
    values: valuesToText(peer?.values),
    conditional: setsToText(peer?.conditional),
    acctInterimSeconds: peer?.acctInterimSeconds == null ? "" : String(peer.acctInterimSeconds),
    avPairs: peer?.avPairs ?? [],
  };
}

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

export function formToPeer(form: PeerForm): PeerWrite {
  const expiresAt = orNull(form.keyExpiresAt);
  const psk =
    form.key === "symmetric"
      ? { kind: "symmetric" as const, symmetric: form.symmetric, expiresAt }
      : form.key === "asymmetric"
        ? { kind: "asymmetric" as const, local: form.local, remote: form.remote, expiresAt }
        : form.key === "none"
          ? { kind: "none" as const }
          : null;
  return {
    description: form.description.trim(),
    enabled: form.enabled,
    group: orNull(form.group),
    framedIp: orNull(form.framedIp),
    framedNetmask: orNull(form.framedNetmask),
    framedPool: orNull(form.framedPool),
    addrV6: orNull(form.addrV6),
    addressPool: orNull(form.addressPool),
    addressPoolV6: orNull(form.addressPoolV6),
    values: textToValues(form.values),
    conditional: textToSets(form.conditional),
    avPairs: form.avPairs,
    acctInterimSeconds:
      orNull(form.acctInterimSeconds) === null ? null : Number(form.acctInterimSeconds),
    validUntil: orNull(form.validUntil),
    ...(psk ? { psk } : {}),
  };
}

/** What the form alone can tell; everything else is the server's to say. */
export function peerProblem(field: keyof PeerForm, form: PeerForm): string | null {
  if (
    field === "acctInterimSeconds" &&
    form.acctInterimSeconds.trim() !== "" &&
    !/^\d+$/.test(form.acctInterimSeconds.trim())
  )
    return `"${form.acctInterimSeconds}" is no whole number of seconds.`;
  return null;
}
