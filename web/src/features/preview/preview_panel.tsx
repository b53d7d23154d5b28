import { useMemo } from "react";
import {
  classNames,
  groupOf,
  healthOf,
  isUnknownCall,
  type PreviewData,
  type PreviewState,
  type Problem,
  tableOf,
  useWorkbench,
  useWorkbenchState,
} from "../../engine";
import { count, duration, plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { ExportButton } from "./export_button";
import { Grid } from "./grid";
import "./preview.css";

const noNames: ReadonlyMap<string, string> = new Map();

/** The chosen group's table, with its title above. */
export function PreviewPanel({ onShowQuery }: { onShowQuery: () => void }) {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const { preview, cell, profile, schemas } = state;
  const group = groupOf(state);
  const data = tableOf(preview);
  const names = useMemo(() => (schemas ? classNames(schemas) : noNames), [schemas]);
  const properties = group?.properties ?? [];

  return (
    <section className="preview" aria-label="Preview">
      <GroupBar preview={preview} data={data} />
      {data ? (
        data.table.rowCount === 0 ? (
          <Notice
            icon="table"
            title="The query finds no rows"
            actions={<Button onClick={onShowQuery}>Look at the query</Button>}
          >
            {data.groupName} would be an empty table. Check its conditions and class names against this snapshot.
          </Notice>
        ) : (
          <div className={`preview__table${preview.phase === "running" ? " preview__table--stale" : ""}`}>
            <Grid
              key={data.groupName}
              label={`${data.groupName}, preview`}
              table={data.table}
              health={healthOf(data.table, profile)}
              properties={properties}
              classNames={names}
              cell={cell}
              onCell={(place) => workbench.selectCell(place)}
            />
          </div>
        )
      ) : (
        <NoTable
          preview={preview}
          hasMapping={state.mappingText.trim() !== ""}
          hasGroups={(state.outline?.groups.length ?? 0) > 0}
          onShowQuery={onShowQuery}
        />
      )}
    </section>
  );
}

function GroupBar({ preview, data }: { preview: PreviewState; data: PreviewData | undefined }) {
  const workbench = useWorkbench();
  const group = useWorkbenchState(groupOf);
  const running = preview.phase === "running";
  const rowCount = data?.table.rowCount ?? 0;
  return (
    <header className="group-bar">
      <h2 className="group-bar__name">{data?.groupName || group?.name || "Preview"}</h2>
      {data && (
        <span className="group-bar__table" title="Name of the extracted table">
          <Icon name="table" />
          {data.table.tableName}
        </span>
      )}
      <p className="group-bar__facts" role="status">
        {running ? (
          <>Filling the columns{preview.rows > 0 ? `, ${plural(preview.rows, "row")} so far` : ""}…</>
        ) : (
          data && (
            <>
              {data.table.complete ? plural(rowCount, "row") : `First ${plural(rowCount, "row")}`},{" "}
              {plural(data.table.columns.filter((c) => !c.isDefault).length, "column")}, {duration(data.milliseconds)}
            </>
          )
        )}
      </p>
      {running && (
        <Button size="small" onClick={() => workbench.cancelPreview()}>
          Cancel
        </Button>
      )}
      {!running && data && !data.table.complete && (
        <Button size="small" onClick={() => void workbench.preview(null)}>
          Load all rows
        </Button>
      )}
      {!running && data && <ExportButton tableName={data.table.tableName} />}
      {running && <div className="group-bar__busy" />}
    </header>
  );
}

interface NoTableProps {
  preview: PreviewState;
  hasMapping: boolean;
  hasGroups: boolean;
  onShowQuery: () => void;
}

function NoTable({ preview, hasMapping, hasGroups, onShowQuery }: NoTableProps) {
  const workbench = useWorkbench();
  if (preview.phase === "running") {
    return (
      <Notice
        live
        title="Filling the columns"
        actions={<Button onClick={() => workbench.cancelPreview()}>Cancel</Button>}
      >
        {preview.rows > 0 ? `${count(preview.rows)} rows so far` : "Running the group's query"}
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
          <Button look="primary" icon="restart" onClick={() => void workbench.preview()}>
            Run it again
          </Button>
        }
      >
        Files and edits are unchanged.
      </Notice>
    );
  }
  if (preview.phase === "failed") return <Failed problem={preview.problem} onShowQuery={onShowQuery} />;
  if (!hasMapping) {
    return (
      <Notice icon="table" title="Open a mapping to preview it">
        Drop a mapping file anywhere on this page: premap's own JSON, or a saved answer of the mapping API.
      </Notice>
    );
  }
  return hasGroups ? (
    <Notice live>Waiting for the snapshot…</Notice>
  ) : (
    <Notice icon="table" title="No groups in this mapping">
      A mapping needs a list called groups, each with a groupName and a query.
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
          onClick={() => void (problem.kind === "crashed" ? workbench.reopen() : workbench.preview())}
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
          </li>
        ))}
      </ul>
      {diagnostics.length > 4 && <p>and {plural(diagnostics.length - 4, "more problem")}</p>}
    </Notice>
  );
}
