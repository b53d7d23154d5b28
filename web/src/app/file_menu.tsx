// The menu File: what is done with files beyond opening them, each part from the feature it belongs to.
import { documentOf, useWorkbench } from "../engine";
import { RecentFiles } from "../features/open/recent_files";
import { Menu } from "../ui/menu";

/** What opens a dialog of its own. */
export type FileDialog = "export" | "report" | "compare";

export function FileMenu({ onOpen }: { onOpen: (dialog: FileDialog) => void }) {
  const workbench = useWorkbench();
  const isBlank = workbench.documents.use((s) => documentOf(s).text.trim() === "");
  const hasSnapshot = workbench.files.use((s) => s.snapshot.phase === "ready");
  const needsBoth = isBlank || !hasSnapshot;
  const why = needsBoth ? "This takes a snapshot and a mapping" : undefined;
  return (
    <Menu summary="File" align="start">
      <Item disabled={isBlank} note="Ctrl S" onClick={() => void workbench.save()}>
        Save mapping
      </Item>
      <Item disabled={isBlank} note="Ctrl Shift S" onClick={() => void workbench.saveAs()}>
        Save mapping as…
      </Item>
      <Item isFirst disabled={needsBoth} title={why} onClick={() => onOpen("export")}>
        Export all groups…
      </Item>
      <Item disabled={isBlank} onClick={() => onOpen("report")}>
        Report of problems…
      </Item>
      <Item disabled={needsBoth} title={why} onClick={() => onOpen("compare")}>
        Compare with another snapshot…
      </Item>
      <RecentFiles />
    </Menu>
  );
}

interface ItemProps {
  disabled: boolean;
  isFirst?: boolean;
  title?: string | undefined;
  note?: string;
  onClick: () => void;
  children: string;
}

function Item({ isFirst = false, note, children, ...rest }: ItemProps) {
  return (
    <button type="button" className={`menu__item recent${isFirst ? " menu__item--first" : ""}`} {...rest}>
      {children}
      {note && <kbd className="menu__note">{note}</kbd>}
    </button>
  );
}
