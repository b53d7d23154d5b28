// Reports and their tables, each with the OData address to copy, and the first rows of the one that is chosen.
import { useState } from "react";
import { useWorkbench } from "../../engine";
import { ofAll } from "../../lib/format";
import { odataOf, type ServiceReport, type ServiceTable } from "../../lib/service_client";
import { Button } from "../../ui/button";
import { useCopied } from "../../ui/copied";
import { Notice } from "../../ui/notice";
import { TableHead } from "../../ui/table_head";
import { useAsked } from "./use_asked";

export function Reports() {
  const { service } = useWorkbench();
  const lists = service.use((s) => s.lists);
  if (!lists) return null;
  if (lists.reports.length === 0) {
    return (
      <Notice icon="columns" title="No reports yet">
        A report shows the tables of mappings at one OData address. Run an extraction, and the page offers to make one.
      </Notice>
    );
  }
  return (
    <div className="service__scroll" tabIndex={0} role="group" aria-label="Reports of the service">
      {lists.reports.map((report) => (
        <Report key={report.id} report={report} isOpen={lists.reports.length === 1} />
      ))}
    </div>
  );
}

function Report({ report, isOpen }: { report: ServiceReport; isOpen: boolean }) {
  const [open, setOpen] = useState(isOpen);
  return (
    <details className="service__report" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{report.displayName}</b>
        {report.description !== "" && <span className="service__note">{report.description}</span>}
      </summary>
      {open && <ReportTables report={report} />}
    </details>
  );
}

/** Also what a run that has ended shows. `version`: asked anew when it changes. */
export function ReportTables({ report, version = "" }: { report: ServiceReport; version?: string }) {
  const tables = useAsked(`${report.id} ${version}`, (client, signal) => client.tables(report, signal));
  const [shown, setShown] = useState<ServiceTable | null>(null);
  return (
    <div className="service__tables">
      <CopyLine what={`OData of ${report.displayName}`} address={odataOf(report)} />
      <Loading asked={tables} what="tables" />
      {tables.phase === "ready" && tables.value.length === 0 && (
        <p className="service__note">No tables yet: run an extraction of one of its mappings.</p>
      )}
      {tables.phase === "ready" && (
        <ul className="service__list" aria-label={`Tables of ${report.displayName}`}>
          {tables.value.map((table) => {
            const isShown = shown?.name === table.name;
            return (
              <li key={table.name}>
                <div className="service__line">
                  <span className="service__name one-line">{table.name}</span>
                  <Button
                    size="small"
                    aria-expanded={isShown}
                    aria-label={`${isShown ? "Hide" : "Show"} rows of ${table.name}`}
                    onClick={() => setShown(isShown ? null : table)}
                  >
                    {isShown ? "Hide rows" : "Show rows"}
                  </Button>
                  <CopyButton what={`address of ${table.name}`} address={table.address} />
                </div>
                {isShown && <Rows table={table} version={version} />}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Rows({ table, version }: { table: ServiceTable; version: string }) {
  const rows = useAsked(`${table.address} ${version}`, (client, signal) => client.rows(table, signal));
  if (rows.phase !== "ready") return <Loading asked={rows} what="rows" />;
  const { columns, rows: shown, rowCount } = rows.value;
  if (shown.length === 0) return <p className="service__note">The table has no rows.</p>;
  return (
    <>
      <p className="service__note" role="status">
        {ofAll(shown.length, rowCount)}, as OData gives them.
      </p>
      <div className="service__rows" tabIndex={0} role="group" aria-label={`Rows of ${table.name}`}>
        <table>
          <TableHead names={columns} />
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <Cell key={column} value={row[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined)
    return (
      <td>
        <i>null</i>
      </td>
    );
  return <td className={typeof value === "number" ? "service__number" : undefined}>{String(value)}</td>;
}

type AskedState = ReturnType<typeof useAsked<unknown>>;

export function Loading({ asked, what }: { asked: AskedState; what: string }) {
  if (asked.phase === "ready") return null;
  const words = { loading: `Loading ${what}…`, stopped: `Loading ${what} was stopped.` };
  return (
    <p className="service__line">
      <span role={asked.phase === "failed" ? "alert" : "status"} className="service__note">
        {asked.phase === "failed" ? `The ${what} could not be loaded: ${asked.message}` : words[asked.phase]}
      </span>
      {asked.phase === "loading" ? (
        <Button size="small" look="plain" onClick={asked.stop}>
          Stop
        </Button>
      ) : (
        <Button size="small" onClick={asked.again}>
          Load again
        </Button>
      )}
    </p>
  );
}

function CopyLine({ what, address }: { what: string; address: string }) {
  return (
    <p className="service__line">
      <span className="service__note">OData</span>
      <code className="service__address one-line">{address}</code>
      <CopyButton what={what} address={address} />
    </p>
  );
}

function CopyButton({ what, address }: { what: string; address: string }) {
  const { copied, copy } = useCopied();
  const isCopied = copied === address;
  return (
    <Button
      size="small"
      icon={isCopied ? "check" : "copy"}
      aria-label={isCopied ? `Copied the ${what}` : `Copy the ${what}`}
      title={address}
      onClick={() => copy(address)}
    >
      {isCopied ? "Copied" : "Copy address"}
    </Button>
  );
}
