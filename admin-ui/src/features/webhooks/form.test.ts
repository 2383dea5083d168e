import { expect, it } from "vitest";
import { deliveryLook, formToWebhook, webhookToForm } from "./form";

it("sends a secret only when one was made", () => {
  const form = { ...webhookToForm(null), url: " https://x.example/in ", events: ["nas.silent"] };
  expect(formToWebhook(form)).toEqual({
    url: "https://x.example/in",
    enabled: true,
    events: ["nas.silent"],
  });
  expect(formToWebhook({ ...form, secret: "s" }).secret).toBe("s");
});

it("tells a first wait from a failed try", () => {
  expect(deliveryLook({ state: "pending", attempts: 0 }).text).toBe("Waiting");
  expect(deliveryLook({ state: "pending", attempts: 2 }).text).toBe("Trying again");
  expect(deliveryLook({ state: "dead", attempts: 9 }).tone).toBe("bad");
});
