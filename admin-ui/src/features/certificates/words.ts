import type { Certificate } from "../../api";
import { ago, type IconName, type Tone } from "../../kit";

export const PURPOSES: { value: "server" | "hub" | "client"; label: string }[] = [
  { value: "server", label: "This server: EAP and RadSec show it" },
  { value: "hub", label: "A hub or another NAS: RadSec client" },
  { value: "client", label: "A person or a peer: EAP-TLS, IKEv2" },
];

export const ALGORITHMS: {
  value: "ec-p256" | "ec-p384" | "rsa-2048" | "rsa-3072" | "ed25519";
  label: string;
}[] = [
  { value: "ec-p256", label: "EC P-256" },
  { value: "ec-p384", label: "EC P-384" },
  { value: "rsa-2048", label: "RSA 2048" },
  { value: "rsa-3072", label: "RSA 3072" },
  { value: "ed25519", label: "Ed25519, IKEv2 only" },
];
export type Algorithm = (typeof ALGORITHMS)[number]["value"];

export const REASONS = [
  { value: "unspecified", label: "Not said" },
  { value: "key-compromise", label: "The key may be known to others" },
  { value: "affiliation-changed", label: "Whom it names has left" },
  { value: "superseded", label: "Replaced by another" },
  { value: "cessation-of-operation", label: "No longer needed" },
] as const;

export const USES: { value: "eap" | "radsec"; label: string }[] = [
  { value: "eap", label: "EAP" },
  { value: "radsec", label: "RadSec" },
];

const DAY = 86_400_000;
/** From here on an end is worth a warning. */
export const SOON_DAYS = 30;

export type Life = { tone: Tone; icon: IconName; text: string };

/** A certificate's state as one word and how long it still holds. */
export function life(
  c: Pick<Certificate, "state" | "notAfter" | "notBefore" | "revokedAt">,
  nowMs: number,
): Life {
  switch (c.state) {
    case "revoked":
      return { tone: "bad", icon: "stop", text: `Revoked ${ago(c.revokedAt, nowMs)}` };
    case "expired":
      return { tone: "bad", icon: "cross", text: `Expired ${ago(c.notAfter, nowMs)}` };
    case "not-yet-valid":
      return { tone: "warn", icon: "clock", text: `Valid ${ago(c.notBefore, nowMs)}` };
    case "valid":
      return Date.parse(c.notAfter) - nowMs < SOON_DAYS * DAY
        ? { tone: "warn", icon: "clock", text: `Ends ${ago(c.notAfter, nowMs)}` }
        : { tone: "good", icon: "check", text: "Valid" };
  }
}

/** Lines as they are typed, without blanks and empty ones. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((l) => l.trim())
    .filter((l) => l !== "");

/** Base64 of a file, for PKCS#12 going up. */
export function base64(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return btoa(text);
}

/** The octets of base64, for PKCS#12 coming down. */
export function octets(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const into = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) into[i] = binary.charCodeAt(i);
  return into;
}

/** The first name a person knows it by: a DNS name, a person, else the common name. */
export function shortName(c: Pick<Certificate, "names" | "subject">): string {
  const first = c.names[0];
  if (first) return first.slice(first.indexOf(":") + 1);
  return /CN=([^,]+)/.exec(c.subject)?.[1] ?? c.subject;
}
