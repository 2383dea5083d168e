import type { PolicyPreview, PolicyTestWrite } from "../../api";
import { lines } from "../certificates/words";

export type Method = "psk" | "cert" | "eap";

export type PreviewForm = {
  peer: string;
  nas: string;
  method: Method;
  override: boolean;
  /** "" leaves it to the method. */
  cached: "" | "yes" | "no";
  pskMangler: string;
  user: string;
  userMangler: string;
  groups: string;
  groupMangler: string;
  callingStationId: string;
  at: string;
};

export const emptyPreview = (peer: string, nas: string): PreviewForm => ({
  peer,
  nas,
  method: "psk",
  override: false,
  cached: "",
  pskMangler: "",
  user: "",
  userMangler: "",
  groups: "",
  groupMangler: "",
  callingStationId: "",
  at: "",
});

/** The options of the hub's IKEv2 profile that differ from the usual. */
export function profile(form: PreviewForm): NonNullable<PolicyTestWrite["profile"]> {
  const text = (v: string) => (v.trim() ? v.trim() : undefined);
  const all = {
    method: form.method === "psk" ? undefined : form.method,
    override: form.override || undefined,
    cached: form.cached === "" ? undefined : form.cached === "yes",
    pskMangler: text(form.pskMangler),
    user: text(form.user),
    userMangler: text(form.userMangler),
    groups: lines(form.groups).length > 0 ? lines(form.groups) : undefined,
    groupMangler: text(form.groupMangler),
    callingStationId: text(form.callingStationId),
    at: form.at || undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}

/** The same as query parameters of the preview, where a group may come more than once. */
export function previewQuery(form: PreviewForm) {
  const { groups, ...rest } = profile(form);
  return {
    peer: form.peer.trim(),
    nas: form.nas.trim(),
    ...(rest as Record<string, never>),
    ...(groups ? { group: groups } : {}),
  };
}

/** A test that says: it stays exactly as it is now. */
export function asTest(form: PreviewForm, seen: PolicyPreview, has: string[]): PolicyTestWrite {
  const options = profile(form);
  return {
    peer: form.peer.trim(),
    nas: form.nas.trim(),
    accepted: seen.accepted,
    ...(has.length > 0 ? { has } : {}),
    ...(Object.keys(options).length > 0 ? { profile: options } : {}),
  };
}

export const valueText = (v: { name: string; value: string }) => `${v.name}=${v.value}`;
