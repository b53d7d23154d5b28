// What became of it so far: the plan in one sentence, how far the requests are, why it stopped, what somebody else has changed.
import type { PlannedEvent } from "premap/push";
import { Differences } from "../features/push/differences";
import { requestsWords } from "../features/push/plan_parts";
import { plural } from "../lib/format";
import { Icon, type IconName } from "../ui/icon";
import { useSender } from "./context";
import { advice, canWriteOver, type Fault } from "./faults";
import { minutesWords } from "./plan";
import type { SendState, Step } from "./sender";

export function Outcome() {
  const sender = useSender();
  const state = sender.use((s) => s);
  const { step, planned, isAnother, kept } = state;
  const told = wordsOf(state);
  return (
    <div className="send__outcome" role="group" aria-label="How it stands" tabIndex={0}>
      <p role="status" className="send__told">
        {told && <Icon name={told[0]} />}
        <span>{told?.[1]}</span>
      </p>
      {isAnother && (
        <p className="alert alert--attention" role="alert">
          <Icon name="warning" />
          <span>What is live has changed since you looked. Nothing was sent: this is what would be sent now.</span>
        </p>
      )}
      <Progress />
      {kept?.isKept === false && (
        <p className="alert alert--attention" role="alert">
          <Icon name="warning" />
          <span>This browser keeps no journal: it is in this tab alone. Download it before you close the tab.</span>
        </p>
      )}
      {step.name === "failed" && state.who !== "expired" && <FaultNote fault={step.fault} />}
      {step.name === "planned" && planned && <Remarks planned={planned} />}
      <Foreign foreign={foreignOf(step, planned)} mayForce={mayForce(step, planned)} />
    </div>
  );
}

function wordsOf({ step, planned, name, progress, mappings: _, ...state }: SendState): [IconName, string] | undefined {
  if (step.name === "done")
    return ["check", `${name} is live as it is here: what is live was read again, and nothing differs.`];
  // Why is told where one signs in.
  if (step.name === "failed" && state.who === "expired") return ["info", "Sign in again to go on."];
  if (step.name === "undone") return ["check", "The push is taken back: what is live is as it was before it."];
  if (step.name === "stopped") {
    const what = step.at === "undo" ? "Taking back is stopped" : "Stopped";
    const far = progress ? ` after ${progress.number} of ${plural(progress.total, "request")}` : "";
    return ["info", `${what}${far}. Nothing is sent until you go on; what was sent is not sent twice.`];
  }
  if (step.name !== "planned" || !planned) return undefined;
  return [
    planned.requests === 0 ? "check" : "info",
    planWords(planned, state.kept?.state === "unfinished" && state.kept.isSame),
  ];
}

function planWords({ plan, requests, minutes }: PlannedEvent, isBegun: boolean): string {
  if (requests === 0) return `${plan.mappingName} is live as it is here already: there is nothing to send.`;
  return `${requestsWords(plan, requests, isBegun ? " that are left" : "")}, one at a time, in ${minutesWords(minutes)}.`;
}

function Remarks({ planned }: { planned: PlannedEvent }) {
  const sender = useSender();
  const warnings = sender.use((s) => s.warnings);
  return (
    <>
      {warnings.length > 0 && (
        <details className="send__warnings">
          <summary>
            <Icon name="warning" /> {plural(warnings.length, "warning")}
          </summary>
          <ul>
            {warnings.map(({ message }, index) => (
              <li key={index}>{message}</li>
            ))}
          </ul>
        </details>
      )}
      {planned.plan.notes.map((note) => (
        <p key={note} className="send__remark">
          <Icon name="info" />
          <span>{note}</span>
        </p>
      ))}
    </>
  );
}

const clock = new Intl.DateTimeFormat("en", { timeStyle: "medium" });

function Progress() {
  const sender = useSender();
  const { step, progress, waiting } = sender.use((s) => s);
  if (step.name !== "working") return null;
  return (
    <div className="send__progress">
      {step.at !== "look" && (
        <Requests isUndo={step.at === "undo"} isStopping={step.isStopping} {...(progress ?? none)} />
      )}
      <p role="status" className="send__waiting">
        {waiting && <Icon name="info" />}
        <span>{waiting && waitingWords(waiting)}</span>
      </p>
    </div>
  );
}

const none = { number: 0, total: 0, what: "" };

interface RequestsProps {
  isUndo: boolean;
  isStopping: boolean;
  number: number;
  total: number;
  what: string;
}

function Requests({ isUndo, isStopping, number, total, what }: RequestsProps) {
  const verb = isUndo ? "Taken back" : "Sent";
  // Each request would be too much to be read out: a tenth of them is told.
  const tenth = total === 0 ? 0 : Math.floor((10 * number) / total) * 10;
  return (
    <>
      <progress aria-label={`${verb}, of the requests`} max={total || 1} value={number} />
      <p>
        {isStopping ? "Stopping" : isUndo ? "Taking back" : "Sending"}
        {total > 0 && `: ${number} of ${plural(total, "request")}`}
        {what !== "" && <span className="send__note"> · {what}</span>}
      </p>
      <p role="status" className="visually-hidden">
        {`${verb}: ${tenth}%`}
      </p>
    </>
  );
}

const waitingWords = (waiting: NonNullable<SendState["waiting"]>): string =>
  "until" in waiting
    ? `Waiting until ${clock.format(waiting.until)}: ${waiting.reason}`
    : `No answer to "${waiting.looking}" (${waiting.reason}): looking whether it took effect`;

function FaultNote({ fault }: { fault: Fault }) {
  const { code, message, details } = fault;
  return (
    <div className="alert" role="alert">
      <Icon name="error" />
      <div>
        <p>
          {message} {advice[code]}
        </p>
        {details.length > 0 && (
          <ul>
            {details.slice(0, 8).map((detail, index) => (
              <li key={index}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

// ------------------------------------------------------------------------------------------------------- somebody else

function foreignOf(step: Step, planned: PlannedEvent | null): PlannedEvent["foreign"] {
  if (step.name === "failed") return step.fault.foreign;
  return step.name === "planned" ? (planned?.foreign ?? []) : [];
}

/** What can be got past by writing over it. */
const mayForce = (step: Step, planned: PlannedEvent | null): boolean =>
  step.name === "failed" ? canWriteOver(step.fault) : step.name === "planned" && (planned?.foreign.length ?? 0) > 0;

function Foreign({ foreign, mayForce: isShown }: { foreign: PlannedEvent["foreign"]; mayForce: boolean }) {
  const sender = useSender();
  const isForced = sender.use((s) => s.isForced);
  if (!isShown) return null;
  return (
    <div className="alert alert--attention" role="group" aria-label="Changed by somebody else">
      <Icon name="warning" />
      <div>
        {foreign.length > 0 && (
          <>
            <p>Somebody else has changed this since, and it would be changed back:</p>
            <Differences changes={foreign} label="Changed by somebody else" none="" sides={["Before", "Live"]} />
          </>
        )}
        <label className="send__tick">
          <input
            type="checkbox"
            checked={isForced}
            onChange={(event) => sender.setForced(event.currentTarget.checked)}
          />
          Write over what somebody else has made
        </label>
      </div>
    </div>
  );
}
