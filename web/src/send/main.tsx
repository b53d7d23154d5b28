// Starts the page that sends: a document of its own, so that the page beside it can keep the policy by which it asks nobody.
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/ui.css";
import { createEngine } from "premap";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Notice } from "../ui/notice";
import { arrive } from "./arrival";
import { baseShelf } from "./bases";
import { SenderContext } from "./context";
import { journalShelf } from "./journals";
import { SendPage } from "./page";
import { Sender } from "./sender";

// The sign-in comes into this tab; it has no business with the one that opened it.
window.opener = null;

const engine = createEngine();
engine.catch(() => {}); // told when it is needed
const sender = new Sender({
  engine: () => engine,
  journals: journalShelf,
  bases: baseShelf,
  alone,
  fetch: (address, request) =>
    fetch(address, {
      ...(request as RequestInit),
      ...{ cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" },
    }).catch((error: unknown) => {
      if (error instanceof TypeError) throw new Error(navigator.onLine ? "nobody answers" : "this machine is offline");
      throw error;
    }),
});

/** Two tabs must not send the same: neither would know what the other has made. */
async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(`premap.send ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

// Leaving while requests are under way asks first.
addEventListener("beforeunload", (event) => {
  const { step } = sender.state;
  if (step.name === "working" && step.at !== "look") event.preventDefault();
});

const root = document.getElementById("root");
const arrival = arrive();
if (root)
  createRoot(root).render(
    <StrictMode>
      <SenderContext value={sender}>
        <Suspense fallback={<Notice live title="Taking up the mapping" />}>
          <SendPage arrival={arrival} />
        </Suspense>
      </SenderContext>
    </StrictMode>,
  );
