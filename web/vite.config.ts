// How the page is built: one static folder, with the package's own files left as they are, a strict policy, and the notices
// of what others wrote.
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * The page may talk to nobody and run nothing but its own files. The policy is part of the built page, so it holds on
 * any host; the development server needs inline scripts of its own and goes without.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join("; ");

const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
  ],
};

/** What others wrote and the page delivers, where the page links to it. */
const thirdPartyNotices: Plugin = {
  name: "third-party-notices",
  generateBundle() {
    const source = readFileSync(new URL("../THIRD_PARTY_NOTICES.md", import.meta.url));
    this.emitFile({ type: "asset", fileName: "third-party-notices.txt", source });
  },
};

export default defineConfig({
  base: "./",
  plugins: [react(), contentSecurityPolicy, thirdPartyNotices],
  // The package finds its worker and its wasm beside its own files; bundling it ahead of time would lose them.
  optimizeDeps: { exclude: ["premap"] },
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { host: "127.0.0.1", port: 5173, fs: { allow: [".."] } },
  preview: { host: "127.0.0.1", port: 4173 },
});
