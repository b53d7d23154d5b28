// The push is shown, never made: requests and a script, for the user to send.
import { useState } from "react";
import { documentOf, mappingApis, type PushPlan, pushScript, useAnswer, useProblems, useWorkbench } from "../../engine";
import { plural } from "../../lib/format";
import { fileNameOf, saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";
import { RowChoice } from "../../ui/choices";
import { useCopied } from "../../ui/copied";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { textOf } from "../../lib/file_kinds";
import { pickFiles } from "../../lib/picked_files";
import { PlanParts, requestsWords } from "./plan_parts";
import { SavedAnswerHelp } from "./saved_answer_help";
import { SendButton } from "./send_button";
import "./push.css";

type Api = PushPlan["api"];

interface SavedAnswer {
  name: string;
  text: string;
}

/** Before the push: every request the API would get, and what differs from what is there. Nothing is sent. */
export default function PushDialog({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const [answer, setAnswer] = useState<SavedAnswer | null>(null);
  return (
    <Dialog title="Before the push" className="push" open={open} onOpen={onOpen}>
      <Plan answer={answer} onAnswer={setAnswer} />
    </Dialog>
  );
}

function Plan({ answer, onAnswer }: { answer: SavedAnswer | null; onAnswer: (answer: SavedAnswer | null) => void }) {
  const workbench = useWorkbench();
  const { text } = workbench.documents.use(documentOf);
  const [chosen, setChosen] = useState<Api | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const plan = usePlan(chosen, answer);
  const errors = useProblems().filter((d) => d.severity === "error").length;

  async function pickAnswer() {
    const [picked] = await pickFiles("mapping");
    if (!picked) return;
    const { name } = picked.file;
    const text = await textOf(picked.file).catch(() => "");
    const isOne = await workbench.asides.holdsMapping(text);
    // The plan stays: compared with something else it would be a plan of its own kind.
    setRefused(isOne ? null : name);
    if (isOne) onAnswer({ name, text });
  }

  if (text.trim() === "") return <Notice icon="table" title="Open a mapping to plan its push" />;
  if (!plan) return null;
  return (
    <>
      <div className="sheet__choices">
        <RowChoice legend="API" name="push-api" choices={mappingApis} value={chosen ?? plan.api} onChoose={setChosen} />
        <div className="push__answer">
          {answer ? (
            <>
              <span>
                Compared with <b>{answer.name}</b>
              </span>
              <Button size="small" onClick={() => onAnswer(null)}>
                Plan a new mapping
              </Button>
            </>
          ) : (
            <Button size="small" icon="file" onClick={() => void pickAnswer()}>
              Compare with a saved answer
            </Button>
          )}
        </div>
      </div>
      {!answer && <SavedAnswerHelp refused={refused} onDismiss={() => setRefused(null)} />}
      <div className="push__remarks" role="group" aria-label="About this plan" tabIndex={0}>
        <p role="status">{summary(plan)}</p>
        {errors > 0 && (
          <p className="push__remark push__remark--fault">
            <Icon name="error" />
            <span>
              The mapping has {plural(errors, "error")}: the API would refuse it, or a table would come out wrong. See
              Problems.
            </span>
          </p>
        )}
        {plan.obstacles.map(({ message, pointer }, index) => (
          <p key={index} className="push__remark push__remark--fault">
            <Icon name="error" />
            <span>{message}</span>
            {pointer !== "" && (
              <Button size="small" look="plain" onClick={() => workbench.goTo(pointer)}>
                Choose it
              </Button>
            )}
          </p>
        ))}
        {plan.notes.map((note) => (
          <p key={note} className="push__remark">
            <Icon name="info" />
            <span>{note}</span>
          </p>
        ))}
      </div>
      <div className="stack push__plan">
        <PlanParts
          plan={plan}
          isCompared={answer !== null}
          label="Differences from the saved answer"
          none="The edited mapping is the same as the saved answer."
        />
      </div>
      <Foot plan={plan} live={answer?.text} hasErrors={errors > 0} />
    </>
  );
}

/** The plan for the mapping on screen; while a new one is made, the one before. */
function usePlan(api: Api | null, answer: SavedAnswer | null): PushPlan | undefined {
  const { asides, documents } = useWorkbench();
  const { text, api: chosen } = documents.use(documentOf);
  const options = { ...(api ? { api } : {}), ...(answer ? { live: answer.text } : {}) };
  const key = JSON.stringify([text, chosen, options]);
  return useAnswer(key, () => asides.planPush(options), { keepsLast: true, after: "engine", pause: 0 }).value;
}

function Foot({ plan, live, hasErrors }: { plan: PushPlan; live: string | undefined; hasErrors: boolean }) {
  const { copied, copy } = useCopied();
  const canSend = plan.obstacles.length === 0 && plan.requests.length > 0;
  const script = canSend ? pushScript(plan) : "";
  const powerShell = (): string => pushScript(plan, { shell: "powershell" });
  const name = fileNameOf(plan.mappingName);
  return (
    <div className="push__foot">
      <p>
        The script lists these requests; with <code>--send</code> it sends them, and goes on where it was when it is cut
        off. Your token stays in your environment. <b>Send…</b> opens a page of its own, which asks the API once you
        have signed in there.
      </p>
      <div className="push__ways">
        <SendButton api={plan.api} live={live} canSend={plan.obstacles.length === 0 && !hasErrors} />
        <Button icon={copied === script ? "check" : "copy"} disabled={!canSend} onClick={() => copy(script)}>
          {copied === script ? "Copied" : "Copy"}
        </Button>
        <Button
          icon="download"
          disabled={!canSend}
          onClick={() => saveFile(new Blob([powerShell()], { type: "text/plain" }), `push-${name}.ps1`)}
        >
          For PowerShell
        </Button>
        <Button
          look="primary"
          icon="download"
          disabled={!canSend}
          onClick={() => saveFile(new Blob([script], { type: "text/x-shellscript" }), `push-${name}.sh`)}
        >
          Download script
        </Button>
      </div>
    </div>
  );
}

function summary(plan: PushPlan): string {
  const { kind, requests, mappingName, obstacles } = plan;
  if (kind === "update" && requests.length === 0 && obstacles.length === 0)
    return `${mappingName} is already as it should be: there is nothing to send.`;
  return `${requestsWords(plan, requests.length)}, one at a time, in this order. Nothing is sent from this page.`;
}
