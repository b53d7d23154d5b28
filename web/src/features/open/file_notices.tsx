// Below the header: a snapshot on its way beside the open one, and files that could not be opened while all else stays as it is.
import { type FileNotice, useWorkbench } from "../../engine";
import { byteSize } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";
import { fileFault, strangeFile } from "./file_faults";
import { LonelyLog } from "./log_note";
import "./open.css";

export default function FileNotices() {
  const { files } = useWorkbench();
  const notices = files.use((s) => s.notices);
  return (
    <>
      <Arriving />
      <LonelyLog />
      {notices.map((notice, index) => (
        <NotOpened key={index} notice={notice} />
      ))}
    </>
  );
}

function Arriving() {
  const { files } = useWorkbench();
  const arriving = files.use((s) => s.arriving);
  if (!arriving) return null;
  const { file, step } = arriving;
  return (
    <div className="banner" role="status">
      <Icon name="cube" />
      <span>
        Opening {file.name}, {byteSize(file.byteLength)}: {step.charAt(0).toLowerCase() + step.slice(1)}…
      </span>
      <Button size="small" onClick={() => files.cancelOpening()}>
        Cancel
      </Button>
    </div>
  );
}

function NotOpened({ notice }: { notice: FileNotice }) {
  const { files } = useWorkbench();
  const hasSnapshot = files.use((s) => s.snapshot.phase === "ready");
  const { title, what, todo, code } = wordsOf(notice);
  return (
    <section className="not-opened" role="alert" aria-label="The file could not be opened">
      <Icon name="error" />
      <div className="not-opened__words">
        <h2>
          Could not open {notice.name}: <Ticked text={title} />
        </h2>
        <p>
          <Ticked text={sentence(what)} /> <b>What to do:</b> <Ticked text={sentence(todo)} />
          {hasSnapshot && " What was open is still open."} {code && <code className="not-opened__code">{code}</code>}
        </p>
      </div>
      <IconButton icon="close" label={`Dismiss: ${notice.name}`} onClick={() => files.dismissNotice(notice)} />
    </section>
  );
}

function wordsOf(notice: FileNotice): { title: string; what: string; todo: string; code?: string } {
  if (notice.why !== "refused") return strangeFile(notice as Parameters<typeof strangeFile>[0]);
  const { kind, diagnostics } = notice.problem;
  const [first] = diagnostics;
  const { title, todo } = fileFault(first?.code ?? "", kind);
  return { title, what: first?.message ?? title, todo: first?.hint || todo, ...(first ? { code: first.code } : {}) };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
