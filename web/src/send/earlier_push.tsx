// A push of this mapping that this browser knows of: cut off, or come to its end and still to be taken back.
import { plural } from "../lib/format";
import { Button } from "../ui/button";
import { useSender } from "./context";
import type { KeptPush } from "./sender";

const clock = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

export function EarlierPush() {
  const sender = useSender();
  const { kept, step, who } = sender.use((s) => s);
  if (!kept || step.name === "working" || step.name === "done") return null;
  return (
    <section className="send__earlier" aria-labelledby="send-earlier">
      <h2 id="send-earlier">Earlier push</h2>
      <p>
        {clock.format(kept.at)}, {plural(kept.sent, "request")}: {words(kept)}
      </p>
      {who !== "in" && <p className="send__note">Sign in to go on with it, or to take it back.</p>}
      <Button size="small" onClick={() => void sender.forget()}>
        Forget its journal
      </Button>
      <p className="send__note">Without its journal it cannot be taken back.</p>
    </section>
  );
}

function words({ state, isSame }: KeptPush): string {
  if (state === "ended") return "it came to its end.";
  if (state === "undoing") return "it was being taken back, and that did not come to its end.";
  if (isSame) return "it did not come to its end. What is left is in the plan.";
  return "it did not come to its end, and the mapping has been edited since. Sending begins anew, over what that one has made.";
}
