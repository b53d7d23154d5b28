// How the page is built: one static folder, with the package's own files left as they are, a strict policy, and the notices
// of what others wrote.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * The page may talk to nobody and run nothing but its own files. The policy is part of the built page, so it holds on
 * any host; the development server needs inline scripts of its own and goes without. Only the page that sends, a document of
 * its own, may also ask the live API and its sign-in.
 */
const policyOf = (connect: readonly string[]): string =>
  [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(" "),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
  ].join("; ");
const sendsTo = ["https://api.bentley.com", "https://ims.bentley.com"];

const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: (_html, { path }) => {
    const content = policyOf(path === "/send.html" ? sendsTo : []);
    return [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" }];
  },
};

/** What others wrote and the page delivers, where the page links to it. */
const thirdPartyNotices: Plugin = {
  name: "third-party-notices",
  generateBundle() {
    const source = readFileSync(new URL("../THIRD_PARTY_NOTICES.md", import.meta.url));
    this.emitFile({ type: "asset", fileName: "third-party-notices.txt", source });
  },
};

const inHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  base: "./",
  resolve: {
    // A tenth of react-dom's size, and kept well. The page's sources import React, so that its types hold, and either can be tried.
    alias: [
      { find: "react/jsx-runtime", replacement: "preact/jsx-runtime" },
      { find: /^react-dom(\/client)?$/, replacement: "preact/compat$1" },
      { find: /^react$/, replacement: "preact/compat" },
    ],
  },
  plugins: [react(), contentSecurityPolicy, thirdPartyNotices],
  // The package finds its worker and its wasm beside its own files; bundling it ahead of time would lose them.
  optimizeDeps: { exclude: ["premap"] },
  worker: { format: "es" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: { index: inHere("index.html"), send: inHere("send.html") } },
  },
  server: { host: "127.0.0.1", port: 5173, fs: { allow: [".."] } },
  preview: { host: "127.0.0.1", port: 4173 },
});
