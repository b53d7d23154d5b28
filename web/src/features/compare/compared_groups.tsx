// The groups of a comparison as a table, the chosen one column by column, the chosen column cell by cell.
import { useState } from "react";
import { type Compared, type ComparedColumn, type ComparedGroup, type ComparedRow, useWorkbench } from "../../engine";
import { count, percent, plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { TableHead } from "../../ui/table_head";
import { Ticked } from "../../ui/ticked";

interface GroupsProps {
  result: Compared["result"];
  onClose: () => void;
}

export function ComparedGroups({ result, onClose }: GroupsProps) {
  const first = result.groups.findIndex((group) => "columns" in group && !isSame(group));
  const [chosen, setChosen] = useState(Math.max(0, first));
  const group = result.groups[chosen];
  return (
    <>
      <div className="compare__scroll" tabIndex={0} role="group" aria-label="Groups">
        <table className="compare__table">
          <TableHead names={["Group", "Rows in A", "Rows in B", "In both", "Only in A", "Only in B", "Changed"]} />
          <tbody>
            {result.groups.map((each, index) => (
              <tr key={each.group} aria-current={index === chosen ? "true" : undefined}>
                <th scope="row">
                  <button type="button" className="compare__pick" onClick={() => setChosen(index)}>
                    {each.group}
                  </button>
                </th>
                {"columns" in each ? (
                  [each.rowsA, each.rowsB, each.rowsInBoth, each.onlyA.count, each.onlyB.count, each.changedRows].map(
                    (value, place) => (
                      <td key={place} className={place > 2 && value > 0 ? "compare__differs" : undefined}>
                        {count(value)}
                      </td>
                    ),
                  )
                ) : (
                  <td colSpan={6} className="compare__differs compare__failed">
                    cannot be run on {each.failedA ? (each.failedB ? "either" : "A") : "B"}:{" "}
                    <Ticked text={(each.failedA ?? each.failedB)?.[0]?.message ?? "its query does not run"} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {group && "columns" in group && <Group key={group.group} group={group} onClose={onClose} />}
    </>
  );
}

const isSame = ({ onlyA, onlyB, changedRows }: ComparedGroup): boolean => onlyA.count + onlyB.count + changedRows === 0;

/** A column by its name, or the rows that only one snapshot has. */
type Chosen = { column: string } | { only: "A" | "B" };

function Group({ group, onClose }: { group: ComparedGroup; onClose: () => void }) {
  const { onlyA, onlyB, rowsA, rowsB, rowsInBoth, withoutKeyA, withoutKeyB, columns } = group;
  const most = columns.find(({ changed }) => changed > 0);
  const [chosen, setChosen] = useState<Chosen | null>(
    most ? { column: most.name } : onlyA.count > 0 ? { only: "A" } : onlyB.count > 0 ? { only: "B" } : null,
  );
  const column = chosen && "column" in chosen ? columns.find(({ name }) => name === chosen.column) : undefined;
  const isColumn = (name: string) => chosen !== null && "column" in chosen && chosen.column === name;
  const isOnly = (side: "A" | "B") => chosen !== null && "only" in chosen && chosen.only === side;
  return (
    <div className="compare__group">
      <div className="compare__columns" tabIndex={0} role="group" aria-label={`Columns of ${group.group}`}>
        <p className="compare__only">
          {(["A", "B"] as const).map((side) => (
            <Button
              key={side}
              size="small"
              aria-pressed={isOnly(side)}
              disabled={(side === "A" ? onlyA : onlyB).count === 0}
              onClick={() => setChosen({ only: side })}
            >
              {plural((side === "A" ? onlyA : onlyB).count, "row")} only in {side}
            </Button>
          ))}
        </p>
        {withoutKeyA + withoutKeyB > 0 && (
          <p className="compare__note">
            Not compared, for want of a federation GUID: {count(withoutKeyA)} in A, {count(withoutKeyB)} in B.
          </p>
        )}
        <table className="compare__table">
          <TableHead names={["Column", "Filled in A", "Filled in B", "Changed"]} />
          <tbody>
            {columns.map(({ name, filledA, filledB, changed }) => (
              <tr key={name} aria-current={isColumn(name) ? "true" : undefined}>
                <th scope="row">
                  {changed > 0 ? (
                    <button type="button" className="compare__pick" onClick={() => setChosen({ column: name })}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                </th>
                <td title={count(filledA)}>{percent(filledA, rowsA)}</td>
                <td title={count(filledB)}>{percent(filledB, rowsB)}</td>
                <td className={changed > 0 ? "compare__differs" : undefined} title={percent(changed, rowsInBoth)}>
                  {count(changed)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {column && <Cells column={column} group={group.group} onClose={onClose} />}
      {isOnly("A") && <Rows side="A" {...onlyA} group={group.group} onClose={onClose} />}
      {isOnly("B") && <Rows side="B" {...onlyB} group={group.group} onClose={onClose} />}
    </div>
  );
}

interface Listed {
  group: string;
  onClose: () => void;
}

function Cells({ column, group, onClose }: Listed & { column: ComparedColumn }) {
  const { name, changed, gained, lost, cells } = column;
  return (
    <div className="compare__list" tabIndex={0} role="group" aria-label={`Changed cells of ${name}`}>
      <p className="compare__note">
        {plural(changed, "cell")} of {name} changed
        {gained > 0 && `, ${count(gained)} of them empty in A`}
        {lost > 0 && `, ${count(lost)} of them empty in B`}
        {cells.length < changed && `; the first ${count(cells.length)} are listed`}.
      </p>
      <table className="compare__table">
        <TableHead names={["Row", "A", "B"]} />
        <tbody>
          {cells.map((cell, index) => (
            <tr key={index}>
              <th scope="row">
                <RowKey row={cell} group={group} onClose={onClose} />
              </th>
              <td className="compare__value">{valueWords(cell.a)}</td>
              <td className="compare__value">{valueWords(cell.b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rows({
  side,
  count: all,
  rows,
  group,
  onClose,
}: Listed & { side: "A" | "B"; count: number; rows: readonly ComparedRow[] }) {
  return (
    <div className="compare__list" tabIndex={0} role="group" aria-label={`Rows only in ${side}`}>
      <p className="compare__note">
        {plural(all, "row")} only in {side}
        {rows.length < all && `; the first ${count(rows.length)} are listed`}.
      </p>
      <ul className="compare__keys">
        {rows.map((row, index) => (
          <li key={index}>
            <RowKey row={row} group={group} onClose={onClose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the open snapshot has leads to its row in the table. */
function RowKey({ row, group, onClose }: Listed & { row: ComparedRow }) {
  const workbench = useWorkbench();
  const { idA, key } = row;
  if (idA === undefined) return <code>{key}</code>;
  const show = () => {
    const at = workbench.documents.state.outline?.groups.findIndex(({ name }) => name === group) ?? -1;
    onClose();
    if (at >= 0) void workbench.chooseElement(idA, [at]);
  };
  return (
    <button type="button" className="compare__pick" title="Show it in the table" onClick={show}>
      <code>{key}</code>
    </button>
  );
}

function valueWords(value: unknown) {
  if (value === null) return <i>no value</i>;
  if (value === "") return <i>empty text</i>;
  return String(value);
}
