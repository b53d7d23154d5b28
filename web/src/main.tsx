import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { Workbench, WorkbenchContext } from "./engine";

const workbench = new Workbench();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <WorkbenchContext value={workbench}>
        <App />
      </WorkbenchContext>
    </StrictMode>,
  );
  // `?sample=broken` opens the broken twin of the sample.
  const isBroken = new URLSearchParams(location.search).get("sample") === "broken";
  void workbench.openSample(isBroken ? "broken" : "mapping");
}
