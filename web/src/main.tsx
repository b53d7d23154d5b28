// Starts the page: one workbench, then either the work an earlier visit left or the sample.
import "./ui/effects";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { fetchWhenIdle } from "./app/idle";
import { carryColumns, keepWork, readKeptWork, Workbench, WorkbenchContext } from "./engine";

const workbench = new Workbench();
beginService();
fetchWhenIdle(workbench);
const root = document.getElementById("root");
if (root) {
  void start();
  createRoot(root).render(
    <StrictMode>
      <WorkbenchContext value={workbench}>
        <App />
      </WorkbenchContext>
    </StrictMode>,
  );
}

/** Where the page was served by a service, it may talk to that; a link that brings the key has been followed to do so. */
function beginService(): void {
  if (!document.querySelector('meta[name="premap-service"]')) return;
  const key = new URLSearchParams(location.hash.slice(1)).get("key") ?? undefined;
  // It is to stay in no history and no bookmark.
  if (key !== undefined) history.replaceState(null, "", location.pathname + location.search);
  workbench.service.begin(location.origin, key);
}

/** Takes up what an earlier visit left; else the sample. */
async function start(): Promise<void> {
  // `?sample=broken` opens the broken twin of the sample; a reload of it takes up the edits all the same.
  const isBroken = new URLSearchParams(location.search).get("sample") === "broken";
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const before = workbench.files.wishes();
  const isLink = isBroken && navigation?.type !== "reload";
  const work = isLink ? undefined : await readKeptWork();
  const kept = keepWork(workbench, isLink);
  carryColumns(workbench.documents);
  // Leaving with edits that are nowhere but here asks first.
  addEventListener("beforeunload", (event) => {
    if (workbench.documents.hasUnsavedEdits && !kept.isKept()) event.preventDefault();
  });
  await (work ? workbench.files.resume(work, before) : workbench.openSample(isBroken ? "broken" : "mapping", before));
}
