// Which rows a group has, as a form: a class, and conditions. It writes the group's ECSQL, and reads it back after every other change.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { type GroupOutline, useAnswer, useWorkbench } from "../../engine";
import { count, plural } from "../../lib/format";
import {
  type ClassName,
  type GroupQuery,
  groupQueryText,
  isComplete,
  type Condition,
  type Tests,
} from "../../lib/group_query";
import { set } from "../../lib/patches";
import { type FoundClass, type SchemaIndex, schemaIndex } from "../../lib/schema_index";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { ClassField } from "./class_field";
import { fieldsOf, jsonMembers } from "./fields";
import { jsonProperties, jsonQuery } from "./questions";
import { TestsEditor } from "./tests_editor";
import "./group.css";

/** The rows of the group on screen, as far as they can be chosen. */
export function RowsForm({ group, onShowQuery }: { group: GroupOutline; onShowQuery: () => void }) {
  const { files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const { draft, because, change } = useDraft(group, schemas !== null);
  const index = useMemo(() => schemas && schemaIndex(schemas), [schemas]);
  return (
    <section className="rows" aria-label="Rows of the group">
      <h3 className="column-form__title">Rows</h3>
      {because ? (
        <ByHand because={because} onShowQuery={onShowQuery} />
      ) : draft && index ? (
        <Builder query={draft} index={index} group={group} onChange={change} onShowQuery={onShowQuery} />
      ) : (
        <p className="column-form__note" role="status">
          Reading the query…
        </p>
      )}
    </section>
  );
}

/** What cannot be chosen stays text. */
function ByHand({ because, onShowQuery }: { because: string; onShowQuery: () => void }) {
  return (
    <div className="rows__hand">
      <p>
        <b>Written by hand.</b> This query cannot be shown as a form, because {because.replaceAll("`", "")}. It stays as
        it is.
      </p>
      <Button size="small" onClick={onShowQuery}>
        Edit it under Query
      </Button>
    </div>
  );
}

/** The group's query as a draft that may lack something yet. What is written from here is not read again. */
function useDraft(group: GroupOutline, isReady: boolean) {
  const { asides, edits } = useWorkbench();
  const { query, pointer } = group;
  const [draft, setDraft] = useState<GroupQuery>();
  const [because, setBecause] = useState<string>();
  /** The text that the draft says, and whether the mapping has yet to follow. */
  const written = useRef({ text: "", isPending: false });
  if (written.current.text === query) written.current.isPending = false;
  const isMine = draft !== undefined && (written.current.text === query || written.current.isPending);
  const { value: read, problem } = useAnswer(
    isReady && !isMine ? query : null,
    (signal) => asides.readQuery(query, signal),
    { after: "snapshot", pause: 60 },
  );
  useEffect(() => {
    if (!read) return;
    written.current = { text: query, isPending: false };
    setDraft(read.query);
    setBecause(read.because);
  }, [read]);
  useEffect(() => {
    if (problem) setBecause(`it has a fault: ${problem.diagnostics[0]?.message ?? "it does not compile"}`);
  }, [problem]);

  function change(next: GroupQuery) {
    setDraft(next);
    const text = groupQueryText(next);
    if (text === written.current.text) return;
    // What only looks different is left as it was written.
    if (draft && text === groupQueryText(draft)) return;
    written.current = { text, isPending: true };
    void edits.type(set(pointer, "query", text));
  }
  return { draft: isMine ? draft : undefined, because: draft && isMine ? undefined : because, change };
}

interface BuilderProps {
  query: GroupQuery;
  index: SchemaIndex;
  group: GroupOutline;
  onChange: (query: GroupQuery) => void;
  onShowQuery: () => void;
}

function Builder({ query, index, group, onChange, onShowQuery }: BuilderProps) {
  const found = index.find(query.from);
  const fields = useFields(index, found);
  const missing = incomplete(query.where);
  const put = (part: Partial<GroupQuery>) => onChange({ ...query, ...part });
  return (
    <>
      <ClassField index={index} value={query.from} onChoose={(from: ClassName) => put({ from })} />
      <label className="choice">
        <input type="checkbox" checked={!query.only} onChange={(event) => put({ only: !event.target.checked })} />
        With its subclasses{found && <Heirs index={index} found={found} />}
      </label>
      <TestsEditor
        tests={query.where}
        fields={fields}
        index={index}
        from={query.from}
        onChange={(where: Tests) => put({ where })}
      />
      {missing > 0 && (
        <p className="rows__note" role="status">
          {plural(missing, "condition lacks", "conditions lack")} something and {missing === 1 ? "is" : "are"} not in
          the query yet.
        </p>
      )}
      {hasComment(group.query) && (
        <p className="rows__note">
          <Icon name="info" /> The query has comments. They go when something is changed here.
        </p>
      )}
      <details className="rows__text">
        <summary>ECSQL</summary>
        <code>{group.query}</code>
        <Button size="small" onClick={onShowQuery}>
          Edit it under Query
        </Button>
      </details>
    </>
  );
}

/** How many classes are below a class. */
function Heirs({ index, found }: { index: SchemaIndex; found: FoundClass }) {
  const heirs = useMemo(
    () =>
      [...index.all()].filter(({ fullName }) => fullName !== found.fullName && index.isA(fullName, found.fullName))
        .length,
    [index, found],
  );
  return <span className="rows__aside">({heirs === 0 ? "none" : count(heirs)})</span>;
}

const incomplete = (condition: Condition): number =>
  condition.kind === "test"
    ? Number(!isComplete(condition))
    : condition.items.reduce((total, item) => total + incomplete(item), 0);

/** Comments, outside of texts and names. */
const hasComment = (query: string): boolean =>
  /--|\/\*|\/\//.test(query.replace(/'[^']*'|\[[^\]]*\]|"[^"]*"|`[^`]*`/g, ""));

/** What can be asked of the rows; aspects and what JSON holds come once they were looked up. */
function useFields(index: SchemaIndex, found: FoundClass | undefined) {
  const id = useId();
  const { asides } = useWorkbench();
  const { value: aspects } = useAnswer("aspects", (signal) => asides.aspects(signal));
  const { value: members } = useAnswer(found ? `${id} ${found.fullName}` : null, async (signal) => {
    const properties = found ? jsonProperties(found) : [];
    const texts: string[][] = [];
    for (const property of properties)
      texts.push((await asides.rows(jsonQuery(property, found as FoundClass), signal)).map(([text]) => String(text)));
    return properties.flatMap((property, at) => jsonMembers([property], texts[at] ?? []));
  });
  return useMemo(
    () => (found ? fieldsOf(index, found, aspects ?? [], members ?? []) : []),
    [index, found, aspects, members],
  );
}
