// Files, mapping, theme: what is there whatever is open.
import { documentOf, type SnapshotState, useWorkbench } from "../engine";
import { MappingSwitch } from "../features/mapping/mapping_switch";
import { LogNote } from "../features/open/log_note";
import { OpenButtons } from "../features/open/open_buttons";
import { byteSize } from "../lib/format";
import { type FileDialog, FileMenu } from "./file_menu";
import { Brand } from "../ui/brand";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import type { Theme } from "../ui/theme";

interface HeaderProps {
  theme: Theme;
  onTheme: (theme: Theme) => void;
  inspector: boolean;
  onInspector: () => void;
  onPush: () => void;
  onShortcuts: () => void;
  onFile: (dialog: FileDialog) => void;
}

export function Header({ theme, onTheme, inspector, onInspector, onPush, onShortcuts, onFile }: HeaderProps) {
  const { files, documents, service } = useWorkbench();
  const talksTo = service.use((s) => (s.phase === "on" || s.phase === "lost" ? new URL(s.address).host : ""));
  const snapshot = files.use((s) => s.snapshot);
  const mappingName = documents.use((s) => documentOf(s).name);
  const other: Theme = theme === "dark" ? "light" : "dark";
  return (
    <header className="header">
      <Brand />
      <ul className="files" aria-label="Open files">
        {snapshot.phase !== "none" && (
          <li className="files__item">
            <Icon name="cube" />
            <span className="files__name" title={factsOf(snapshot)}>
              {snapshot.file.name}
            </span>
            <LogNote />
          </li>
        )}
        <li className="files__menu">
          <MappingSwitch />
        </li>
      </ul>
      <p className="privacy">
        <Icon name={talksTo === "" ? "lock" : "link"} />
        <span>{talksTo === "" ? "Nothing leaves this machine" : `Talks to ${talksTo} alone`}</span>
      </p>
      <div className="header__buttons">
        <FileMenu onOpen={onFile} />
        <OpenButtons />
        <Button icon="send" disabled={mappingName === ""} onClick={onPush}>
          Push plan
        </Button>
        <Button icon="link" onClick={() => service.open()}>
          Service
        </Button>
        <Button look="plain" icon="keyboard" aria-label="Keyboard shortcuts" onClick={onShortcuts} />
        <Button
          look="plain"
          icon={theme === "dark" ? "sun" : "moon"}
          aria-label={`Switch to the ${other} theme`}
          onClick={() => onTheme(other)}
        />
        <Button
          look="plain"
          icon="panel"
          aria-label={inspector ? "Hide the inspector" : "Show the inspector"}
          aria-pressed={inspector}
          onClick={onInspector}
        />
      </div>
    </header>
  );
}

/** For those who look for it: the room is the names'. */
function factsOf(snapshot: Exclude<SnapshotState, { phase: "none" }>): string {
  const { ec = "", dgn = "" } = snapshot.phase === "ready" ? snapshot.info.profiles : {};
  const { name, byteLength } = snapshot.file;
  return [name, byteSize(byteLength), ec && `EC ${ec}`, dgn && `Dgn ${dgn}`].filter(Boolean).join(", ");
}
