import type { Authority, TlsIdentity } from "../../api";

const SOON_MS = 30 * 86_400_000;

export type Ending = {
  what: string;
  effect: string;
  at: string;
  ended: boolean;
  to: "/certificates" | "/authorities";
};

const NAMES: Record<TlsIdentity["use"], string> = { eap: "EAP", radsec: "RadSec" };

/** Soonest first; a revoked certificate is shown as one that ended when it was revoked. */
export function endingSoon(
  identities: TlsIdentity[],
  authorities: Pick<Authority, "name" | "notAfter" | "enabled">[],
  nowMs: number,
): Ending[] {
  const soon = (at: string) => Date.parse(at) - nowMs < SOON_MS;
  const past = (at: string) => Date.parse(at) <= nowMs;
  const shown = identities.flatMap(({ use, certificate }): Ending[] => {
    if (!certificate) return [];
    const at = certificate.revokedAt ?? certificate.notAfter;
    if (!soon(at)) return [];
    return [
      {
        what: `The certificate that ${NAMES[use]} shows`,
        effect: past(at) ? "Devices refuse it since" : "Devices refuse it from",
        at,
        ended: past(at),
        to: "/certificates",
      },
    ];
  });
  const vouching = authorities
    .filter((a) => a.enabled && soon(a.notAfter))
    .map((a): Ending => ({
      what: `Authority ${a.name}`,
      effect: past(a.notAfter)
        ? "Its certificates are refused since"
        : "Its certificates are refused from",
      at: a.notAfter,
      ended: past(a.notAfter),
      to: "/authorities",
    }));
  return [...shown, ...vouching].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
