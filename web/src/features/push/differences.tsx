// What a push would change, field by field.
import type { MappingChange } from "../../engine";
import { Notice } from "../../ui/notice";
import { TableHead } from "../../ui/table_head";
import "./plan.css";

const kinds: Record<MappingChange["kind"], string> = { added: "Added", removed: "Removed", changed: "Changed" };

interface DifferencesProps {
  changes: readonly MappingChange[];
  label: string;
  /** What is said when there are none. */
  none: string;
  /** What the two sides are called. */
  sides?: readonly [string, string];
}

/** Field by field: what is live, and what the edited mapping has instead. */
export function Differences({ changes, label, none, sides = ["Live", "Edited"] }: DifferencesProps) {
  if (changes.length === 0) {
    return (
      <Notice small icon="check">
        {none}
      </Notice>
    );
  }
  return (
    <ul className="differences" tabIndex={0} aria-label={label}>
      {changes.map(({ kind, what, names, fields }, index) => (
        <li key={index} className="difference">
          <h3>
            <span className={`chip ${chips[kind]}`}>{kinds[kind]}</span>
            {what} {names.join(" › ")}
          </h3>
          <table>
            <TableHead names={["Field", ...sides]} />
            <tbody>
              {fields.map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  <td className="difference__before">
                    <FieldValue value={before} />
                  </td>
                  <td className="difference__after">
                    <FieldValue value={after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </li>
      ))}
    </ul>
  );
}

const chips: Record<MappingChange["kind"], string> = {
  added: "chip--ok",
  removed: "chip--fault",
  changed: "chip--info",
};

/** Entries one a line, in order; everything else as it is written. */
function FieldValue({ value }: { value: unknown }) {
  if (value === undefined || value === "") return <i>not set</i>;
  if (typeof value === "string") return <code>{value}</code>;
  if (!Array.isArray(value)) return <code>{JSON.stringify(value)}</code>;
  return (
    <ol>
      {value.map((item, index) => (
        <li key={index}>
          <code>{entryText(item)}</code>
        </li>
      ))}
    </ol>
  );
}

function entryText(item: unknown): string {
  const { ecSchemaName, ecClassName, ecPropertyName, ecPropertyType } = (item ?? {}) as Record<string, unknown>;
  if (typeof ecPropertyName !== "string") return JSON.stringify(item);
  const type = typeof ecPropertyType === "string" ? ` (${ecPropertyType})` : "";
  return `${String(ecSchemaName)}.${String(ecClassName)} › ${ecPropertyName}${type}`;
}
