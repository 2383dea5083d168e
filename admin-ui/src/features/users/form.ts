import type { User, UserWrite } from "../../api";

export type Storage = User["password"]["storage"];

export type UserForm = {
  description: string;
  enabled: boolean;
  group: string;
  storage: Storage;
  password: string;
  framedIp: string;
  framedNetmask: string;
  framedPool: string;
  addrV6: string;
  acctInterimSeconds: string;
  validUntil: string;
  avPairs: string[];
};

export const LABELS: Record<keyof UserForm, string> = {
  description: "Description",
  enabled: "Enabled",
  group: "Group",
  storage: "How the password is stored",
  password: "Password",
  framedIp: "Framed-IP-Address",
  framedNetmask: "Framed-IP-Netmask",
  framedPool: "Framed-Pool",
  addrV6: "IPv6 address",
  acctInterimSeconds: "Accounting interval, seconds",
  validUntil: "Expires",
  avPairs: "AV pairs",
};

/** Which ways of logging in each storage allows; the server says the same of a stored password. */
export const STORAGES: { value: Storage; label: string; methods: string; risk: string | null }[] = [
  {
    value: "hash",
    label: "Hash (Argon2id): nobody can read it back",
    methods: "PAP, EAP-GTC, EAP-TTLS with PAP",
    risk: null,
  },
  {
    value: "reversible",
    label: "Reversible: sealed with the master key",
    methods:
      "PAP, CHAP, MS-CHAPv2, EAP-GTC, EAP-MD5, EAP-MSCHAPv2, EAP-TTLS and PEAP with MS-CHAPv2",
    risk: "Who has the database and the master key has the password. Choose it only for people whose client speaks CHAP, MS-CHAP or EAP with MS-CHAP: these compute with the password itself.",
  },
  {
    value: "none",
    label: "None: this name logs nobody in",
    methods: "none, but a hub can ask for its attributes",
    risk: null,
  },
];

export function userToForm(u: User | null): UserForm {
  return {
    description: u?.description ?? "",
    enabled: u?.enabled ?? true,
    group: u?.group ?? "",
    storage: u?.password.storage ?? "hash",
    password: "",
    framedIp: u?.framedIp ?? "",
    framedNetmask: u?.framedNetmask ?? "",
    framedPool: u?.framedPool ?? "",
    addrV6: u?.addrV6 ?? "",
    acctInterimSeconds: u?.acctInterimSeconds == null ? "" : String(u.acctInterimSeconds),
    validUntil: u?.validUntil ?? "",
    avPairs: u?.avPairs ?? [],
  };
}

/** `stored` is how the password is kept now: it goes along only when it is to become another. */
export function formToUser(form: UserForm, stored: Storage | null): UserWrite {
  const touched = form.password !== "" || form.storage !== stored;
  return {
    description: form.description.trim(),
    enabled: form.enabled,
    group: form.group.trim() || null,
    framedIp: form.framedIp.trim() || null,
    framedNetmask: form.framedNetmask.trim() || null,
    framedPool: form.framedPool.trim() || null,
    addrV6: form.addrV6.trim() || null,
    acctInterimSeconds:
      form.acctInterimSeconds.trim() === "" ? null : Number(form.acctInterimSeconds),
    validUntil: form.validUntil || null,
    avPairs: form.avPairs,
    ...(touched
      ? {
          password: {
            storage: form.storage,
            ...(form.password ? { value: form.password } : {}),
          },
        }
      : {}),
  };
}

/** Why saving makes no sense yet. */
export function userMissing(name: string, form: UserForm, stored: Storage | null): string | null {
  if (name.trim() === "") return "Give the user a name first.";
  if (form.storage !== "none" && form.storage !== stored && form.password === "")
    return stored === null
      ? "Set a password first, or choose to store none."
      : "Type the password once more: it cannot be moved to another storage unread.";
  return null;
}

export function lockedNow(u: Pick<User, "lockedUntil">, nowMs: number): boolean {
  return u.lockedUntil !== null && Date.parse(u.lockedUntil) > nowMs;
}

export function expired(u: Pick<User, "validUntil">, nowMs: number): boolean {
  return u.validUntil !== null && Date.parse(u.validUntil) <= nowMs;
}
