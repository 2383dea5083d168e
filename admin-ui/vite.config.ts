import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// A server started by hand (./flexaaa server) answers on 8080; dev/mock.mjs on 8099.
const backend = process.env.FLEXAAA_BACKEND ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": backend, "/actuator": backend } },
  build: {
    outDir: "target/classes/static",
    emptyOutDir: true,
    target: "baseline-widely-available",
    // An inlined font or image would need data: in font-src, which the server's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    manifest: "assets/manifest.json",
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    css: false,
  },
});
