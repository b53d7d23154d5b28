// What an entry or a path would fill, tried on a sample of rows while one chooses.
import { type ColumnHealth, useAnswer, useWorkbench, type EntryOutline, type ColumnOutline } from "../../engine";
import { count, percent, samplesOf } from "../../lib/format";
import { Share } from "../../ui/bars";

/** How each entry of a column would fill it if it were the only one. */
export function useEntryTrials(query: string, property: ColumnOutline): (ColumnHealth | undefined)[] | undefined {
  const { asides } = useWorkbench();
  const columns = property.entries.map((entry) => trialColumn(property.dataType, entry));
  const key = columns.length > 0 ? JSON.stringify([query, columns]) : null;
  return useAnswer(key, (signal) => asides.tryColumns(query, columns, signal)).value;
}

/** How paths that can be chosen would fill the column: a note for each, by path. */
export function usePathNotes(
  query: string,
  entry: EntryOutline,
  paths: readonly string[],
  isWanted: boolean,
): ReadonlyMap<string, string> {
  const { asides } = useWorkbench();
  const typed = entry.property.toLowerCase();
  const fits = (path: string) => path.toLowerCase().startsWith(typed);
  const asked = isWanted ? [...paths.filter(fits), ...paths.filter((path) => !fits(path))].slice(0, mostPaths) : [];
  // As text every value counts: what is asked is whether there is one.
  const columns = asked.map((path) => trialColumn("String", { ...entry, property: path, type: "String" }));
  const key = columns.length > 0 ? JSON.stringify([query, columns]) : null;
  const { value } = useAnswer(key, async (signal) => {
    const { columns: trials, isSample } = await asides.tryBlock(query, columns, signal, rowsForPaths);
    return new Map(trials.map((facts, index) => [asked[index] ?? "", facts ? pathNote(facts, isSample) : ""]));
  });
  return value ?? noNotes;
}

const noNotes: ReadonlyMap<string, string> = new Map();
/** More paths than this are not tried: typing on narrows them down. */
const mostPaths = 40;
/** Enough to tell a path that is filled from one that is not, and quick. */
const rowsForPaths = 1000;

/** "84% filled: 2.75, 3.1" */
function pathNote({ filled, nulls, top }: ColumnHealth, isSample: boolean): string {
  const samples = samplesOf(top, 2);
  return `${percent(filled, filled + nulls)} filled${isSample ? " in a sample" : ""}${samples === "" ? "" : `: ${samples}`}`;
}

const trialColumn = (dataType: string | undefined, { schema, class: className, property, type }: EntryOutline) => ({
  dataType: dataType ?? "String",
  ecProperties: [
    {
      ecSchemaName: schema,
      ecClassName: className,
      ecPropertyName: property,
      ...(type === undefined ? {} : { ecPropertyType: type }),
    },
  ],
});

/** Below an entry: its share of rows, and values it gives. */
export function EntryTrial({ facts }: { facts: ColumnHealth | undefined }) {
  if (!facts) return null;
  const { filled, nulls, whyNull, top } = facts;
  const total = filled + nulls;
  const samples = samplesOf(top, 3);
  const why = whyNull[0]?.words.short;
  return (
    <div className="entry-trial">
      <Share part={filled} whole={total} />
      <p>
        {filled === 0 ? (
          <span className="mapping-empty">Fills no row{why && `: ${why}`}</span>
        ) : (
          <>
            Alone fills <b>{percent(filled, total)}</b> of {count(total)} rows
            {samples !== "" && (
              <>
                : <span className="entry-trial__samples">{samples}</span>
              </>
            )}
          </>
        )}
      </p>
    </div>
  );
}
