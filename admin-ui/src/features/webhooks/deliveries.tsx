import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, codeOf, must, reason, useList, type Delivery, type Page } from "../../api";
import {
  Ago,
  Button,
  CodeBlock,
  Dialog,
  Facts,
  Failed,
  Loading,
  Panel,
  Segmented,
  State,
  toast,
} from "../../kit";
import { deliveryLook } from "./form";

const STATES = [
  { value: "", label: "All" },
  { value: "pending", label: "Waiting" },
  { value: "delivered", label: "Delivered" },
  { value: "dead", label: "Given up" },
];

function DeliveryState({ delivery }: { delivery: Delivery }) {
  const { tone, icon, text } = deliveryLook(delivery);
  return (
    <State tone={tone} icon={icon}>
      {text}
    </State>
  );
}

/** What was sent and what came back; what was given up can be sent once more. */
export function Deliveries({ webhook }: { webhook: string }) {
  const client = useQueryClient();
  const [state, setState] = useState("");
  const [open, setOpen] = useState<Delivery | null>(null);
  const list = useList<Delivery>(
    ["webhooks", "deliveries", webhook, state],
    async (after) =>
      (await must(
        api.GET("/api/v1/webhooks/{name}/deliveries", {
          params: {
            path: { name: webhook },
            query: { limit: 50, ...(state ? { state } : {}), ...(after ? { after } : {}) },
          },
        }),
      )) as Page<Delivery>,
    3000,
  );
  async function again(d: Delivery) {
    try {
      await must(
        api.POST("/api/v1/webhooks/{name}/deliveries/{id}/retry", {
          params: { path: { name: webhook, id: d.id } },
        }),
      );
      toast(`Delivery ${d.id} is tried again.`);
      setOpen(null);
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    } catch (e) {
      toast(`Not sent again: ${reason(e)}`, "bad");
    }
  }
  return (
    <Panel
      title="Deliveries"
      action={<Segmented label="State" value={state} options={STATES} onChange={setState} />}
    >
      {list.isPending ? <Loading what="deliveries" /> : null}
      {list.isError ? (
        <Failed what="deliveries" reason={reason(list.error)} code={codeOf(list.error)} />
      ) : null}
      {list.isSuccess && list.rows.length === 0 ? (
        <p className="fx-dim">
          {state ? "None in this state." : "None yet: send a test to see one."}
        </p>
      ) : null}
      {list.rows.length > 0 ? (
        <div className="plain-scroll">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">Result</th>
                <th scope="col">Answer</th>
                <th scope="col">Tries</th>
                <th scope="col">Made</th>
                <th scope="col">
                  <span className="fx-sr">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((d) => (
                <tr key={d.id}>
                  <th scope="row">{d.event}</th>
                  <td>
                    <DeliveryState delivery={d} />
                  </td>
                  <td>{d.lastStatus ? `HTTP ${d.lastStatus}` : (d.lastError ?? "-")}</td>
                  <td>{d.attempts}</td>
                  <td>
                    <Ago at={d.createdAt} />
                  </td>
                  <td>
                    <div className="fx-buttons">
                      <Button onClick={() => setOpen(d)}>Look</Button>
                      {d.state === "dead" ? (
                        <Button icon="refresh" onClick={() => void again(d)}>
                          Send again
                        </Button>
                      ) : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {list.hasNextPage ? (
        <div className="fx-buttons end">
          <Button onClick={list.more}>Show older ones</Button>
        </div>
      ) : null}
      {open ? (
        <Dialog
          open
          title={`Delivery ${open.id}: ${open.event}`}
          onClose={() => setOpen(null)}
          width={620}
        >
          <div className="dyn">
            <Facts
              rows={[
                ["Result", <DeliveryState key="s" delivery={open} />],
                ["Answer", open.lastStatus ? `HTTP ${open.lastStatus}` : "none"],
                ["Error", open.lastError ?? "none"],
                ["Tries", String(open.attempts)],
                [
                  open.state === "pending" ? "Next try" : "Ended",
                  <Ago key="n" at={open.state === "pending" ? open.nextAt : open.doneAt} />,
                ],
                ["Event id", open.eventId],
              ]}
            />
            <CodeBlock text={pretty(open.body)} what="body" />
            <div className="fx-buttons end">
              {open.state === "dead" ? (
                <Button icon="refresh" onClick={() => void again(open)}>
                  Send again
                </Button>
              ) : null}
              <Button kind="primary" onClick={() => setOpen(null)}>
                Close
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </Panel>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not JSON: as it was sent.
    return body;
  }
}
