// One entry of a cell's list. Reasons come with their words from the engine; none are made here.
import type { Cell, ExplainedEntry, ReasonWords, EntryOutline } from "../../engine";
import { entryClass } from "../../lib/outline";
import { capital, sentences } from "../../lib/format";
import { askHelp } from "../../lib/help";
import { Icon, type IconName } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

export type EntryOutcome = "used" | "skipped" | "not-reached";

const looks: Record<EntryOutcome, { words: string; icon: IconName; chip: string }> = {
  used: { words: "Used", icon: "check", chip: "chip--ok" },
  skipped: { words: "Skipped", icon: "close", chip: "" },
  "not-reached": { words: "Not reached", icon: "chevron", chip: "" },
};

type PathStep = ExplainedEntry["steps"][number];

interface EntryVerdictProps {
  index: number;
  entry: EntryOutline;
  outcome: EntryOutcome;
  reason: ReasonWords | undefined;
  reasonCode: string | undefined;
  /** What the engine says of this cell and entry. */
  engineText: string | undefined;
  /** True until it is known whether the engine says something. */
  isWaiting: boolean;
  /** Where its value came from, in words. */
  source: string | undefined;
  /** What it would have given; undefined: not known. */
  value: Cell | undefined;
  /** The path part by part, when it has parts. */
  steps: readonly PathStep[];
  onShow: (isByKey: boolean) => void;
}

/** One entry of the list: what it names, what came of it, why, and what to do. */
export function EntryVerdict({
  index,
  entry,
  outcome,
  reason,
  reasonCode,
  engineText,
  isWaiting,
  source,
  value,
  steps,
  onShow,
}: EntryVerdictProps) {
  const look = looks[outcome];
  return (
    <li className={`verdict verdict--${outcome}`}>
      <div className="verdict__head">
        <span className="verdict__number">{index + 1}</span>
        <button
          type="button"
          className="verdict__entry"
          onClick={(event) => onShow(event.detail === 0)}
          title="Edit this entry"
        >
          <span>{entryClass(entry)}</span>
          <b>{entry.property.split(".").join(" › ")}</b>
        </button>
        <span className={`chip ${look.chip}`}>
          <Icon name={look.icon} />
          {look.words}
        </span>
      </div>
      {outcome === "used" && source && <p className="verdict__text">Read from {source}.</p>}
      {outcome === "skipped" && reason && (
        <div className={`verdict__reason verdict__reason--${reason.tone}`}>
          <p className="verdict__short">{capital(reason.short)}</p>
          <p aria-busy={isWaiting}>{(engineText || !isWaiting) && <Ticked text={engineText ?? sentences(reason)} />}</p>
          {reasonCode && (
            <button
              type="button"
              className="code-link"
              aria-label={`What ${reasonCode} means`}
              onClick={() => askHelp(reasonCode)}
            >
              {reasonCode}
            </button>
          )}
        </div>
      )}
      {outcome === "not-reached" && (
        <p className="verdict__text">
          An entry above it gave the value.
          {value !== undefined && value !== null && (
            <>
              {" "}
              It would have given <code>{String(value)}</code>.
            </>
          )}
          {value === null && reason && <> It would have given nothing: {reason.short}.</>}
        </p>
      )}
      {steps.length > 1 && <Steps steps={steps} />}
    </li>
  );
}

/** What each part of the path leads to. */
function Steps({ steps }: { steps: readonly PathStep[] }) {
  return (
    <dl className="steps" aria-label="The path step by step">
      {steps.map((step) => (
        <div key={step.path}>
          <dt>{step.path.split(".").at(-1)}</dt>
          <dd className="one-line">{step.value === null ? <i>nothing</i> : <code>{String(step.value)}</code>}</dd>
        </div>
      ))}
    </dl>
  );
}
