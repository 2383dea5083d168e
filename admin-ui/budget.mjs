// Fails the build when the console grows past what a first visit may cost (gzip, kB of 1000 octets).
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const limits = { js: 220, css: 40, font: 60, chunk: 60 };
const root = "target/classes/static";
const manifest = JSON.parse(readFileSync(join(root, "assets/manifest.json"), "utf8"));

const kilobytes = (file) => gzipSync(readFileSync(join(root, file)), { level: 9 }).length / 1000;
const sum = (files) => [...files].reduce((total, file) => total + kilobytes(file), 0);

/** The entry and all it imports without waiting: what the browser fetches before the first page shows. */
function firstLoad() {
  const js = new Set();
  const css = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (js.has(chunk.file)) return;
    js.add(chunk.file);
    chunk.css?.forEach((file) => css.add(file));
    chunk.imports?.forEach(visit);
  };
  Object.keys(manifest)
    .filter((key) => manifest[key].isEntry)
    .forEach(visit);
  return { js, css };
}

const first = firstLoad();
const failures = [];
function check(what, size, limit) {
  console.log(`budget ${what}: ${size.toFixed(1)} kB of ${limit} kB`);
  if (size > limit) failures.push(`${what} is ${size.toFixed(1)} kB, ${limit} kB allowed`);
}
check("first load JavaScript", sum(first.js), limits.js);
check("first load CSS", sum(first.css), limits.css);
const fonts = readdirSync(join(root, "assets")).filter((file) => file.endsWith(".woff2"));
check(
  "fonts",
  fonts.reduce((total, file) => total + readFileSync(join(root, "assets", file)).length / 1000, 0),
  limits.font,
);
const lazy = Object.values(manifest).filter((chunk) => chunk.isDynamicEntry);
const largest = Math.max(0, ...lazy.map((chunk) => kilobytes(chunk.file)));
check("largest route", largest, limits.chunk);
if (failures.length > 0) {
  console.error(
    `admin-ui is over its budget: ${failures.join("; ")}. Split the route or drop a dependency.`,
  );
  process.exit(1);
}
