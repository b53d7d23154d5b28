// What would be sent, or is being sent: the plan in the words of the page beside, and above it what became of it.
import { PlanParts } from "../features/push/plan_parts";
import { plural } from "../lib/format";
import { Notice } from "../ui/notice";
import { Actions } from "./actions";
import { useSender } from "./context";
import { Outcome } from "./outcome";

export function Plan() {
  const sender = useSender();
  const { planned, step, who, name } = sender.use((s) => s);
  const isLooking = step.name === "working" && step.at === "look";
  const plan = planned?.plan;
  return (
    <section className="stack send__plan" aria-labelledby="send-plan">
      <h2 id="send-plan">Plan</h2>
      <Outcome />
      {plan ? (
        <div className="stack send__requests">
          <PlanParts
            plan={plan}
            isCompared={plan.kind === "update"}
            label="Differences from what is live"
            none={`${plan.mappingName} is live as it is here.`}
          />
        </div>
      ) : isLooking ? (
        <Notice live title="Reading what is live">
          <div className="progress" />
        </Notice>
      ) : (
        step.name !== "failed" && <Notice small>{emptyWords(who === "in", step.name, name)}</Notice>
      )}
      <Actions />
    </section>
  );
}

function emptyWords(isSignedIn: boolean, step: string, name: string): string {
  if (!isSignedIn) return `Sign in to read what is live and to see what would be sent of ${name}.`;
  return step === "undone"
    ? "Read again to see what would be sent now."
    : "Read what is live to see what would be sent.";
}

/** "less than a minute", "about 3 minutes" */
export const minutesWords = (minutes: number): string =>
  minutes < 1 ? "less than a minute" : `about ${plural(Math.ceil(minutes), "minute")}`;
