// A column's formula: the editor, which source of the column wins over it, and what it gives for the row at hand.
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import {
  type ColumnOutline,
  documentOf,
  type Explanation,
  type GroupOutline,
  useAnswer,
  useProblemsByField,
  useWorkbench,
  valueOf,
} from "../../engine";
import { sentences } from "../../lib/format";
import { type Patch, set, setOrRemove } from "../../lib/patches";
import type { FieldPlace } from "../../lib/problem_place";
import { Button } from "../../ui/button";
import type { EditorPlace } from "../../ui/code_editor";
import { Ticked } from "../../ui/ticked";
import type { FormulaVariable } from "./formula_language";
import "./formula.css";

const FormulaEditor = lazy(() => import("./formula_editor"));

export interface FormulaFieldProps {
  group: GroupOutline;
  property: ColumnOutline;
  told: {
    isFaulty: boolean;
    /** A problem led here. */
    wish: { place: FieldPlace; focus: "none" | "near" | "field" } | null;
  };
}

/** The formula, as a field of the column's form. */
export function FormulaField({ group, property, told }: FormulaFieldProps) {
  const { documents, edits } = useWorkbench();
  const problems = useProblemsByField();
  const at = documents.use((s) => documentOf(s).group);
  const column = group.columns.indexOf(property);
  const { formula = "", pointer } = property;
  // What is typed stands in the field at once; the mapping follows.
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped((draft) => (draft === formula ? null : draft)), [formula]);
  const own = useSame(problems?.at({ group: at, column, field: "formula" }));
  const marks = useMemo(
    () =>
      own.map(({ span, severity, message, hint }) => {
        const { from, to } = span?.inField ?? { from: 0, to: formula.length };
        return { from, to, severity, message, hint };
      }),
    // Marks belong to the text that was checked.
    [own],
  );
  const place = useMemo((): EditorPlace | null => {
    if (!told.wish) return null;
    const { from, to } = told.wish.place.within ?? { from: formula.length, to: formula.length };
    const isFocused = told.wish.focus === "field";
    return { from, to, isFocused, isSelected: isFocused };
  }, [told.wish]);
  const columns = useColumns(group, property);

  function change(text: string) {
    setTyped(text);
    const isNeeded = property.resource === "customCalculations";
    void edits.typeFormula(property, isNeeded ? set(pointer, "formula", text) : setOrRemove(pointer, "formula", text));
  }

  return (
    <div className="formula">
      <span className="formula__label">Formula</span>
      <div className={`formula__editor${told.isFaulty ? " formula__editor--fault" : ""}`}>
        <Suspense fallback={<code className="formula__waiting">{formula}</code>}>
          <FormulaEditor
            label="Formula"
            value={typed ?? formula}
            columns={columns}
            marks={marks}
            place={place}
            describedBy={own.map(({ message, hint = "" }) => `${message} ${hint}`).join(" ")}
            onChange={change}
          />
        </Suspense>
      </div>
      {formula !== "" && <Precedence property={property} />}
      {formula !== "" && !told.isFaulty && <RowAtHand property={property} />}
    </div>
  );
}

/** The same list as long as the same things are in it. */
function useSame<Item>(list: readonly Item[] = []): readonly Item[] {
  const last = useRef(list);
  const isSame = last.current.length === list.length && list.every((item, index) => item === last.current[index]);
  if (!isSame) last.current = list;
  return last.current;
}

/** The other columns of the group, as far as formulas can name them: the engine says of which they cannot. */
function useColumns(group: GroupOutline, property: ColumnOutline): FormulaVariable[] {
  const { documents, questions } = useWorkbench();
  const problems = useProblemsByField();
  const at = documents.use((s) => documentOf(s).group);
  const table = questions.preview.use(valueOf)?.table;
  return group.columns.flatMap((item, column) => {
    if (item === property || item.name === "") return [];
    const ofName = problems?.at({ group: at, column, field: "name" }) ?? [];
    if (ofName.some(({ code }) => unusable.has(code))) return [];
    const shown = table?.columns.find(({ name, isDefault }) => !isDefault && name === item.name);
    return { name: item.name, type: shown?.dataType ?? item.dataType ?? "" };
  });
}

const unusable: ReadonlySet<string> = new Set([
  "name-invalid",
  "name-shadows-constant",
  "name-not-usable-in-formula",
  "name-duplicate-in-group",
]);

/** What is looked at before the formula, and the way to have the formula alone. */
function Precedence({ property }: { property: ColumnOutline }) {
  const { edits } = useWorkbench();
  const { pointer, entries, calculatedPropertyType } = property;
  const hasMeasure = calculatedPropertyType !== undefined;
  if (entries.length === 0 && !hasMeasure) return null;
  const earlier = [
    entries.length > 0 && (entries.length === 1 ? "the entry" : `the ${entries.length} entries`),
    hasMeasure && "the calculated measure",
  ].filter(Boolean);
  const alone: Patch = [
    ...(entries.length > 0 ? [{ op: "remove" as const, path: `${pointer}/ecProperties` }] : []),
    ...(hasMeasure ? [{ op: "remove" as const, path: `${pointer}/calculatedPropertyType` }] : []),
  ];
  return (
    <p className="formula__note">
      {earlier.join(" and ").replace(/^t/, "T")} {entries.length > 1 || earlier.length > 1 ? "win" : "wins"} over the
      formula, which fills only the rows that are empty then.{" "}
      <Button size="small" onClick={() => void edits.change(alone)}>
        Formula only
      </Button>
    </p>
  );
}

/** What the formula gives for the chosen row, or else the first one, whatever else the column has. */
function RowAtHand({ property }: { property: ColumnOutline }) {
  const { asides, documents, questions, selection } = useWorkbench();
  const { text } = documents.use(documentOf);
  const row = selection.use((s) => Math.max(0, s.cell?.row ?? 0));
  const hasTable = questions.preview.use((s) => valueOf(s) !== undefined);
  const id = hasTable ? questions.elementAt(row) : undefined;
  const key = id === undefined ? null : JSON.stringify([text, id, property.pointer]);
  const asking = { keepsLast: true, after: "snapshot", pause: 200 } as const;
  // The answer says what it is of: until the next one is there it stands for its own row and text.
  const { value, problem } = useAnswer(
    key,
    async (signal) => ({ key, row, told: await asides.tryFormula(property, id ?? "", signal) }),
    asking,
  );
  if (id === undefined || !value?.told || problem) return null;
  const isBehind = value.key !== key;
  return (
    <p className={`formula__note formula__result${isBehind ? " formula__result--behind" : ""}`} role="status">
      In row {value.row + 1}: <Result {...value.told} />
    </p>
  );
}

function Result({ value, text, verdict }: Explanation) {
  if (value !== null) return <code>{value === "" ? '""' : String(value)}</code>;
  return (
    <>
      <i>no value</i>. <Ticked text={text ?? (verdict.words ? sentences(verdict.words) : "")} />
    </>
  );
}
