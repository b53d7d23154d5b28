// Extractions: how far each is, what it told, and for the one that was started here the tables it made.
import { useState } from "react";
import { isRunOver, useWorkbench } from "../../engine";
import type { ServiceLogLine, ServiceMapping, ServiceRun } from "../../lib/service_client";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { useCaughtFocus } from "../../ui/use_caught_focus";
import { Loading, ReportTables } from "./reports";
import { stateChips, stateWords, timeOf } from "./words";
import { useAsked } from "./use_asked";

export function Runs() {
  const { service } = useWorkbench();
  const lists = service.use((s) => s.lists);
  const started = service.use((s) => s.started);
  const scroll = useCaughtFocus<HTMLDivElement>();
  if (!lists) return null;
  if (lists.runs.length === 0) {
    return (
      <Notice icon="play" title="No extractions yet">
        Choose “Run extraction” beside a mapping.
      </Notice>
    );
  }
  return (
    <div ref={scroll} className="service__scroll" tabIndex={0} role="group" aria-label="Extractions, the newest first">
      {lists.runs.map((run) => (
        <Run key={run.id} run={run} mapping={started?.id === run.id ? started.mapping : null} />
      ))}
    </div>
  );
}

function Run({ run, mapping }: { run: ServiceRun; mapping: ServiceMapping | null }) {
  const [open, setOpen] = useState(mapping !== null);
  const isOver = isRunOver(run);
  const isGood = run.state === "Succeeded" || run.state === "PartiallySucceeded";
  return (
    <details className="service__report" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={`chip ${stateChips[run.state]}`} {...(mapping ? { role: "status" } : {})}>
          {stateWords[run.state]}
        </span>
        {mapping && <b>{mapping.mappingName}</b>}
        <span className="service__note">{timeOf(run.startedOn)}</span>
        {!isOver && <span className="progress" />}
      </summary>
      {open && (
        <div className="service__tables">
          <Log run={run} />
          {mapping && isOver && isGood && <TablesOf mapping={mapping} version={run.id} />}
        </div>
      )}
    </details>
  );
}

const levelChips: Record<ServiceLogLine["level"], string> = {
  Information: "",
  Warning: "chip--attention",
  Error: "chip--fault",
};

/** Read anew when the state changes. */
function Log({ run }: { run: ServiceRun }) {
  const log = useAsked(`${run.id} ${run.state}`, (client, signal) => client.log(run.id, signal));
  if (log.phase !== "ready") return <Loading asked={log} what="log" />;
  return (
    <ol className="service__log" tabIndex={0} aria-label={`Log of the extraction of ${timeOf(run.startedOn)}`}>
      {log.value.map((line, index) => (
        <li key={index}>
          <time dateTime={line.dateTime}>{timeOf(line.dateTime)}</time>
          <span className={`chip ${levelChips[line.level]}`}>{line.level}</span>
          <span>{line.message}</span>
        </li>
      ))}
    </ol>
  );
}

/** The report that shows the mapping's tables, or the offer to make one. */
function TablesOf({ mapping, version }: { mapping: ServiceMapping; version: string }) {
  const { service } = useWorkbench();
  const reports = service.use((s) => s.lists?.reports) ?? [];
  const key = `${mapping.id} ${reports.map(({ id }) => id).join(" ")}`;
  const showing = useAsked(key, async (client, signal) => {
    for (const report of reports) if ((await client.mappingsOf(report.id, signal)).includes(mapping.id)) return report;
    return null;
  });
  if (showing.phase !== "ready") return <Loading asked={showing} what="report" />;
  if (showing.value) return <ReportTables report={showing.value} version={version} />;
  return (
    <p className="service__line">
      <span className="service__note">
        No report shows {mapping.mappingName}, so its tables have no OData address yet.
      </span>
      <Button size="small" icon="plus" onClick={() => void service.makeReport(mapping)}>
        Make a report
      </Button>
    </p>
  );
}
