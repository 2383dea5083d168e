// The operator's main tasks against a real server, by keyboard and mouse: node dev/walk.mjs BASE-URL PASSWORD [OUT-DIR]
// Makes and deletes its own things (names begin with walk). Exits 1 at the first thing that is not so.
// FLEXAAA_OPERATOR names another operator than admin.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { walkServer } from "./walk-server.mjs";

const [base, password, out = "target/walk"] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const said = [];
page.on(
  "console",
  (m) =>
    m.type() === "error" &&
    !/status of (400|401|404|409|412|422)/.test(m.text()) &&
    said.push(m.text()),
);
page.on("pageerror", (e) => said.push(String(e)));
let n = 0;
async function step(what, act) {
  try {
    await act();
    await page.screenshot({ path: `${out}/${String(++n).padStart(2, "0")}.png` });
    console.log(`ok ${n} ${what}`);
  } catch (e) {
    await page.screenshot({ path: `${out}/failed.png` });
    console.log(`NOT ok: ${what}\n${e.message}`);
    console.log(said.join("\n"));
    await browser.close();
    process.exit(1);
  }
}
const button = (name) => page.getByRole("button", { name });
const see = (text) => page.getByText(text).first().waitFor();
const field = (label) => page.getByLabel(label, { exact: false }).first();

await page.goto(base);
await step("a wrong password is refused in words", async () => {
  await field("Operator").fill(process.env.FLEXAAA_OPERATOR ?? "admin");
  await page.getByRole("textbox", { name: "Password" }).fill("wrong-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await see("Not signed in");
});
await step("sign in", async () => {
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
});
await step("add a NAS with a generated secret", async () => {
  await page.goto(`${base}/nas/new`);
  await field("Name").fill("walk-hub");
  await field("Address").fill("127.67.0.1");
  await button("Generate").click();
  await see("Generated here");
  await button("Create NAS").click();
  await see("NAS walk-hub created");
});
await step("a wrong address is refused beside its field", async () => {
  await page.goto(`${base}/nas/walk-hub`);
  await field("Address").fill("192.0.2.300");
  await button("Save changes").click();
  await see("is not saved");
  await field("Address").fill("127.67.0.2");
  await button("Save changes").click();
  await see("saved.");
});
await step("add a group by keyboard", async () => {
  await page.goto(`${base}/groups`);
  await button("New group").first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "New group" }).waitFor();
  await field("Name").fill("walk-group");
  await button("Add an AV pair").click();
  await page.getByRole("combobox", { name: "Pair 1, name" }).fill("ipsec:route-set");
  await page.getByRole("textbox", { name: "Pair 1, value" }).fill("remote ipv4 10.0.0.0 255.0.0.0");
  await page.keyboard.press("Escape");
  await button("Create group").click();
  await page.getByRole("heading", { name: "walk-group" }).waitFor();
});
await step("add a peer; its key is handed over once", async () => {
  await page.goto(`${base}/peers/new`);
  await field("Name").fill("walk-peer.example.com");
  await field("Group").fill("walk-group");
  await page.keyboard.press("Escape");
  await button("Create peer").click();
  await see("Shown this once");
  await button("I have copied it").click();
  await page.getByRole("heading", { name: "walk-peer.example.com" }).waitFor();
});
await step("AV pairs: rows, text and back, a wrong one named", async () => {
  await button("Text").click();
  await page
    .getByLabel("One AV pair a line")
    .fill(
      'Cisco-AVPair += "ip:interface-config=ip mtu 1400"\nipsec:route-set=remote ipv4 10.0.0.0',
    );
  await see("Pair 2");
  await button("Rows").click();
  await page.getByRole("textbox", { name: "Pair 2, value" }).fill("remote ipv4 10.0.0.0 255.0.0.0");
  await button("Save changes").click();
  await see("saved.");
});
await step("a conflicting change shows both versions", async () => {
  const other = await context.newPage();
  await other.goto(`${base}/peers/walk-peer.example.com`);
  await field("Framed-IP-Address").fill("10.99.0.77");
  await other.getByLabel("Description").fill("changed by the other tab");
  await other.getByRole("button", { name: "Save changes" }).click();
  await other.getByText("saved.").first().waitFor();
  await other.close();
  await button("Save changes").click();
  await see("was changed by someone else");
});
await step("my changes go on theirs", async () => {
  await button("Put my changes on theirs").click();
  await button("Save changes").click();
  await see("saved.");
  if ((await field("Description").inputValue()) !== "changed by the other tab")
    throw new Error("their change was lost");
  if ((await field("Framed-IP-Address").inputValue()) !== "10.99.0.77")
    throw new Error("my change was lost");
});
await step("reveal the key, audited", async () => {
  await button("Reveal").click();
  await button("Reveal the key").click();
  await see("written to the audit log");
  await button("I have copied it").click();
});
await step("find the peer in the palette", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search peers" }).fill("walk-peer");
  await page
    .getByRole("option", { name: /walk-peer.example.com/ })
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
});
await step("make an API token", async () => {
  await page.goto(`${base}/tokens`);
  await button("New token").first().click();
  await field("What uses it").fill("walk");
  await button("Make the token").click();
  await see("Shown this once");
  await button("I have copied it").click();
});
await step("revoke it", async () => {
  await page.getByRole("row", { name: /walk/ }).getByRole("button", { name: "Delete" }).click();
  await button("Delete token walk").click();
  await see("revoked");
});
await step("live sessions, auth log and audit open by keyboard", async () => {
  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  for (const [key, title] of [
    ["s", "Live sessions"],
    ["l", "Auth log"],
    ["a", "Audit"],
  ]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.getByRole("heading", { name: title, exact: true }).waitFor();
  }
  await see("walk-peer.example.com");
});
await walkServer({ page, step, button, see, field, base });
await step("delete what was made", async () => {
  for (const [path, what] of [
    ["peers/walk-peer.example.com", "peer walk-peer.example.com"],
    ["groups/walk-group", "group walk-group"],
    ["nas/walk-hub", "NAS walk-hub"],
  ]) {
    await page.goto(`${base}/${path}`);
    await button("Delete").click();
    if (!path.startsWith("peers"))
      await page.getByLabel(/^Type .* to confirm$/).fill(path.split("/")[1]);
    await button(`Delete ${what}`).click();
    await see("deleted.");
  }
});
await step("the browser had nothing to complain about", async () => {
  if (said.length > 0) throw new Error(said.join("\n"));
});
await browser.close();
