// The service's mappings: opened into the page, or extracted.
import { useState } from "react";
import { documentOf, isRunOver, useWorkbench } from "../../engine";
import { count, plural } from "../../lib/format";
import type { ServiceMapping } from "../../lib/service_client";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { SearchField } from "../../ui/search_field";
import { TableHead } from "../../ui/table_head";
import { timeOf } from "./words";

/** More are found with the filter. */
const most = 200;

export function Mappings({ onExtract }: { onExtract: () => void }) {
  const { service, documents } = useWorkbench();
  const lists = service.use((s) => s.lists);
  const { served } = documents.use(documentOf);
  const [filter, setFilter] = useState("");
  const isRunning = lists?.runs.some((run) => !isRunOver(run)) ?? false;
  if (!lists) return null;
  if (lists.mappings.length === 0) {
    return (
      <Notice icon="table" title="No mappings yet">
        Add the one on screen above, put a file into the folder <code>mappings</code> of the state folder, or create one
        through the API.
      </Notice>
    );
  }
  const fitting = lists.mappings.filter(({ mappingName }) => mappingName.toLowerCase().includes(filter.toLowerCase()));

  async function open(mapping: ServiceMapping) {
    if (await service.openMapping(mapping)) service.close();
  }
  async function extract(mapping: ServiceMapping) {
    if (await service.extract(mapping)) onExtract();
  }

  return (
    <>
      {lists.mappings.length > 8 && <SearchField label="Filter mappings" value={filter} onChange={setFilter} />}
      <div className="service__scroll" tabIndex={0} role="group" aria-label="Mappings of the service">
        <table className="service__table">
          <TableHead names={["Mapping", "Changed", <span className="visually-hidden">Actions</span>]} />
          <tbody>
            {fitting.slice(0, most).map((mapping) => (
              <tr key={mapping.id}>
                <th scope="row">
                  {mapping.mappingName}
                  {served?.mappingId === mapping.id && <span className="chip chip--info">on screen</span>}
                  {mapping.description !== "" && <span className="service__note">{mapping.description}</span>}
                </th>
                <td>{timeOf(mapping.modifiedOn)}</td>
                <td>
                  <span className="service__actions">
                    <Button size="small" aria-label={`Open ${mapping.mappingName}`} onClick={() => void open(mapping)}>
                      Open
                    </Button>
                    <Button
                      size="small"
                      icon="play"
                      aria-label={`Run extraction of ${mapping.mappingName}`}
                      disabled={isRunning}
                      title={isRunning ? "One extraction of a snapshot at a time" : undefined}
                      onClick={() => void extract(mapping)}
                    >
                      Run extraction
                    </Button>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {fitting.length === 0 && <p className="service__note">No mapping has “{filter}” in its name.</p>}
        {fitting.length > most && (
          <p className="service__note">
            The first {count(most)} of {plural(fitting.length, "mapping")}: filter for the others.
          </p>
        )}
      </div>
    </>
  );
}
