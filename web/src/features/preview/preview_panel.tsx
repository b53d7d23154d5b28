// The chosen group's table in all its states: running, there, empty, failed. While a new preview runs the one before stays.
import { type ReactNode, useEffect, useMemo, useState } from "react";
import {
  type CellPlace,
  classNames,
  copyIds,
  groupOf,
  healthOf,
  isFiltering,
  isUnknownCall,
  type JobState,
  type PreviewData,
  type Problem,
  progressOf,
  type RowWish,
  useWorkbench,
  valueOf,
} from "../../engine";
import { copied } from "../../lib/clipboard";
import { count, duration, ofAll, plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { later } from "../../ui/later";
import { Notice } from "../../ui/notice";
import { SearchField } from "../../ui/search_field";
import { Ticked } from "../../ui/ticked";
import { arrangedFacts, ArrangingStrip, FindingWords, StopFinding } from "./arranging";
import { cellFaces } from "./cell_face";
import type { OpenMenu } from "./column_menu";
import { ColumnsShown, HiddenNote } from "./columns_shown";
import { cellAsText, mostCopied, rowsAsText, rowsToCopy, tableAsText } from "./copy";
import { CountingButton, CountingWords } from "./counting";
import { ExportButton } from "./export_button";
import { FilterChips } from "./filter_chips";
import { Grid } from "./grid";
import { useShownRows } from "./shown_rows";
import { useColumns } from "./use_columns";
import "./preview.css";

const ColumnMenu = later(() => import("./column_menu"));

type PreviewState = JobState<PreviewData, { rows: number }>;

const noNames: ReadonlyMap<string, string> = new Map();

/** The chosen group's table, with its title above. */
export function PreviewPanel({ onShowQuery, onEditColumn, onExportAll }: Omit<GroupTableProps, "preview" | "data">) {
  const preview = useWorkbench().questions.preview.use((s) => s);
  const data = valueOf(preview);
  return (
    <section className="stack preview" aria-label="Preview">
      {data ? (
        <GroupTable
          key={data.groupName}
          preview={preview}
          data={data}
          onShowQuery={onShowQuery}
          onEditColumn={onEditColumn}
          onExportAll={onExportAll}
        />
      ) : (
        <>
          <GroupBar preview={preview} />
          <NoTable preview={preview} onShowQuery={onShowQuery} />
        </>
      )}
    </section>
  );
}

interface GroupTableProps {
  preview: PreviewState;
  data: PreviewData;
  onShowQuery: () => void;
  /** Leads to the form of a column. */
  onEditColumn: (column: string) => void;
  /** Asks which groups go into one file. */
  onExportAll: () => void;
}

/** A group's rows: those that fit the filter, in the order asked for. */
function GroupTable({ preview, data, onShowQuery, onEditColumn, onExportAll }: GroupTableProps) {
  const workbench = useWorkbench();
  const { questions } = workbench;
  const { arranging } = questions;
  const cell = workbench.selection.use((s) => s.cell);
  const chosenRows = workbench.selection.use((s) => s.rows);
  const schemas = workbench.files.use((s) => s.schemas);
  const profile = questions.counting.use(valueOf);
  const wish = arranging.use((s) => s.wish);
  const arranged = arranging.use((s) => s.arranged);
  const isFinding = arranging.finding.use((s) => progressOf(s) !== undefined);
  const repeated = questions.repeatedIds.use(valueOf);
  const [said, say] = useState("");
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const { table, groupName } = data;
  const columns = useColumns(table, groupName);
  const health = healthOf(table, profile);
  const shown = useShownRows(table, arranged);
  const faceOf = useMemo(
    () => cellFaces((number) => questions.rowAt(number), schemas ? classNames(schemas) : noNames, repeated),
    [shown, table, schemas, repeated],
  );

  useEffect(() => {
    const wait = setTimeout(() => say(""), 2500);
    return () => clearTimeout(wait);
  }, [said]);

  function sortBy(column: string) {
    const { sort } = wish;
    const isSame = sort?.column === column;
    const next = isSame && sort.isDescending ? null : { column, isDescending: isSame };
    void arranging.want({ ...wish, sort: next });
  }

  async function copy(text: () => string | Promise<string>, what: string) {
    say(await copied(async () => ({ text: await text(), what }), "The rows could not be read."));
  }

  function copyCell({ row, column }: CellPlace) {
    const at = questions.rowAt(row);
    if (row < 0)
      return copy(async () => tableAsText(await rowsToCopy(table, arranging), [column]), `the column, ${mostRows}`);
    return at ? copy(() => cellAsText(at.table, at.row, column), "the value") : say("The rows could not be read.");
  }

  /** Of a chosen row all that are chosen, as they stand on screen; of any other the cell. */
  function copyFrom(place: CellPlace) {
    if (!chosenRows.has(place.row)) return void copyCell(place);
    const there = [...chosenRows].filter((number) => shown.placeOf(number) !== undefined);
    there.sort((a, b) => (shown.placeOf(a) ?? 0) - (shown.placeOf(b) ?? 0));
    const rows = there.slice(0, mostCopied).flatMap((number) => questions.rowAt(number) ?? []);
    const isAll = rows.length === chosenRows.size;
    const what = isAll
      ? plural(rows.length, "chosen row")
      : `${count(rows.length)} of ${count(chosenRows.size)} chosen rows`;
    return copy(() => rowsAsText(rows, columns.order), isAll ? what : `${what}; the others are not shown`);
  }

  // Of what was found, also where the grid has no room for all of it.
  const rowCount = arranged?.view.rowCount ?? table.rowCount;
  const isFiltered = !isFinding && arranged !== null && isFiltering(arranged.wish);
  const mostRows = plural(Math.min(rowCount, mostCopied), "row");
  return (
    <>
      <GroupBar
        preview={preview}
        data={data}
        said={said}
        filter={wish.filter}
        onFilter={(filter) => void arranging.want({ ...wish, filter })}
        copyWords={rowCount > mostCopied ? `Copy the first ${mostRows}` : `Copy ${mostRows} shown`}
        onCopyIds={isFiltered ? () => void copyIds(arranging).then(say) : undefined}
        onExportAll={onExportAll}
        onCopy={() => void copy(async () => tableAsText(await rowsToCopy(table, arranging), columns.order), mostRows)}
        tools={<ColumnsShown table={table} health={health} columns={columns} />}
      />
      <FilterChips onCopied={say} />
      <HiddenNote table={table} columns={columns} chosen={cell?.column} />
      {table.rowCount === 0 ? (
        <Notice
          icon="table"
          title="The query finds no rows"
          actions={<Button onClick={onShowQuery}>Look at the query</Button>}
        >
          {groupName} would be an empty table. Check its conditions and class names against this snapshot.
        </Notice>
      ) : shown.count === 0 ? (
        <Notice
          icon="search"
          title="No row fits"
          actions={
            <Button onClick={() => void arranging.want({ ...wish, filter: "", where: [] })}>Show all rows</Button>
          }
        >
          None of all {plural(arranged?.view.tableRowCount ?? 0, "row")} {arranged && noFitWords(arranged.wish)}.
        </Notice>
      ) : (
        <div className={`preview__table${preview.phase === "running" || isFinding ? " preview__table--stale" : ""}`}>
          <Grid
            label={`${groupName}, preview`}
            table={table}
            health={health}
            rows={shown}
            columns={columns}
            sort={arranged?.wish.sort ?? null}
            faceOf={faceOf}
            cell={cell}
            onCell={(place) => workbench.selection.choose(place)}
            onSort={sortBy}
            onCopy={(place) => void copyFrom(place)}
            onMenu={setMenu}
            onSay={say}
            chosen={chosenRows}
            onChosen={(rows) => workbench.selection.chooseRows(rows)}
          />
        </div>
      )}
      {menu && (
        <ColumnMenu
          table={table}
          columns={columns}
          sort={wish.sort}
          open={menu}
          sortBy={(sort) => void arranging.want({ ...wish, sort })}
          copy={(place) => void copyCell(place)}
          choose={(place) => workbench.selection.choose(place)}
          edit={onEditColumn}
          say={say}
          onClose={() => setMenu(null)}
        />
      )}
      <ArrangingStrip />
    </>
  );
}

/** "has “x” in a cell", "fulfils all 2 filters" */
function noFitWords({ filter, where }: RowWish): string {
  const text = filter.trim() === "" ? [] : [`has “${filter.trim()}” in a cell`];
  const filters =
    where.length === 0 ? [] : [where.length === 1 ? "fulfils the filter" : `fulfils all ${where.length} filters`];
  return [...filters, ...text].join(" and ");
}

interface GroupBarProps {
  preview: PreviewState;
  data?: PreviewData;
  /** Said for a moment in place of the figures. */
  said?: string;
  filter?: string;
  onFilter?: (filter: string) => void;
  copyWords?: string;
  onCopy?: () => void;
  onCopyIds?: (() => void) | undefined;
  onExportAll?: () => void;
  /** More for the end of the bar. */
  tools?: ReactNode;
}

function GroupBar({
  preview,
  data,
  said,
  filter = "",
  onFilter,
  copyWords = "",
  onCopy,
  onCopyIds,
  onExportAll,
  tools,
}: GroupBarProps) {
  const workbench = useWorkbench();
  const group = workbench.documents.use(groupOf);
  const isCounting = workbench.questions.counting.use((s) => progressOf(s) !== undefined);
  const isFinding = workbench.questions.arranging.finding.use((s) => progressOf(s) !== undefined); // not what is done at once
  const arranged = workbench.questions.arranging.use((s) => s.arranged);
  const profile = workbench.questions.counting.use(valueOf);
  const running = preview.phase === "running";
  const loaded = progressOf(preview)?.rows ?? 0;
  return (
    <header className="bar group-bar">
      <h2 className="group-bar__name one-line">{data?.groupName || group?.name || "Preview"}</h2>
      {data && (
        <span className="group-bar__table" title="Name of the extracted table">
          <Icon name="table" />
          <span className="one-line">{data.table.tableName}</span>
        </span>
      )}
      <p className="group-bar__facts one-line" role="status">
        {said ||
          (running ? (
            <>
              Filling the columns…
              {/* What moves is for the eye. */}
              {loaded > 0 && <span aria-hidden="true"> {plural(loaded, "row")} so far</span>}
            </>
          ) : isFinding ? (
            <FindingWords />
          ) : arranged ? (
            arrangedFacts(arranged)
          ) : isCounting ? (
            <CountingWords />
          ) : (
            data && facts(data, profile?.rowCount)
          ))}
      </p>
      {!running && isFinding && <StopFinding />}
      {!running && !isFinding && !arranged && <CountingButton />}
      {running && (
        <Button size="small" onClick={() => workbench.questions.preview.cancel()}>
          Cancel
        </Button>
      )}
      {/* What is sorted or filtered is read as far as one looks. */}
      {!running && data && !arranged && !data.table.complete && (
        <Button size="small" onClick={() => workbench.questions.showTable(null)}>
          Load all rows
        </Button>
      )}
      {data && onFilter && data.table.rowCount > 0 && (
        <SearchField label="Filter rows" value={filter} onChange={onFilter} />
      )}
      {data && tools}
      {!running && data && onCopy && onExportAll && (
        <ExportButton
          tableName={data.table.tableName}
          copyWords={copyWords}
          onCopy={onCopy}
          onCopyIds={onCopyIds}
          onExportAll={onExportAll}
        />
      )}
      {running && <div className="group-bar__busy" />}
    </header>
  );
}

/** "80 rows, 14 columns, 12 ms", "First 1,000 of 42,000 rows, …" */
function facts({ table, milliseconds }: PreviewData, counted: number | undefined): ReactNode {
  const rows = table.complete ? plural(table.rowCount, "row") : `First ${ofAll(table.rowCount, counted)}`;
  const columns = plural(table.columns.filter((c) => !c.isDefault).length, "column");
  return (
    <>
      {rows}
      <span className={`group-bar__more${table.complete ? "" : " group-bar__more--wide"}`}>
        , {columns}, {duration(milliseconds)}
      </span>
    </>
  );
}

function NoTable({ preview, onShowQuery }: Pick<GroupTableProps, "preview" | "onShowQuery">) {
  const workbench = useWorkbench();
  const hasGroups = workbench.documents.use((s) => (s.outline?.groups.length ?? 0) > 0);
  if (preview.phase === "running") {
    const loaded = progressOf(preview)?.rows ?? 0;
    return (
      <Notice
        live
        title="Filling the columns"
        actions={<Button onClick={() => workbench.questions.preview.cancel()}>Cancel</Button>}
      >
        {loaded > 0 ? `${count(loaded)} rows so far` : "Running the group's query"}
      </Notice>
    );
  }
  if (preview.phase === "cancelled") {
    return (
      <Notice
        icon="close"
        live
        title="The preview was cancelled"
        actions={
          <Button look="primary" icon="restart" onClick={() => workbench.questions.showTable()}>
            Run it again
          </Button>
        }
      >
        Files and edits are unchanged.
      </Notice>
    );
  }
  if (preview.phase === "failed") return <Failed problem={preview.problem} onShowQuery={onShowQuery} />;
  return hasGroups ? (
    <Notice live>Waiting for the snapshot…</Notice>
  ) : (
    <Notice icon="table" title="No groups to preview">
      This text is no mapping yet. Problems says why.
    </Notice>
  );
}

function Failed({ problem, onShowQuery }: { problem: Problem; onShowQuery: () => void }) {
  const workbench = useWorkbench();
  const { diagnostics } = problem;
  if (isUnknownCall(problem)) {
    return (
      <Notice icon="info" live title="This engine cannot preview groups">
        The page is newer than the engine it was built with. Schemas, queries and problems still work.
      </Notice>
    );
  }
  return (
    <Notice
      fault
      live
      icon="error"
      title={
        problem.kind === "crashed" ? "The engine stopped while filling this group" : "This group cannot be previewed"
      }
      actions={[
        <Button key="query" look="primary" onClick={onShowQuery}>
          Look at the query
        </Button>,
        <Button
          key="again"
          icon="restart"
          onClick={() => void (problem.kind === "crashed" ? workbench.reopen() : workbench.questions.showTable())}
        >
          Try again
        </Button>,
      ]}
    >
      <ul className="failed">
        {diagnostics.slice(0, 4).map((d) => (
          <li key={`${d.code}${d.message}`}>
            <Ticked text={d.message} />
            {d.hint && (
              <span>
                <Ticked text={d.hint} />
              </span>
            )}
            {d.patch && (
              <Button size="small" icon="check" onClick={() => void workbench.edits.fix(d)}>
                Fix
              </Button>
            )}
          </li>
        ))}
      </ul>
      {diagnostics.length > 4 && <p>and {plural(diagnostics.length - 4, "more problem")}</p>}
    </Notice>
  );
}
