// How the end-to-end tests run: the built page behind the server it is meant for, no retries that hide a fault.
import { defineConfig } from "@playwright/test";

const port = process.env["PREMAP_E2E_PORT"] ?? "4299";

const chromium = {
  executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
const firefox = { executablePath: process.env["FIREFOX"] || "/usr/bin/firefox-esr" };

/** What is also done in Firefox: opening, the way from a file to a mapping, editing, saving, comparing. */
const journeys = ["clicks", "columns", "compare", "edit", "group_builder", "open", "sample", "start"];

/** The page as it is published, in the machine's own browsers ($CHROMIUM and $FIREFOX, set by scripts/test.mjs). */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "build/reports/e2e",
  timeout: 180_000, // patient: the machine that runs the tests may be busy
  forbidOnly: true,
  workers: 2,
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    // What was done and asked for. Pictures of every step take as much of the processor again: `--trace on` for a test that failed.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false },
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "chromium", use: { launchOptions: chromium } },
    // By WebDriver BiDi: the machine's own Firefox, not a patched one. Playwright 1.65 asks it for more than the ESR of 2026 knows.
    {
      name: "firefox",
      testMatch: journeys.map((name) => `**/${name}.spec.ts`),
      use: { browserName: "firefox", channel: "moz-firefox", launchOptions: firefox },
    },
  ],
  webServer: {
    command: "node scripts/serve.mjs",
    env: { PORT: port },
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
