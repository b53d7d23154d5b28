// Ctrl+K: one field over everything that has a name. The field keeps the focus; arrow keys walk the list below it.
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { useProblems, useWorkbench } from "../../engine";
import { count } from "../../lib/format";
import { recentFiles } from "../../lib/recent_files";
import { Icon, type IconName } from "../../ui/icon";
import { arrive, type Pane } from "./arrive";
import {
  type Command,
  commandEntries,
  type Entry,
  fileEntries,
  find,
  type Kind,
  mappingEntries,
  problemEntries,
  schemaEntries,
  type Section,
  type Target,
} from "./entries";
import "./find.css";

interface PaletteProps {
  commands: readonly Command[];
  onClose: () => void;
  /** Called once the palette is gone, so that what it leads to can take the focus. */
  onChoose: (target: Target) => void;
}

const words: Record<Kind, [string, IconName]> = {
  command: ["Commands", "chevron"],
  group: ["Groups", "table"],
  column: ["Columns", "columns"],
  class: ["Classes", "class"],
  property: ["Properties", "property"],
  problem: ["Problems", "warning"],
  file: ["Recent files", "file"],
};

/** Where one is after it; problems and dialogs take the focus themselves. */
function paneOf(target: Target): Pane | undefined {
  if (target.kind === "group" || target.kind === "column") return "table";
  if (target.kind === "class" || target.kind === "property") return "tree";
  return target.kind === "command" ? target.command.pane : undefined;
}

/** As far as a key to a page goes. */
const page = 8;

export default function Palette({ commands, onClose, onChoose }: PaletteProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const sections = useSections(useDeferredValue(typed), commands);
  const all = useMemo(() => sections.flatMap(({ entries }) => entries), [sections]);
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(0, all.length - 1));

  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    field.current?.focus();
  }, []);

  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, id, sections]);

  function choose(entry: Entry | undefined) {
    if (!entry) return;
    // First it gives the focus back to where it came from.
    dialog.current?.close();
    onClose();
    onChoose(entry.target);
    const pane = paneOf(entry.target);
    if (pane) arrive(pane);
  }

  function onKey(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (step !== undefined && all.length > 0) {
      const isOne = Math.abs(step) === 1;
      setActive(isOne ? (at + step + all.length) % all.length : Math.max(0, Math.min(all.length - 1, at + step)));
    } else if (event.key === "Enter") choose(all[at]);
    else return;
    event.preventDefault();
  }

  let index = -1;
  return (
    <dialog
      ref={dialog}
      className="find"
      aria-label="Find anything"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="bar find__field">
        <Icon name="search" />
        <input
          ref={field}
          role="combobox"
          aria-label="Find groups, columns, classes, properties, problems and commands"
          aria-expanded={all.length > 0}
          aria-controls={all.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={all.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder="Groups, columns, classes, properties, problems, commands"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      {all.length > 0 && (
        <div id={`${id}-list`} role="listbox" aria-label="What was found" className="find__list" tabIndex={-1}>
          {sections.map((section) => (
            <div key={section.kind} role="group" aria-labelledby={`${id}-${section.kind}`}>
              <div role="presentation" id={`${id}-${section.kind}`} className="find__kind">
                {words[section.kind][0]}
                {section.more > 0 && <span>and {count(section.more)} more</span>}
              </div>
              {section.entries.map((entry) => {
                index += 1;
                const place = index;
                return (
                  <Found
                    key={place}
                    id={`${id}-${place}`}
                    entry={entry}
                    isActive={place === at}
                    onPoint={() => setActive(place)}
                    onChoose={() => choose(entry)}
                  />
                );
              })}
            </div>
          ))}
        </div>
      )}
      {all.length === 0 && <p className="find__none">Nothing here is called “{typed.trim()}”.</p>}
      <p className="visually-hidden" role="status">
        {all.length === 0 ? "Nothing found" : `${all.length} found`}
      </p>
    </dialog>
  );
}

interface FoundProps {
  id: string;
  entry: Entry;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Found({ id, entry, isActive, onPoint, onChoose }: FoundProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={`find__item${isActive ? " find__item--active" : ""}`}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      <Icon name={words[entry.kind][1]} />
      <span className="find__name one-line">{entry.text || "Unnamed"}</span>
      {entry.kind === "command" ? (
        entry.detail && <kbd>{entry.detail}</kbd>
      ) : (
        <span className="find__detail one-line">{entry.detail}</span>
      )}
    </div>
  );
}

function useSections(typed: string, commands: readonly Command[]): Section[] {
  const { documents, files } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  const schemas = files.use((s) => s.schemas);
  const recent = recentFiles.use((s) => s.files);
  const problems = useProblems();
  const all = useMemo(
    () => [
      ...commandEntries(commands),
      ...mappingEntries(outline),
      ...schemaEntries(schemas),
      ...problemEntries(problems, outline),
      ...fileEntries(recent),
    ],
    [commands, outline, schemas, problems, recent],
  );
  return useMemo(() => find(typed, all), [typed, all]);
}
