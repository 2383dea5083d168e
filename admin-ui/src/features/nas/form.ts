import type { Nas, NasWrite } from "../../api";
import { textToValues, valuesToText } from "../editing/carried";

export type NasForm = {
  description: string;
  address: string;
  type: Nas["type"];
  enabled: boolean;
  secret: string;
  requireMessageAuthenticator: boolean;
  authorizationPassword: string;
  dynAuthPort: string;
  acctInterimSeconds: string;
  certificateName: string;
  values: string;
};

export const LABELS: Record<keyof NasForm, string> = {
  description: "Description",
  address: "Address",
  type: "Type",
  enabled: "Enabled",
  secret: "Shared secret",
  requireMessageAuthenticator: "Require Message-Authenticator",
  authorizationPassword: "Authorization password",
  dynAuthPort: "CoA port",
  acctInterimSeconds: "Accounting interval, seconds",
  certificateName: "Certificate name",
  values: "Values for templates",
};

export const toForm = (n: Nas | null): NasForm => ({
  description: n?.description ?? "",
  address: n?.address ?? "",
  type: n?.type ?? "flexvpn",
  enabled: n?.enabled ?? true,
  secret: "",
  requireMessageAuthenticator: n?.requireMessageAuthenticator ?? true,
  authorizationPassword: "",
  dynAuthPort: String(n?.dynAuthPort ?? 1700),
  acctInterimSeconds: n?.acctInterimSeconds == null ? "" : String(n.acctInterimSeconds),
  certificateName: n?.certificateName ?? "",
  values: valuesToText(n?.values),
});

export const toBody = (form: NasForm): NasWrite => ({
  description: form.description.trim(),
  address: form.address.trim(),
  type: form.type,
  enabled: form.enabled,
  requireMessageAuthenticator: form.requireMessageAuthenticator,
  dynAuthPort: Number(form.dynAuthPort),
  acctInterimSeconds:
    form.acctInterimSeconds.trim() === "" ? null : Number(form.acctInterimSeconds),
  certificateName: form.certificateName.trim() || null,
  values: textToValues(form.values),
  ...(form.secret ? { secret: form.secret } : {}),
  ...(form.authorizationPassword ? { authorizationPassword: form.authorizationPassword } : {}),
});

export function shape(field: keyof NasForm, form: NasForm): string | null {
  if (
    field === "dynAuthPort" &&
    !(/^\d+$/.test(form.dynAuthPort) && +form.dynAuthPort >= 1 && +form.dynAuthPort <= 65535)
  )
    return `"${form.dynAuthPort}" is no UDP port; IOS listens on 1700, RFC 5176 says 3799.`;
  if (
    field === "acctInterimSeconds" &&
    form.acctInterimSeconds.trim() !== "" &&
    !/^\d+$/.test(form.acctInterimSeconds.trim())
  )
    return `"${form.acctInterimSeconds}" is no whole number of seconds.`;
  return null;
}
