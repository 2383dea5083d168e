import type { Peer } from "../../api";
import { ageSeconds, duration, State, useNow } from "../../kit";

const SOON_SECONDS = 30 * 86400;

export function KeyState({ psk }: { psk: Peer["psk"] }) {
  const now = useNow();
  const age = ageSeconds(psk.expiresAt, now);
  if (!psk.set)
    return (
      <State tone="warn" icon="warn">
        No key
      </State>
    );
  if (age !== null && age >= 0)
    return (
      <State tone="bad" icon="cross">
        Expired {duration(age).split(" ")[0]} ago
      </State>
    );
  if (age !== null && -age < SOON_SECONDS)
    return (
      <State tone="warn" icon="clock">
        Expires in {duration(-age).split(" ")[0]}
      </State>
    );
  return (
    <State tone="good" icon="check">
      {psk.kind === "asymmetric" ? "Asymmetric" : "Symmetric"}
    </State>
  );
}

export function PeerState({ peer }: { peer: Peer }) {
  const now = useNow();
  const over = ageSeconds(peer.validUntil, now);
  if (!peer.enabled)
    return (
      <State tone="idle" icon="stop">
        Disabled
      </State>
    );
  if (over !== null && over >= 0)
    return (
      <State tone="bad" icon="clock">
        Run out
      </State>
    );
  return peer.online ? (
    <State tone="good" icon="check">
      Online
    </State>
  ) : (
    <State tone="idle" icon="plug">
      Offline
    </State>
  );
}
