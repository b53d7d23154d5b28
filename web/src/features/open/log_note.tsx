// What is to be said of the snapshot's file, mostly of the logs beside it: quietly, for most files that may have one have none.
import { useWorkbench } from "../../engine";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";
import { Ticked } from "../../ui/ticked";
import { pickFiles } from "../../lib/picked_files";
import "./open.css";

const short: Readonly<Record<string, string>> = {
  "file-log-not-given": "without a log",
  "file-log-ignored": "log passed over",
  "profile-mixed": "profiles of different age",
};

/** In the header, behind the name of the snapshot. */
export function LogNote() {
  const { files } = useWorkbench();
  const snapshot = files.use((s) => s.snapshot);
  if (snapshot.phase !== "ready") return null;
  const { name, logs = [] } = snapshot.file;
  const notes = snapshot.info.diagnostics;
  const [first] = notes;
  if (!first)
    return logs.length > 0 && <span className="files__facts">· with {logs.map((kind) => `-${kind}`).join(", ")}</span>;
  const choose = async () => files.openAny(await pickFiles("any"));
  return (
    <Menu align="start" className={`log-note log-note--${first.severity}`} summary={short[first.code] ?? "to be known"}>
      <div className="log-note__text">
        {notes.map((note) => (
          <p key={note.code}>
            <Ticked text={`${note.message}.`} /> {note.hint && <Ticked text={`${note.hint}.`} />}
          </p>
        ))}
        {first.code === "file-log-not-given" && (
          <Button size="small" icon="file" onClick={() => void choose()}>
            Choose {name}-wal
          </Button>
        )}
      </div>
    </Menu>
  );
}

/** Said when a log comes without the file it belongs to. */
export function LonelyLog() {
  const { files } = useWorkbench();
  const log = files.use((s) => s.lonelyLog);
  if (!log) return null;
  return (
    <div className="banner" role="status">
      <Icon name="info" />
      <span>
        {log.name} is the log of {log.of} and is read together with it. Drop both at once, or open {log.of} first.
      </span>
      <IconButton icon="close" label="Dismiss" onClick={() => files.dismissLonelyLog()} />
    </div>
  );
}
