// Pictures and an accessibility check of every page in every state: node dev/look.mjs OUT-DIR [base-url] [only]
// Needs the mock server (dev/mock.mjs) running and Chromium at /usr/bin/chromium or in CHROMIUM.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const out = process.argv[2] ?? "target/look";
const base = process.argv[3] ?? "http://127.0.0.1:8099";
const only = process.argv[4] ?? "";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(out, { recursive: true });

const click = (name) => async (page) =>
  page.getByRole("button", { name, exact: false }).first().click();
const PAGES = [
  ["signin", "/", "signed-out"],
  ["overview", "/", "full"],
  ["overview-empty", "/", "empty"],
  ["overview-error", "/", "error"],
  ["sessions", "/sessions", "full"],
  ["sessions-panel", "/sessions?open=4998", "full"],
  ["sessions-empty", "/sessions", "empty"],
  ["sessions-nomatch", "/sessions?f=zzz", "full"],
  ["sessions-loading", "/sessions", "slow"],
  ["sessions-error", "/sessions", "error"],
  ["session", "/sessions/4998", "full"],
  [
    "session-traffic",
    "/sessions/4998",
    "full",
    async (p) => p.getByRole("tab", { name: "Traffic" }).click(),
  ],
  ["disconnect", "/sessions?open=4997", "full", click("Disconnect")],
  [
    "coa",
    "/sessions?open=4998",
    "full",
    async (p) => {
      await click("Change policy")(p);
      await click("Add an AV pair")(p);
    },
  ],
  ["authlog", "/decisions", "full"],
  [
    "explain",
    "/decisions?f=result:reject",
    "full",
    async (p) => p.locator(".fx-row").first().click(),
  ],
  ["authlog-empty", "/decisions", "empty"],
  ["peers", "/peers", "full"],
  ["peers-empty", "/peers", "empty"],
  ["peer", "/peers/br4.example.com", "full"],
  ["peer-new", "/peers/new?name=br17.example.com", "full"],
  ["groups", "/groups", "full"],
  ["group", "/groups/atm", "full"],
  ["nas", "/nas", "full"],
  ["nas-edit", "/nas/hub-2", "full"],
  ["nas-new", "/nas/new", "full", click("Generate")],
  ["audit", "/audit?open=899", "full"],
  ["tokens", "/tokens", "full"],
  [
    "palette",
    "/sessions",
    "full",
    async (p) => {
      await p.keyboard.press("Control+k");
      await p.keyboard.type("br1");
    },
  ],
  ["notfound", "/nowhere", "full"],
];

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
let bad = 0;
for (const theme of (process.env.THEMES ?? "light,dark").split(",")) {
  for (const [name, path, state, act] of PAGES) {
    if (only && !only.split(",").includes(name)) continue;
    await fetch(`${base}/__mock`, { method: "POST", body: JSON.stringify({ state }) });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme === "dark" ? "dark" : "light",
      bypassCSP: false,
    });
    await context.addInitScript((t) => localStorage.setItem("flexaaa.theme", t), theme);
    const page = await context.newPage();
    const said = [];
    page.on(
      "console",
      (m) =>
        m.type() === "error" &&
        !/status of (401|500|404|503)/.test(m.text()) &&
        said.push(m.text()),
    );
    page.on("pageerror", (e) => said.push(String(e)));
    await page.goto(base + path);
    await page.waitForTimeout(900);
    if (act) {
      await act(page);
      await page.waitForTimeout(900);
    }
    await page.screenshot({ path: `${out}/${name}-${theme}.png` });
    const found = await page.evaluate(
      `${axe};axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})`,
    );
    for (const v of found.violations) {
      bad++;
      console.log(`${name} ${theme}: ${v.id} (${v.impact}) ${v.help}`);
      for (const n of v.nodes.slice(0, 3))
        console.log(
          `    ${n.target.join(" ")} | ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ""}`,
        );
    }
    for (const line of said) {
      bad++;
      console.log(`${name} ${theme}: console: ${line.slice(0, 300)}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(bad === 0 ? "nothing to complain about" : `${bad} complaints`);
process.exitCode = bad === 0 ? 0 : 1;
