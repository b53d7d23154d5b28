// A field of a form with what is wrong in it beside it, and the light that falls on it when a problem leads there.
import { createContext, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { type Diagnostic, useWorkbench } from "../../engine";
import { plural } from "../../lib/format";
import type { FieldPlace, ProblemsByField } from "../../lib/problem_place";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

type Field = FieldPlace["field"];

/** A wish for a field to be shown, and for the focus to go there; a new object is a new wish. */
export interface FieldWish {
  place: FieldPlace;
  /** By keys one goes on in the field; a click leaves the focus where it was, or brings it near, where no key destroys anything. */
  focus: "none" | "near" | "field";
  onGranted: () => void;
}

interface Form {
  /** -1: the form is the mapping's. */
  group: number;
  /** -1: the form is the group's, or the mapping's. */
  column: number;
  problems: ProblemsByField | undefined;
  /** What was wished last. */
  shown: FieldWish | null;
}

const FormContext = createContext<Form | null>(null);

const keyOf = (field: Field, entry?: number): string => `${entry ?? ""}/${field}`;

const none: readonly Diagnostic[] = [];

interface FieldFormProps {
  label: string;
  group: number;
  column: number;
  problems: ProblemsByField | undefined;
  wish: FieldWish | null;
  /** Lists all problems of it; none: they stand here. */
  onShowProblems?: () => void;
  children: ReactNode;
}

/** A form whose fields say what is wrong in them. */
export function FieldForm({ label, group, column, problems, wish, onShowProblems, children }: FieldFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [shown, setShown] = useState<FieldWish | null>(null);
  useEffect(() => {
    if (!wish || wish.place.group !== group || wish.place.column !== column) return;
    const key = keyOf(wish.place.field, wish.place.entry);
    setShown(wish);
    const slot = form.current?.querySelector<HTMLElement>(`[data-field="${key}"]`);
    slot?.scrollIntoView({ block: "nearest" });
    const target = wish.focus === "field" ? (controlIn(slot) ?? slot) : slot;
    if (wish.focus !== "none") target?.focus({ preventScroll: true });
    wish.onGranted();
  }, [wish, group, column]);
  return (
    <form ref={form} className="column-form" aria-label={label} onSubmit={(event) => event.preventDefault()}>
      {onShowProblems && (
        <Summary
          problems={problems?.of(group, column) ?? none}
          what={column < 0 ? "group" : "column"}
          onShow={onShowProblems}
        />
      )}
      <FormContext value={{ group, column, problems, shown }}>{children}</FormContext>
    </form>
  );
}

const controlIn = (slot: HTMLElement | null | undefined): HTMLElement | null =>
  slot?.querySelector<HTMLElement>("input:enabled, textarea:enabled, select:enabled, button:enabled") ?? null;

/** How many problems there are in all of it; those of a group are its columns', too. */
function Summary({ problems, what, onShow }: { problems: readonly Diagnostic[]; what: string; onShow: () => void }) {
  if (problems.length === 0) return null;
  const count = (severity: Diagnostic["severity"]) => problems.filter((d) => d.severity === severity).length;
  const [errors, warnings, infos] = [count("error"), count("warning"), count("info")];
  const words = [
    errors > 0 && plural(errors, "error"),
    warnings > 0 && plural(warnings, "warning"),
    infos > 0 && `${infos} for information`,
  ].filter(Boolean);
  return (
    <button type="button" className="pill form-problems" title="List them under Problems" onClick={onShow}>
      <Icon name={errors > 0 ? "error" : warnings > 0 ? "warning" : "info"} />
      {words.join(", ")} in this {what}
    </button>
  );
}

export interface Told {
  describedBy: string | undefined;
  isFaulty: boolean;
  /** It is where a problem led last. */
  wish: FieldWish | null;
}

interface FieldSlotProps {
  field: Field;
  entry?: number;
  children: (told: Told) => ReactNode;
}

/** The place of a field: whatever it is, its problems stand below it. */
export function FieldSlot({ field, entry, children }: FieldSlotProps) {
  const id = useId();
  const form = useContext(FormContext);
  const key = keyOf(field, entry);
  const problems = form?.problems?.at({ ...form, field, ...(entry === undefined ? {} : { entry }) }) ?? none;
  const isShown = form?.shown && keyOf(form.shown.place.field, form.shown.place.entry) === key;
  const told = {
    wish: (isShown && form.shown) || null,
    describedBy: problems.length > 0 ? id : undefined,
    isFaulty: problems.some(({ severity }) => severity === "error"),
  };
  return (
    <div className={`field-slot${isShown ? " field-slot--lit" : ""}`} data-field={key} tabIndex={-1}>
      {children(told)}
      <FieldProblems id={id} problems={problems} />
    </div>
  );
}

/** What is wrong in a field, each with its repair. */
function FieldProblems({ id, problems }: { id: string; problems: readonly Diagnostic[] }) {
  const { edits } = useWorkbench();
  if (problems.length === 0) return null;
  return (
    <ul id={id} className="field-problems">
      {problems.map((d, index) => (
        <li key={index} className={`field-problem field-problem--${d.severity}`}>
          <Icon name={d.severity} severity={d.severity} />
          <span>
            <span className="visually-hidden">{d.severity}: </span>
            <Ticked text={d.message} />
            {d.hint && (
              <span className="field-problem__hint">
                <Ticked text={d.hint} />
              </span>
            )}
          </span>
          {d.patch && (
            <Button
              size="small"
              icon="check"
              aria-label={`Fix: ${d.message.replaceAll("`", "")}`}
              onClick={() => void edits.fix(d)}
            >
              Fix
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
