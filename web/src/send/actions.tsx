// What can be done next. Sending and taking back ask once; going on with what was asked for does not ask again.
import { useState } from "react";
import { flushSync } from "react-dom";
import { plural } from "../lib/format";
import { fileNameOf, saveFile } from "../lib/save_file";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useCaughtFocus } from "../ui/use_caught_focus";
import { hostOf, useSender } from "./context";
import { minutesWords } from "./plan";
import type { SendState } from "./sender";

type Question = "send" | "undo";

export function Actions() {
  const sender = useSender();
  const state = sender.use((s) => s);
  const [question, setQuestion] = useState<Question | null>(null);
  const { step, who, kept } = state;
  if (who !== "in" && !(kept && step.name !== "idle")) return null;
  const isWorking = step.name === "working";
  return (
    <div className="send__foot">
      {/* A part of its own for each: what is chosen by keyboard and goes leaves the focus to what comes. */}
      <Buttons key={isWorking ? "working" : step.name} state={state} onAsk={setQuestion} />
      <Ask question={question} onAnswer={() => setQuestion(null)} />
    </div>
  );
}

function Buttons({ state, onAsk }: { state: SendState; onAsk: (question: Question) => void }) {
  const sender = useSender();
  const { step, who, kept, planned, isForced } = state;
  const part = useCaughtFocus<HTMLDivElement>(".button--primary:enabled");
  const isIn = who === "in";
  const canUndo = isIn && kept !== null && step.name !== "working" && step.name !== "undone";
  const isUndone = kept?.state === "undoing";
  return (
    <div className="send__buttons" ref={part} tabIndex={-1} role="group" aria-label="What to do">
      {kept && (
        <Button
          icon="download"
          onClick={() => saveFile(journalOf(sender.journalText), `${fileNameOf(state.name)}.push.jsonl`)}
        >
          Journal
        </Button>
      )}
      {canUndo && !isUndone && (
        <Button icon="undo" onClick={() => onAsk("undo")}>
          Take it back
        </Button>
      )}
      {step.name === "working" && (
        <Button look="primary" disabled={step.isStopping} onClick={() => sender.stop()}>
          {step.isStopping ? "Stopping…" : "Stop"}
        </Button>
      )}
      {isIn && needsLook(state) && (
        <Button look={isUndone ? "normal" : "primary"} icon="restart" onClick={() => void sender.look()}>
          Read what is live
        </Button>
      )}
      {isIn && step.name === "failed" && step.fault.code === "mapping-gone" && kept && (
        <Button onClick={() => void sender.forget()}>Send it as a new mapping</Button>
      )}
      {isIn && isUndone && step.name !== "working" && (
        <Button look="primary" icon="undo" onClick={() => void sender.undo()}>
          Go on taking it back
        </Button>
      )}
      {isIn && !isUndone && canGoOn(state) && (
        <Button look="primary" icon="send" disabled={needsTick(state) && !isForced} onClick={() => void goOn(state)}>
          Go on
        </Button>
      )}
      {isIn && step.name === "planned" && planned && planned.requests > 0 && (
        <Button
          look="primary"
          icon="send"
          disabled={planned.foreign.length > 0 && !isForced}
          onClick={() => onAsk("send")}
        >
          Send
        </Button>
      )}
    </div>
  );

  function goOn({ step: at }: SendState): Promise<void> {
    return (at.name === "stopped" || at.name === "failed") && at.at === "undo" ? sender.undo() : sender.send();
  }
}

const journalOf = (text: string): Blob => new Blob([text], { type: "application/jsonl" });

/** After a stop or a fault: with what was begun and can be gone on with. */
function canGoOn({ step, kept }: SendState): boolean {
  if (step.name !== "stopped" && step.name !== "failed") return false;
  if (step.at === "look" || (step.name === "failed" && isHopeless.has(step.fault.code))) return false;
  return step.at === "undo" ? kept !== null : kept?.state === "unfinished" && kept.isSame;
}

/** The same again would end the same. */
const isHopeless = new Set(["mapping-gone", "mapping-invalid", "plan-obstacle"]);

const needsTick = ({ step }: SendState): boolean => step.name === "failed" && step.fault.code === "changed-since";

const needsLook = (state: SendState): boolean => {
  const { step, planned } = state;
  if (step.name === "idle" || step.name === "undone") return true;
  if (step.name === "stopped" || step.name === "failed") return !canGoOn(state);
  return step.name === "planned" && !planned;
};

// -------------------------------------------------------------------------------------------------------------- asking

function Ask({ question, onAnswer }: { question: Question | null; onAnswer: () => void }) {
  const sender = useSender();
  const { planned, place, name, kept, isForced } = sender.use((s) => s);
  const where = `${hostOf(place.root)}, iModel ${place.iModelId}`;
  const isUndo = question === "undo";
  const count = isUndo ? (kept?.sent ?? 0) : (planned?.requests ?? 0);

  function answer() {
    // The sheet gives the focus back to the button that asked, before that one goes.
    flushSync(onAnswer);
    void (isUndo ? sender.undo() : sender.send());
  }

  return (
    <Dialog
      title={isUndo ? "Take the push back?" : `Send ${plural(count, "request")}?`}
      open={question !== null}
      onOpen={onAnswer}
    >
      <div className="send__ask">
        <p>
          {isUndo
            ? `What the push of ${name} has made is deleted, and what it has changed is as it was before.`
            : `They ${planned?.plan.kind === "create" ? "create" : "change"} ${name} and take ${minutesWords(planned?.minutes ?? 0)}. You can stop at any time, go on, and take it back.`}
        </p>
        <p className="send__note">{where}</p>
        {isForced && <p>What somebody else has made there is written over.</p>}
        <p className="send__buttons">
          <Button onClick={onAnswer}>Not now</Button>
          <Button look="primary" icon={isUndo ? "undo" : "send"} ref={focusFirst} onClick={answer}>
            {isUndo ? "Take it back" : "Send"}
          </Button>
        </p>
      </div>
    </Dialog>
  );
}

/** A dialog that opens asks for the attribute, which React keeps for itself. */
function focusFirst(button: HTMLButtonElement | null): void {
  button?.setAttribute("autofocus", "");
  button?.focus();
}
