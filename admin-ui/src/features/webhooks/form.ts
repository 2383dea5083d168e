import type { Delivery, Webhook, WebhookWrite } from "../../api";
import type { IconName, Tone } from "../../kit";

export type WebhookEvent = Exclude<Webhook["events"][number], "test">;

export const EVENTS: { value: WebhookEvent; label: string }[] = [
  { value: "session.up", label: "session.up: a session began" },
  { value: "session.down", label: "session.down: a session ended" },
  { value: "auth.reject", label: "auth.reject: a log-in or look-up was refused" },
  { value: "dynauth.result", label: "dynauth.result: a hub answered a Disconnect or CoA" },
  { value: "key.expiring", label: "key.expiring: a key ends soon" },
  { value: "nas.silent", label: "nas.silent: a hub is not heard any more" },
];

export type WebhookForm = { url: string; enabled: boolean; events: string[]; secret: string };

export const LABELS: Record<keyof WebhookForm, string> = {
  url: "URL",
  enabled: "Enabled",
  events: "Events",
  secret: "Signing secret",
};

export const webhookToForm = (w: Webhook | null): WebhookForm => ({
  url: w?.url ?? "",
  enabled: w?.enabled ?? true,
  events: w?.events ?? [],
  secret: "",
});

export const formToWebhook = (form: WebhookForm): WebhookWrite => ({
  url: form.url.trim(),
  enabled: form.enabled,
  events: form.events as WebhookEvent[],
  ...(form.secret ? { secret: form.secret } : {}),
});

/** A delivery's state: the server's three words, and whether one that waits has failed before. */
export function deliveryLook(d: Pick<Delivery, "state" | "attempts">): {
  tone: Tone;
  icon: IconName;
  text: string;
} {
  switch (d.state) {
    case "delivered":
      return { tone: "good", icon: "check", text: "Delivered" };
    case "dead":
      return { tone: "bad", icon: "cross", text: "Given up" };
    case "pending":
      return d.attempts > 0
        ? { tone: "warn", icon: "refresh", text: "Trying again" }
        : { tone: "info", icon: "clock", text: "Waiting" };
    default:
      return { tone: "idle", icon: "help", text: d.state };
  }
}
