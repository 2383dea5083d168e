// Runs npm only when something changed; called by Maven and usable by hand: node build.mjs build|test
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const goal = process.argv[2] ?? "build";
if (!existsSync("package.json")) {
  console.log("admin-ui: no console sources yet");
  process.exit(0);
}
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`admin-ui needs Node.js >= 20.19, this is ${process.version}. Install a newer Node.js, or build with -DskipUi.`);
  process.exit(1);
}

/** One digest over the names and contents of the given files and folders. */
function digest(paths) {
  const hash = createHash("sha256").update(process.version);
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const child of readdirSync(path).sort()) visit(join(path, child));
    } else {
      hash.update(path).update(readFileSync(path));
    }
  };
  paths.forEach(visit);
  return hash.digest("hex");
}

function npm(...args) {
  const done = spawnSync("npm", args, { stdio: "inherit" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const unchanged = (stamp, value) => existsSync(stamp) && readFileSync(stamp, "utf8") === value;

mkdirSync("target", { recursive: true });
const lock = digest(["package.json", "package-lock.json"]);
if (!unchanged("node_modules/.flexaaa-lock", lock)) {
  npm("ci", "--no-audit", "--no-fund", "--prefer-offline");
  writeFileSync("node_modules/.flexaaa-lock", lock);
}
const sources = digest(["src", "public", "index.html", "vite.config.ts", "tsconfig.json", "postcss.config.cjs", "eslint.config.mjs", "package.json", "package-lock.json", "openapi.json", "budget.mjs", "dev", ".prettierrc.json"]);
const stamp = `target/.flexaaa-${goal}`;
const built = goal !== "build" || existsSync("target/classes/static/index.html");
if (unchanged(stamp, sources) && built) {
  console.log(`admin-ui: ${goal} is up to date`);
} else {
  npm("run", goal);
  writeFileSync(stamp, sources);
}
