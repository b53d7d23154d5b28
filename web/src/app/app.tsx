// Lays the panels out and carries what leads from one to another: a problem to its place, an entry to the text.
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Diagnostic, documentOf, type DocumentsState, isEdited, type OpenMapping, useWorkbench } from "../engine";
import { ColumnsButton } from "../features/columns/columns_button";
import { Inspector } from "../features/inspector/inspector";
import { FormulaButton } from "../features/formula/formula_button";
import { Addresses } from "../features/find/addresses";
import { Find } from "../features/find/find";
import { usePaneKeys } from "../features/find/pane_keys";
import { Help } from "../features/help/help";
import { useChosenColumn, useColumnOfTable } from "../features/mapping/chosen_column";
import type { FieldWish } from "../features/mapping/field_slot";
import { MappingTree } from "../features/mapping/mapping_tree";
import { DropZone } from "../features/open/drop_zone";
import { SnapshotStates } from "../features/open/snapshot_states";
import { ProblemList } from "../features/problems/list_state";
import { NextProblem } from "../features/problems/next_problem";
import { PreviewPanel } from "../features/preview/preview_panel";
import type { WantedClass } from "../features/schema/schema_browser";
import { Dialog } from "../ui/dialog";
import { inDialog } from "../ui/in_dialog";
import { later, whenIdle } from "../ui/later";
import { Notice } from "../ui/notice";
import { Splitter } from "../ui/splitter";
import { Tabs } from "../ui/tabs";
import { rangeOf } from "../lib/outline";
import { mendPlace, type MendPlace, placeOfPointer } from "../lib/problem_place";
import type { Frame } from "./commands";
import { Dock, type DockTab, dockTabs, type TextPlace } from "./dock";
import { FileDialogs } from "./file_dialogs";
import type { FileDialog } from "./file_menu";
import { Header } from "./header";
import { Shortcuts } from "./shortcuts";
import { useTheme } from "../ui/theme";
import "./app.css";

const FileNotices = later(() => import("../features/open/file_notices"));
const EngineNotice = later(() => import("../features/open/engine_notice"));
const ResumedNotice = later(() => import("../features/open/resumed_notice"));
const SavingNote = later(() => import("../features/save/saving_note"));
const ExportStrip = whenIdle(() => import("../features/export/export_strip"));
const Hints = whenIdle(() => import("../features/help/hints"));
const KeptFocus = whenIdle(() => import("../ui/kept_focus"));
const ElementsDialog = whenIdle(() => import("../features/elements/elements_dialog"));
const GroupFrom = whenIdle(() => import("../features/group/group_from"));
const CommandPalette = later(() => import("./command_palette"), null, inDialog("Find"));
const EditPanel = later(() => import("./edit_panel"), <Notice live>Opening the form…</Notice>);
const SchemaBrowser = later(
  () => import("../features/schema/schema_browser"),
  <Notice live>Opening the schemas…</Notice>,
);
const StartPanel = later(() => import("../features/start/start_panel"), <Notice live>Opening…</Notice>);
const ServiceDialog = later(
  () => import("../features/service/service_dialog"),
  null,
  (failure) => <FailedService>{failure}</FailedService>,
);
const PushDialog = later(
  () => import("../features/push/push_dialog"),
  null,
  (failure, { open, onOpen }) => (
    <Dialog title="Push plan" open={open} onOpen={onOpen}>
      {failure}
    </Dialog>
  ),
);
// The renderer is as large as the rest of the page, and not everyone looks at the model.
const PicturePanel = later(() => import("../features/picture/picture_panel"), <Notice live>Opening the model…</Notice>);

type SideTab = "mapping" | "schemas";
const views = ["table", "model", "both"] as const;
type View = (typeof views)[number];

export function App() {
  const workbench = useWorkbench();
  const [theme, setTheme] = useTheme();
  const [asideTab, setAsideTab] = useState<"why" | "edit">("why");
  const [side, setSide] = useState<SideTab>("mapping");
  const [view, setView] = useState<View>("table");
  const [modelWidth, setModelWidth] = useState(Math.round(Math.max(320, window.innerWidth * 0.3)));
  const [dockTab, setDockTab] = useState<DockTab>("problems");
  const [list] = useState(() => new ProblemList());
  const [beside, setBeside] = useState<TextPlace | null>(null);
  const [wish, setWish] = useState<FieldWish | null>(null);
  const [shortcuts, setShortcuts] = useState(false);
  const [finding, setFinding] = useState(false);
  const [wantedClass, setWantedClass] = useState<WantedClass>();
  /** Null: it was not opened yet. */
  const [push, setPush] = useState<boolean | null>(null);
  const [fileDialog, setFileDialog] = useState<FileDialog | null>(null);
  const [renaming, setRenaming] = useState<{ column?: string | undefined } | null>(null);
  const focus = useMemo(
    () => ({ isAsked: renaming !== null, column: renaming?.column, onGranted: () => setRenaming(null) }),
    [renaming],
  );
  const [inspector, setInspector] = useState(true);
  /** The mapping itself is in the form, as a problem of it led there. */
  const [isMappingEdited, setMappingEdited] = useState(false);
  const narrow = window.innerWidth < 1280;
  const [sideWidth, setSideWidth] = useState(narrow ? 232 : 272);
  const [inspectorWidth, setInspectorWidth] = useState(narrow ? 288 : 348);
  const [dockHeight, setDockHeight] = useState(Math.min(252, Math.round(window.innerHeight * 0.3)));
  const [isAdding, setAdding] = useState(false);
  const hasNoGroups = workbench.documents.use(isWithoutGroups);
  const shownGroup = workbench.documents.use((s) => documentOf(s).group);
  const hasCell = workbench.selection.use((s) => s.cell !== null);
  const hasFileNotices = workbench.files.use(
    (s) => s.notices.length > 0 || s.arriving !== null || s.lonelyLog !== null,
  );
  const hasEngineNotice = workbench.engine.use((s) => Boolean(s.notice) || s.stopped);
  const hasResumed = workbench.documents.use((s) => s.resumed);
  const hasSaved = workbench.saving.use((s) => s.phase !== "none");
  const column = useChosenColumn();
  const hasColumn = useColumnOfTable() !== undefined || column !== undefined;
  const snapshotName = workbench.files.use((s) => (s.snapshot.phase === "none" ? "" : s.snapshot.file.name));
  const mappingName = workbench.documents.use((s) => titleOf(documentOf(s)));
  const title = [mappingName, snapshotName, "premap"].filter(Boolean).join(" – ");

  useEffect(() => {
    document.title = title;
  }, [title]);

  const rename = useCallback((column?: string) => {
    setInspector(true);
    setAsideTab("edit");
    setRenaming({ column });
  }, []);

  // Rows that were asked for are to be seen.
  const where = workbench.questions.arranging.use((s) => s.wish.where);
  useEffect(() => {
    if (where.length > 0) setView((now) => (now === "model" ? "both" : now));
  }, [where]);

  // Choosing a cell is asking why: the answer must be on screen.
  useEffect(() => {
    if (hasCell) setInspector(true);
  }, [hasCell]);

  // Another group, or another mapping, was chosen: its table is what one wants to see.
  useEffect(() => setAdding(false), [shownGroup, hasNoGroups]);

  // What is chosen next is what is edited.
  const chosenCell = workbench.selection.use((s) => s.cell);
  useEffect(() => setMappingEdited(false), [shownGroup, column?.pointer, chosenCell, renaming]);

  // Without a snapshot there is nothing to choose from.
  const addGroup = () => {
    if (workbench.files.snapshot) return setAdding(true);
    workbench.edits.addGroup("NewGroup", "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement");
  };
  const added = useCallback(() => {
    setAdding(false);
    setDockTab("facts");
  }, []);

  /** Leads to where something is mended: a form, the query, or the file. A click does not take the focus from where it is. */
  const lead = useCallback(
    (place: MendPlace, focus: FieldWish["focus"]) => {
      const isFocused = focus === "field";
      setMappingEdited(place.in === "form" && place.group < 0);
      if (place.in === "form") {
        const column = workbench.documents.state.outline?.groups[place.group]?.columns[place.column];
        if (column) workbench.goTo(column.pointer);
        else if (place.group >= 0) workbench.goToGroup(place.group);
        setInspector(true);
        setAsideTab("edit");
        setWish({ place, focus, onGranted: () => setWish(null) });
        return setBeside(null);
      }
      setWish(null);
      if (place.in === "query") workbench.selectGroup(place.group);
      const { from, to } = (place.in === "query" ? place.within : place.range) ?? { from: 0, to: 0 };
      // In the query the wrong name is selected to be written over; in the file nothing is.
      const at = { from, to, isFocused, isSelected: isFocused && place.in === "query" };
      setBeside(place.in === "query" ? { in: "query", group: place.group, at } : { in: "file", at });
      setDockTab("problems");
    },
    [workbench],
  );
  const showEntry = useCallback(
    (pointer: string, isByKey: boolean) => {
      const { outline } = workbench.documents.state;
      const place = outline && placeOfPointer(outline, pointer);
      if (place) lead(place, isByKey ? "field" : "near");
    },
    [workbench, lead],
  );
  const showSign = useCallback(
    (path: string) => {
      const { outline } = workbench.documents.state;
      if (outline) lead(placeOfPointer(outline, path) ?? { in: "file", range: rangeOf(outline, path) }, "none");
    },
    [workbench, lead],
  );
  const showProblems = useCallback(
    (place: string) => {
      list.change({ filter: place, hidden: new Set() });
      setDockTab("problems");
    },
    [list],
  );
  const goToProblem = useCallback(
    (diagnostic: Diagnostic, how: "show" | "go") => {
      setDockTab("problems");
      lead(mendPlace(workbench.documents.state.outline, diagnostic), how === "go" ? "field" : "none");
    },
    [workbench, lead],
  );

  const showWhy = useCallback(() => {
    setInspector(true);
    setAsideTab("why");
  }, []);
  usePaneKeys(showWhy);
  const showFrame = useCallback((tab: string | undefined, shownView: string | undefined) => {
    setDockTab(dockTabs.find((each) => each === tab) ?? "problems");
    setView(views.find((each) => each === shownView) ?? "table");
  }, []);
  const doors = {
    toClass: (place: WantedClass) => {
      setSide("schemas");
      setWantedClass({ ...place });
    },
    toProblem: (diagnostic: Diagnostic) => goToProblem(diagnostic, "go"),
    toTable: () => (setSide("mapping"), setView(view === "model" ? "both" : view)),
  };
  const frame: Frame = {
    ...{ theme, setTheme, isInspectorShown: inspector, setInspector, addGroup, rename },
    ...{ showSide: setSide, showView: setView, showDock: setDockTab },
    showAside: (tab) => (setInspector(true), setAsideTab(tab)),
    push: () => setPush(true),
    file: setFileDialog,
    shortcuts: () => setShortcuts(true),
  };

  return (
    <DropZone>
      <div className="app">
        <Header
          theme={theme}
          onTheme={setTheme}
          inspector={inspector}
          onInspector={() => setInspector(!inspector)}
          onPush={() => setPush(true)}
          onShortcuts={() => setShortcuts(true)}
          onFind={() => setFinding(true)}
          onFile={setFileDialog}
        />
        <Hints onProblems={() => setDockTab("problems")} />
        <Addresses
          tab={dockTab === "problems" ? undefined : dockTab}
          view={view === "table" ? undefined : view}
          onFrame={showFrame}
        />
        {hasEngineNotice && <EngineNotice />}
        {hasResumed && <ResumedNotice />}
        {hasFileNotices && <FileNotices />}
        {hasSaved && <SavingNote />}
        <div className="app__body">
          <nav className="pane" data-pane="tree" aria-label="Mapping and schemas">
            <div className="pane__content" style={{ width: sideWidth }}>
              <Tabs
                label="Mapping and schemas"
                selected={side}
                onSelect={setSide}
                items={[
                  { key: "mapping", label: "Mapping" },
                  { key: "schemas", label: "Schemas" },
                ]}
              >
                {side === "mapping" ? (
                  <MappingTree
                    onRename={rename}
                    onAddGroup={addGroup}
                    onShowSign={showSign}
                    more={
                      <>
                        <ColumnsButton />
                        <FormulaButton onAdded={rename} />
                      </>
                    }
                  />
                ) : (
                  <SchemaBrowser wanted={wantedClass} />
                )}
              </Tabs>
            </div>
            <Splitter
              label="Width of the left panel"
              axis="x"
              size={sideWidth}
              min={180}
              max={480}
              onSize={setSideWidth}
            />
          </nav>
          <main className="centre">
            <div className="stack centre__top" data-pane="table">
              <SnapshotStates>
                <Tabs
                  label="Table and model"
                  selected={view}
                  onSelect={(chosen) => {
                    setView(chosen);
                    // The boxes are read while the code that draws them is fetched.
                    if (chosen !== "table") void workbench.picture.show();
                  }}
                  items={[
                    { key: "table", label: "Table" },
                    { key: "model", label: "Model" },
                    { key: "both", label: "Both" },
                  ]}
                >
                  <div className="views">
                    {view !== "model" &&
                      (hasNoGroups || isAdding ? (
                        <StartPanel onBack={hasNoGroups ? undefined : () => setAdding(false)} onAdded={added} />
                      ) : (
                        <PreviewPanel
                          onShowQuery={() => setDockTab("query")}
                          onEditColumn={rename}
                          onExportAll={() => setFileDialog("export")}
                        />
                      ))}
                    {view === "both" && (
                      <Splitter
                        label="Width of the model"
                        axis="x"
                        size={modelWidth}
                        min={240}
                        max={1200}
                        after
                        onSize={setModelWidth}
                      />
                    )}
                    {view !== "table" && (
                      <div className="views__model" style={view === "both" ? { width: modelWidth } : { flex: 1 }}>
                        <PicturePanel theme={theme} />
                      </div>
                    )}
                  </div>
                </Tabs>
                <ExportStrip />
              </SnapshotStates>
            </div>
            <Splitter
              label="Height of the lower panel"
              axis="y"
              size={dockHeight}
              min={96}
              max={640}
              after
              onSize={setDockHeight}
            />
            <div className="centre__dock" data-pane="dock" style={{ height: dockHeight }}>
              <Dock
                tab={dockTab}
                onTab={setDockTab}
                list={list}
                beside={beside}
                onBeside={setBeside}
                onGoTo={goToProblem}
              />
            </div>
          </main>
          {inspector && (
            <aside className="pane" data-pane="inspector" aria-label="Inspector">
              <Splitter
                label="Width of the inspector"
                axis="x"
                size={inspectorWidth}
                min={240}
                max={560}
                after
                onSize={setInspectorWidth}
              />
              <div className="pane__content" style={{ width: inspectorWidth }}>
                <Tabs
                  label="Inspector"
                  selected={asideTab}
                  onSelect={setAsideTab}
                  items={[
                    { key: "why", label: "Why" },
                    { key: "edit", label: isMappingEdited ? "Edit mapping" : hasColumn ? "Edit column" : "Edit group" },
                  ]}
                >
                  {asideTab === "why" ? (
                    <>
                      <Inspector onShowEntry={showEntry} />
                      <GroupFrom />
                    </>
                  ) : (
                    <EditPanel
                      focus={focus}
                      wish={wish}
                      onShowQuery={() => setDockTab("query")}
                      onAddColumn={rename}
                      onShowProblems={showProblems}
                      onLeaveMapping={isMappingEdited ? () => setMappingEdited(false) : undefined}
                    />
                  )}
                </Tabs>
              </div>
            </aside>
          )}
        </div>
      </div>
      {push !== null && <PushDialog open={push} onOpen={setPush} />}
      <ElementsDialog />
      <KeptFocus />
      <FileDialogs open={fileDialog} onClose={() => setFileDialog(null)} />
      <Service />
      <NextProblem list={list} onGoTo={goToProblem} except={(target) => dockTab === "mapping" && isInDock(target)} />
      <Shortcuts open={shortcuts} onOpen={setShortcuts} />
      <Help />
      <Find
        open={finding}
        onOpen={setFinding}
        palette={(shown) => <CommandPalette frame={frame} {...shown} />}
        doors={doors}
      />
    </DropZone>
  );
}

const isInDock = (target: EventTarget | undefined): boolean =>
  target instanceof Node && Boolean((target.getRootNode() as ShadowRoot).host?.closest(".dock"));

/** With a dot before it while there is something to save. */
const titleOf = (item: OpenMapping): string => `${isEdited(item) ? "● " : ""}${item.name}`;

/** There is no mapping, or an empty one: what the snapshot holds is more to see than no table. */
const isWithoutGroups = (state: DocumentsState): boolean => {
  const { outline } = state;
  const isEmpty = outline?.isCurrent === true && outline.groupsPointer !== undefined && outline.groups.length === 0;
  return documentOf(state).text.trim() === "" || isEmpty;
};

/** From when it was first opened: it stays, and is shown as the room says. */
function Service() {
  const { service } = useWorkbench();
  const isOpen = service.use((s) => s.isOpen);
  const wasOpened = useRef(false);
  wasOpened.current ||= isOpen;
  return wasOpened.current ? <ServiceDialog /> : null;
}

function FailedService({ children }: { children: ReactNode }) {
  const { service } = useWorkbench();
  const isOpen = service.use((s) => s.isOpen);
  return (
    <Dialog title="Service" open={isOpen} onOpen={(open) => (open ? service.open() : service.close())}>
      {children}
    </Dialog>
  );
}
