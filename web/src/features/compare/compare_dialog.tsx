// Two snapshots, one mapping: which rows only one of them has, how columns are filled in both, which cells have changed.
import { useState } from "react";
import { type Compared, type CompareKey, documentOf, progressOf, useWorkbench, valueOf } from "../../engine";
import { ofAll, plural } from "../../lib/format";
import { pickFiles } from "../../lib/picked_files";
import { fileNameOf, saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";
import { RowChoice } from "../../ui/choices";
import { Dialog } from "../../ui/dialog";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { ComparedGroups } from "./compared_groups";
import "./compare.css";

const keys: readonly (readonly [CompareKey, string])[] = [
  ["ECInstanceId", "Element id"],
  ["FederationGuid", "Federation GUID"],
];

export default function CompareDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Compare with another snapshot" className="compare" open onOpen={(isOpen) => !isOpen && onClose()}>
      <Panel onClose={onClose} />
    </Dialog>
  );
}

function Panel({ onClose }: { onClose: () => void }) {
  const { comparing, documents, files } = useWorkbench();
  const state = comparing.use((s) => s);
  const { text } = documents.use(documentOf);
  const nameA = files.use((s) => (s.snapshot.phase === "ready" ? s.snapshot.file.name : ""));
  const [key, setKey] = useState<CompareKey>(() => valueOf(state)?.result.key ?? "ECInstanceId");
  const compared = state.phase === "ready" ? state.value : undefined;
  const isRunning = state.phase === "running";

  async function pick() {
    const picked = await pickFiles("snapshot");
    if (picked.length > 0) await comparing.with(picked, key);
  }

  function chooseKey(chosen: CompareKey) {
    setKey(chosen);
    if (compared) void comparing.again(chosen);
  }

  return (
    <>
      <div className="sheet__choices">
        <p className="compare__sides">
          <span>
            A <b>{nameA}</b>
          </span>
          <span>
            B <b>{compared?.nameB ?? "…"}</b>
          </span>
          <Button size="small" icon="file" disabled={isRunning} onClick={() => void pick()}>
            {compared ? "Choose another B" : "Choose B"}
          </Button>
        </p>
        <RowChoice
          legend="Rows belong together by"
          name="compare-key"
          choices={keys}
          value={key}
          onChoose={chooseKey}
          disabled={isRunning}
        />
      </div>
      {isRunning && <Running />}
      {state.phase === "failed" && (
        <Notice
          fault
          live
          icon="error"
          title="The snapshots could not be compared"
          actions={
            <Button icon="restart" onClick={() => void comparing.again(key)}>
              Try again
            </Button>
          }
        >
          <Ticked text={`${state.problem.diagnostics[0]?.message ?? "The engine stopped"}.`} />
        </Notice>
      )}
      {state.phase === "cancelled" && (
        <Notice
          live
          icon="close"
          title="Comparing was stopped"
          actions={<Button onClick={() => void comparing.again(key)}>Compare again</Button>}
        />
      )}
      {state.phase === "none" && (
        <Notice icon="overlap" title="Choose the other snapshot">
          An earlier or a later state of the same iModel, or a model that was made anew (then by federation GUID). It is
          read on this machine, too, and closed afterwards.
        </Notice>
      )}
      {compared && (
        <Result
          compared={compared}
          isOld={compared.text !== text}
          onAgain={() => void comparing.again(key)}
          onClose={onClose}
        />
      )}
    </>
  );
}

function Running() {
  const { comparing } = useWorkbench();
  const progress = comparing.use(progressOf);
  const { group, groupNumber = 0, groupCount = 0, step, rows = 0, rowCount } = progress ?? {};
  const words =
    group === undefined
      ? "Opening the other snapshot"
      : `${group}, ${groupNumber} of ${plural(groupCount, "group")}: ${step === "ordering" ? "ordering" : "comparing"} ${ofAll(rows, rowCount)}`;
  return (
    <div className="compare__running">
      <progress aria-label="Comparing" {...(groupCount ? { value: groupNumber - 1, max: groupCount } : {})} />
      <p>{words}</p>
      <Button size="small" onClick={() => comparing.cancel()}>
        Stop
      </Button>
    </div>
  );
}

interface ResultProps {
  compared: Compared;
  /** The mapping was edited since. */
  isOld: boolean;
  onAgain: () => void;
  onClose: () => void;
}

function Result({ compared, isOld, onAgain, onClose }: ResultProps) {
  const { result, nameA, nameB } = compared;
  const save = () => {
    const json = JSON.stringify(
      { a: nameA, b: nameB, ...result },
      (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
      2,
    );
    saveFile(new Blob([json], { type: "application/json" }), `compared-${fileNameOf(nameB)}.json`);
  };
  return (
    <div className="stack compare__result">
      <p className="compare__sum" role="status">
        {isOld
          ? "The mapping was edited since this was compared."
          : result.isSame
            ? "Nothing differs: every row and every cell is the same in both."
            : "They differ. Choose a group, then a column, to see where."}
        {isOld && (
          <Button size="small" icon="restart" onClick={onAgain}>
            Compare again
          </Button>
        )}
        <Button size="small" icon="download" onClick={save}>
          Save as JSON
        </Button>
      </p>
      <ComparedGroups result={result} onClose={onClose} />
    </div>
  );
}
