// The elements behind a number, as a list that is read as far as one looks.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  Arranging,
  classNames,
  copyIds,
  type Listed,
  noWish,
  type Preview,
  useGroupQueries,
  useWorkbench,
} from "../../engine";
import { defaultKey } from "../../lib/column_view";
import { byGroup, type RowsFilter } from "../../lib/filters";
import { count, plural } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import "./elements.css";

interface ElementsListProps {
  listed: Listed;
  /** Leads to rows in the table of a group. */
  onShowRows: (group: string, where: readonly RowsFilter[]) => void;
  onClose: () => void;
}

const rowHeight = 24;
/** All rows, in the order of their ids. */
const byId = { ...noWish, sort: { column: defaultKey("ECInstanceId"), isDescending: false } };

export default function ElementsList({ listed, onShowRows, onClose }: ElementsListProps) {
  const { asides, engine, files } = useWorkbench();
  const { question, title } = listed;
  const file = files.use((s) => s.snapshot);
  const queries = useGroupQueries();
  // It lives as long as the list: rows found by the engine, read a window at a time.
  const [elements] = useState(
    () =>
      new Arranging(
        engine,
        (_, { signal }) => asides.elementsOf(question, signal),
        () => -1,
      ),
  );
  const state = elements.finding.use((s) => s);

  useEffect(() => {
    void elements.want(byId);
  }, [elements, file, queries]);
  useEffect(() => () => elements.forget(), [elements, file]);

  return (
    <section className="elements" aria-label={title}>
      <header className="elements__head">
        <h3>{title}</h3>
        <IconButton icon="close" label="Close the list" onClick={onClose} />
      </header>
      {state.phase === "failed" ? (
        <Notice
          small
          fault
          live
          icon="error"
          actions={<Button onClick={() => void elements.again()}>Try again</Button>}
        >
          <Ticked text={state.problem.diagnostics[0]?.message ?? "The elements could not be listed."} />
        </Notice>
      ) : (
        <Rows listed={listed} elements={elements} onShowRows={onShowRows} />
      )}
    </section>
  );
}

function Rows({ listed, elements, onShowRows }: Omit<ElementsListProps, "onClose"> & { elements: Arranging }) {
  const { files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const names = useMemo(() => schemas && classNames(schemas), [schemas]);
  const arranged = elements.use((s) => s.arranged);
  elements.use((s) => s.version);
  const scroller = useRef<HTMLDivElement>(null);
  const [said, say] = useState("");
  const rows = useVirtualizer({
    count: arranged?.count ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const inView = rows.getVirtualItems();
  const [first, last] = [inView[0]?.index ?? 0, inView.at(-1)?.index ?? 0];
  useEffect(() => void elements.need(first, last), [elements, arranged, first, last]);

  const { question } = listed;
  return (
    <>
      <p className="elements__facts" role="status">
        {said || (arranged ? plural(arranged.view.rowCount, "element") : `Finding ${plural(listed.count, "element")}…`)}
      </p>
      <div className="elements__tools">
        <Button size="small" icon="copy" disabled={!arranged} onClick={() => void copyIds(elements).then(say)}>
          Copy ids
        </Button>
        {question.kind === "shared" && (
          <Button
            size="small"
            icon="table"
            title={`Their rows in the table of ${question.groups[0]}`}
            onClick={() => onShowRows(question.groups[0], [byGroup(question.groups[1])])}
          >
            Show in table
          </Button>
        )}
      </div>
      {arranged && (
        <div
          ref={scroller}
          className="elements__rows"
          tabIndex={0}
          role="region"
          aria-label={`${listed.title}, elements`}
        >
          <ul style={{ height: rows.getTotalSize() }}>
            {inView.map(({ index, start }) => {
              const number = arranged.numberAt(index);
              const at = number === undefined ? undefined : arranged.at(number);
              return (
                <li
                  key={index}
                  aria-setsize={arranged.count}
                  aria-posinset={index + 1}
                  style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                >
                  {at ? <Element table={at.table} row={at.row} names={names} /> : "…"}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {arranged && arranged.count < arranged.view.rowCount && (
        <p className="facts__note">The first {count(arranged.count)} are shown.</p>
      )}
    </>
  );
}

function Element({ table, row, names }: { table: Preview; row: number; names: ReadonlyMap<string, string> | null }) {
  const text = (column: string) => String(table.cell(row, column) ?? "");
  const className = names?.get(text("ECClassId")) ?? text("ECClassId");
  return (
    <>
      <code>{text("ECInstanceId")}</code>
      <span title={className}>{className.slice(className.indexOf(".") + 1)}</span>
      <span title={text("UserLabel") || text("Code")}>{text("UserLabel") || text("Code")}</span>
    </>
  );
}
