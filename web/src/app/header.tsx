// Files, mapping, theme: what is there whatever is open.
import { documentOf, type SnapshotState, useWorkbench } from "../engine";
import { findKeys } from "../features/find/find";
import { MappingSwitch } from "../features/mapping/mapping_switch";
import { LogNote } from "../features/open/log_note";
import { OpenButtons } from "../features/open/open_buttons";
import { byteSize } from "../lib/format";
import { askHelp } from "../lib/help";
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
  onFind: () => void;
  onFile: (dialog: FileDialog) => void;
}

export function Header({ theme, onTheme, inspector, onInspector, onPush, onShortcuts, onFind, onFile }: HeaderProps) {
  const { files, documents, service } = useWorkbench();
  const talksTo = service.use((s) => (s.phase === "on" || s.phase === "lost" ? new URL(s.address).host : ""));
  const privacy = talksTo === "" ? "Nothing leaves this machine" : `Talks to ${talksTo} alone`;
  const snapshot = files.use((s) => s.snapshot);
  const facts = factsOf(snapshot);
  const mappingName = documents.use((s) => documentOf(s).name);
  const other: Theme = theme === "dark" ? "light" : "dark";
  return (
    <header className="bar header">
      <Brand />
      <ul className="files" aria-label="Open files">
        {snapshot.phase !== "none" && (
          <li className="files__item" title={`${snapshot.file.name}, ${facts}`}>
            <Icon name="cube" />
            <span className="files__name">{snapshot.file.name}</span>
            <span className="files__facts">{facts}</span>
            <LogNote />
          </li>
        )}
        <li className="files__menu">
          <MappingSwitch />
        </li>
      </ul>
      <p className="privacy" title={privacy}>
        <Icon name={talksTo === "" ? "lock" : "link"} />
        <span>{privacy}</span>
      </p>
      <div className="header__buttons">
        <Button
          icon="search"
          className="header__find"
          aria-label="Find anything"
          title={`Find anything (${findKeys})`}
          onClick={onFind}
        >
          <kbd className="header__keys">{findKeys}</kbd>
        </Button>
        <FileMenu onOpen={onFile} />
        <OpenButtons />
        <Button icon="send" disabled={mappingName === ""} onClick={onPush}>
          Push plan
        </Button>
        <Button icon="link" onClick={() => service.open()}>
          Service
        </Button>
        <Button look="plain" icon="keyboard" aria-label="Keyboard shortcuts" onClick={onShortcuts} />
        <Button look="plain" icon="help" aria-label="Help" onClick={() => askHelp()} />
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

/** "1.8 MB · EC 4.0.0.5, Dgn 2.0.0.7" */
function factsOf(snapshot: SnapshotState): string {
  if (snapshot.phase === "none") return "";
  const size = byteSize(snapshot.file.byteLength);
  if (snapshot.phase !== "ready") return size;
  const { ec, dgn } = snapshot.info.profiles;
  const profiles = [ec && `EC ${ec}`, dgn && `Dgn ${dgn}`].filter(Boolean).join(", ");
  return profiles === "" ? size : `${size} · ${profiles}`;
}
