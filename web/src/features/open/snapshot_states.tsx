// What stands in the middle of the page while there is no open snapshot: nothing yet, opening, stopped, or could not open.
import { Fragment, type ReactNode } from "react";
import { type SnapshotState, useWorkbench } from "../../engine";
import { byteSize } from "../../lib/format";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { fileFault } from "./file_faults";
import { pickFiles } from "../../lib/picked_files";
import "./open.css";

export function SnapshotStates({ children }: { children: ReactNode }) {
  const { files } = useWorkbench();
  const state = files.use((s) => s.snapshot);
  const opened = files.use((s) => s.opened);
  // What panels keep of one snapshot is not to be seen with the next.
  return state.phase === "ready" ? <Fragment key={opened}>{children}</Fragment> : <NoSnapshot state={state} />;
}

function NoSnapshot({ state }: { state: Exclude<SnapshotState, { phase: "ready" }> }) {
  const workbench = useWorkbench();
  const pick = async () => workbench.files.openAny(await pickFiles("snapshot"));
  const openButton = (
    <Button look="primary" icon="file" onClick={() => void pick()}>
      Open snapshot
    </Button>
  );
  const sampleButtons = [
    <Button key="sample" onClick={() => void workbench.openSample()}>
      Open the sample
    </Button>,
    <Button key="broken" onClick={() => void workbench.openSample("broken")}>
      Open the broken sample
    </Button>,
  ];

  if (state.phase === "loading") {
    return (
      <Notice
        live
        title={`Opening ${state.file.name}`}
        actions={<Button onClick={() => workbench.files.cancelOpening()}>Cancel</Button>}
      >
        <div className="opening">
          <div
            className="progress"
            role="progressbar"
            aria-label={`Opening ${state.file.name}`}
            aria-valuetext={state.step}
          />
          <p>
            {state.step}… {byteSize(state.file.byteLength)} on disk, read in place.
          </p>
        </div>
      </Notice>
    );
  }
  if (state.phase === "asking") {
    const { name } = state.file;
    return (
      <Notice
        icon="file"
        live
        title={state.handle ? `Open ${name} again?` : `Choose ${name} again`}
        actions={[
          state.handle ? (
            <Button key="again" look="primary" icon="file" onClick={() => void workbench.files.openKept()}>
              Open {name}
            </Button>
          ) : (
            <Button key="choose" look="primary" icon="file" onClick={() => void pick()}>
              Choose {name}
            </Button>
          ),
          ...sampleButtons,
        ]}
      >
        {state.reason} Your mapping is as you left it.
      </Notice>
    );
  }
  if (state.phase === "cancelled") {
    return (
      <Notice
        icon="close"
        live
        title="Opening was cancelled"
        actions={[
          <Button key="again" look="primary" icon="restart" onClick={() => void workbench.reopen()}>
            Open {state.file.name} again
          </Button>,
          ...sampleButtons,
        ]}
      >
        {state.file.name} was not opened. Nothing was changed.
      </Notice>
    );
  }
  if (state.phase === "failed")
    return <OpenFault file={state.file} problem={state.problem} actions={[openButton, ...sampleButtons]} />;
  return (
    <Notice
      icon="cube"
      title="Open a snapshot to begin"
      actions={[<span key="open">{openButton}</span>, ...sampleButtons]}
    >
      Drop a .bim file and a mapping anywhere on this page. Both stay on this machine.
    </Notice>
  );
}

type OpenFaultProps = Pick<SnapshotState & { phase: "failed" }, "file" | "problem"> & { actions: ReactNode[] };

function OpenFault({ file: { name, byteLength }, problem, actions }: OpenFaultProps) {
  const workbench = useWorkbench();
  const diagnostic = problem.diagnostics[0];
  const fault = fileFault(diagnostic?.code ?? "", problem.kind);
  return (
    <section className="fault" role="alert" aria-label="The file could not be opened">
      <div className="fault__card">
        <p className="fault__kicker">Could not open {name}</p>
        <h2 className="fault__title">{fault.title}</h2>
        <dl className="fault__facts">
          <dt>What</dt>
          <dd>
            <Ticked text={diagnostic?.message ?? fault.title} />
          </dd>
          <dt>Where</dt>
          <dd>
            {name}, {byteSize(byteLength)}
          </dd>
          <dt>What to do</dt>
          <dd>
            <Ticked text={diagnostic?.hint || fault.todo} />
          </dd>
        </dl>
        <div className="fault__actions">
          {actions.map((action, index) => (
            <span key={index}>{action}</span>
          ))}
          <Button look="plain" icon="restart" onClick={() => void workbench.reopen()}>
            Try again
          </Button>
        </div>
        <p className="fault__code">
          <code>{diagnostic?.code}</code>
        </p>
      </div>
    </section>
  );
}
