import type { User } from "../../api";
import { ago, State, useNow } from "../../kit";
import { expired, lockedNow } from "./form";

export function UserState({ user }: { user: User }) {
  const now = useNow();
  if (!user.enabled)
    return (
      <State tone="idle" icon="pause">
        Disabled
      </State>
    );
  if (expired(user, now))
    return (
      <State tone="bad" icon="clock">
        Expired {ago(user.validUntil, now)}
      </State>
    );
  if (lockedNow(user, now))
    return (
      <State tone="warn" icon="warn">
        Locked, free {ago(user.lockedUntil, now)}
      </State>
    );
  if (user.password.storage === "none")
    return (
      <State tone="idle" icon="stop">
        No log-in
      </State>
    );
  return (
    <State tone="good" icon="check">
      Enabled
    </State>
  );
}

export const STORAGE_WORD: Record<User["password"]["storage"], string> = {
  hash: "hash",
  reversible: "reversible",
  none: "none",
};
