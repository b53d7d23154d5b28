// Everything the page does, for the palette, each with the key that does it too.
import { draftedGroups, groupOf, valueOf, type Workbench } from "../engine";
import type { Command } from "../features/find/entries";
import { addColumn } from "../features/mapping/actions";
import { excelMark } from "../lib/excel_mark";
import { askHelp } from "../lib/help";
import type { ExtractFormat } from "../engine";
import { pickFiles, type Wanted } from "../lib/picked_files";
import type { Theme } from "../ui/theme";
import type { DockTab } from "./dock";
import type { FileDialog } from "./file_menu";

export interface Frame {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  isInspectorShown: boolean;
  setInspector: (shown: boolean) => void;
  showSide: (side: "mapping" | "schemas") => void;
  showView: (view: "table" | "model" | "both") => void;
  showDock: (tab: DockTab) => void;
  showAside: (tab: "why" | "edit") => void;
  addGroup: () => void;
  rename: (column?: string) => void;
  push: () => void;
  file: (dialog: FileDialog) => void;
  shortcuts: () => void;
}

/** Those that can be done now. */
export function commandsOf(workbench: Workbench, frame: Frame): Command[] {
  return [...fileCommands(workbench, frame), ...editCommands(workbench, frame), ...viewCommands(workbench, frame)];
}

const only = (isThere: boolean, ...commands: Command[]): Command[] => (isThere ? commands : []);

function fileCommands(workbench: Workbench, frame: Frame): Command[] {
  const { documents, files, questions, service } = workbench;
  const pick = async (wanted: Wanted) => {
    const picked = await pickFiles(wanted);
    if (picked.length > 0) await files.openAny(picked);
  };
  const isMapping = documents.now.text.trim() !== "";
  const table = questions.table;
  const save = (format: ExtractFormat) => () =>
    void questions.exporting.table(questions.group, table?.tableName ?? "", format, excelMark.state.isOn);
  return [
    { name: "Open a snapshot", also: "bim file iModel", run: () => void pick("snapshot") },
    { name: "Open a mapping", also: "json file", run: () => void pick("mapping") },
    { name: "New mapping", also: "empty begin", run: () => files.newMapping() },
    { name: "Open the sample", also: "building", run: () => void workbench.openSample() },
    { name: "Open the broken sample", also: "problems", run: () => void workbench.openSample("broken") },
    ...only(
      isMapping,
      { name: "Save the mapping file", also: "download json", keys: "Ctrl S", run: () => void workbench.save() },
      { name: "Save the mapping as…", also: "download json", keys: "Ctrl Shift S", run: () => void workbench.saveAs() },
      { name: "Report of problems…", also: "download csv sarif", run: () => frame.file("report") },
    ),
    ...only(
      isMapping && files.state.snapshot.phase === "ready",
      { name: "Export all groups…", also: "excel xlsx workbook zip csv", run: () => frame.file("export") },
      { name: "Compare with another snapshot…", also: "difference versions", run: () => frame.file("compare") },
    ),
    ...only(
      table !== undefined,
      { name: "Save the table as CSV", also: "export extract download", run: save("csv") },
      { name: "Save the table as NDJSON", also: "export extract download json lines", run: save("ndjson") },
      { name: "Save the table as JSON", also: "export extract download", run: save("json") },
    ),
    ...only(documents.now.name !== "", { name: "Push plan", also: "send requests api", run: frame.push }),
    { name: "Service", also: "connect serve odata power bi", run: () => service.open() },
  ];
}

function editCommands(workbench: Workbench, frame: Frame): Command[] {
  const { documents, edits, asides, questions, selection } = workbench;
  const { now, state } = documents;
  const group = groupOf(state);
  const problems = valueOf(questions.validation.state)?.report.diagnostics ?? [];
  const drafted = group && draftedGroups(state).includes(group);
  return [
    ...only(now.undo.length > 0, { name: "Undo", keys: "Ctrl Z", run: () => documents.undo() }),
    ...only(now.redo.length > 0, { name: "Redo", keys: "Ctrl Shift Z", run: () => documents.redo() }),
    { name: "Add a group", also: "new class", run: frame.addGroup },
    ...only(
      group?.columnsPointer !== undefined,
      { name: "Add a column", also: "new property", run: () => frame.rename(addColumn(workbench)) },
      {
        name: "Rename or edit the group",
        also: "name form",
        keys: "F2",
        run: () => (selection.choose(null), frame.rename()),
      },
      { name: "Duplicate the group", also: "copy", keys: "Ctrl D", run: () => edits.duplicateGroup(now.group) },
      { name: "Delete the group", also: "remove", keys: "Delete", run: () => edits.removeGroup(now.group) },
    ),
    ...only(drafted === true, {
      name: "Show the query that was not run",
      pane: "dock",
      run: () => frame.showDock("query"),
    }),
    ...only(
      problems.some(({ isPatchSafe, patch }) => isPatchSafe && patch),
      { name: "Fix all safe problems", also: "repair", run: () => void edits.rewrite((text) => asides.fixed(text)) },
    ),
  ];
}

function viewCommands(workbench: Workbench, frame: Frame): Command[] {
  const { questions, selection } = workbench;
  const { theme } = frame;
  const other: Theme = theme === "dark" ? "light" : "dark";
  const { table } = questions;
  const dock = (name: string, tab: DockTab, also: string): Command => ({
    name,
    also,
    pane: "dock",
    run: () => frame.showDock(tab),
  });
  return [
    dock("Show the problems", "problems", "errors warnings"),
    dock("Show the query", "query", "ecsql sql"),
    dock("Show the mapping file", "mapping", "json text"),
    dock("Show the group facts", "facts", "overlaps classes counts"),
    { name: "Show the table", also: "rows", pane: "table", run: () => frame.showView("table") },
    { name: "Show the model", also: "3d picture", pane: "table", run: () => frame.showView("model") },
    { name: "Show table and model", also: "both 3d", pane: "table", run: () => frame.showView("both") },
    { name: "Show the mapping's tree", also: "groups columns", pane: "tree", run: () => frame.showSide("mapping") },
    { name: "Show the schemas", also: "classes properties", pane: "tree", run: () => frame.showSide("schemas") },
    ...only(
      table !== undefined && selection.state.cell !== null,
      {
        name: "Why this value",
        also: "reason inspector",
        keys: "Enter",
        pane: "inspector",
        run: () => frame.showAside("why"),
      },
      { name: "Edit the column", also: "form entries", pane: "inspector", run: () => frame.showAside("edit") },
    ),
    // What is sorted or filtered is read as far as one looks.
    ...only(table?.complete === false && !questions.arranging.state.arranged, {
      name: "Load all rows",
      run: () => void questions.showTable(null),
    }),
    {
      name: frame.isInspectorShown ? "Hide the inspector" : "Show the inspector",
      also: "panel",
      run: () => frame.setInspector(!frame.isInspectorShown),
    },
    { name: `Switch to the ${other} theme`, also: "colours", run: () => frame.setTheme(other) },
    { name: "Keyboard shortcuts", also: "keys", keys: "?", run: frame.shortcuts },
    { name: "Help and glossary", also: "reasons codes version licence about", keys: "F1", run: () => askHelp() },
  ];
}
