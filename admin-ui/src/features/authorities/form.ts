import type { Authority, AuthorityWrite } from "../../api";
import { lines } from "../certificates/words";
import type { Algorithm } from "../certificates/words";

export type Check = Authority["crlCheck"];
type Mapping = Authority["nameMapping"][number];

export type AuthorityForm = {
  description: string;
  enabled: boolean;
  eap: boolean;
  radsec: boolean;
  nameMapping: string;
  crlCheck: Check;
  crlUrl: string;
  ocspCheck: Check;
  ocspUrl: string;
  /** Only looked at when it is made. */
  certificatePem: string;
  subject: string;
  algorithm: Algorithm;
  validityDays: string;
};

export const LABELS: Record<keyof AuthorityForm, string> = {
  description: "Description",
  enabled: "Enabled",
  eap: "Trusted for EAP",
  radsec: "Trusted for RadSec",
  nameMapping: "Where the name is",
  crlCheck: "CRL",
  crlUrl: "CRL URL",
  ocspCheck: "OCSP",
  ocspUrl: "OCSP URL",
  certificatePem: "Certificate",
  subject: "Subject",
  algorithm: "Key",
  validityDays: "Valid for, days",
};

export const CHECKS: { value: Check; label: string }[] = [
  { value: "off", label: "Off" },
  { value: "soft", label: "Soft: refuse what is known to be revoked" },
  { value: "hard", label: "Hard: refuse also what cannot be found out" },
];

export const MAPPINGS: Mapping[] = ["san-upn", "san-email", "san-dns", "subject-cn", "serial"];

export function authorityToForm(a: Authority | null, imported = false): AuthorityForm {
  return {
    description: a?.description ?? "",
    enabled: a?.enabled ?? true,
    // One made elsewhere is believed for nothing until somebody says for what.
    eap: a ? a.trustedFor.includes("eap") : !imported,
    radsec: a ? a.trustedFor.includes("radsec") : !imported,
    nameMapping: (a?.nameMapping ?? MAPPINGS.slice(0, 4)).join("\n"),
    crlCheck: a?.crlCheck ?? "off",
    crlUrl: a?.crlUrl ?? "",
    ocspCheck: a?.ocspCheck ?? "off",
    ocspUrl: a?.ocspUrl ?? "",
    certificatePem: "",
    subject: "",
    algorithm: "ec-p256",
    validityDays: "",
  };
}

export function formToAuthority(
  form: AuthorityForm,
  how: { isNew: boolean; builtIn: boolean },
): AuthorityWrite {
  return {
    description: form.description.trim(),
    enabled: form.enabled,
    trustedFor: [
      ...(form.eap ? ["eap" as const] : []),
      ...(form.radsec ? ["radsec" as const] : []),
    ],
    nameMapping: lines(form.nameMapping) as Mapping[],
    ...(how.builtIn
      ? {}
      : {
          crlCheck: form.crlCheck,
          crlUrl: form.crlUrl.trim() || null,
          ocspCheck: form.ocspCheck,
          ocspUrl: form.ocspUrl.trim() || null,
        }),
    ...(!how.isNew
      ? {}
      : how.builtIn
        ? {
            ...(form.subject.trim() ? { subject: form.subject.trim() } : {}),
            algorithm: form.algorithm,
            ...(form.validityDays.trim() ? { validityDays: Number(form.validityDays) } : {}),
          }
        : { certificatePem: form.certificatePem.trim() }),
  };
}

/** A mapping that is none is said before the server has to. */
export function mappingProblem(text: string): string | null {
  const wrong = lines(text).find((l) => !(MAPPINGS as string[]).includes(l));
  return wrong === undefined ? null : `"${wrong}" is none of ${MAPPINGS.join(", ")}.`;
}
