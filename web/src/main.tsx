// Starts the page: one workbench, then either the work an earlier visit left or the sample.
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { keepWork, readKeptWork, Workbench, WorkbenchContext } from "./engine";

const workbench = new Workbench();
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

/** Takes up what an earlier visit left; else the sample. */
async function start(): Promise<void> {
  // `?sample=broken` opens the broken twin of the sample; a reload of it takes up the edits all the same.
  const isBroken = new URLSearchParams(location.search).get("sample") === "broken";
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const before = workbench.files.wishes();
  const isLink = isBroken && navigation?.type !== "reload";
  const work = isLink ? undefined : await readKeptWork();
  const kept = keepWork(workbench, isLink);
  // Leaving with edits that are nowhere but here asks first.
  addEventListener("beforeunload", (event) => {
    if (workbench.documents.hasUnsavedEdits && !kept.isKept()) event.preventDefault();
  });
  await (work ? workbench.files.resume(work, before) : workbench.openSample(isBroken ? "broken" : "mapping", before));
}
