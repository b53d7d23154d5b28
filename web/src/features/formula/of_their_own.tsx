// Reporting v1 keeps formulas and measures in columns of their own. One in another column would turn the mapping into one of the
// other API, so the page says so and asks.
import { apiOf, type ColumnOutline, type GroupOutline, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { useAddFormula } from "./formula_button";

interface OfTheirOwnProps {
  group: GroupOutline;
  property: ColumnOutline;
  onAdded: (column: string) => void;
}

/** What Reporting v1 has in place of further sources of a column. */
export function OfTheirOwn({ group, property, onAdded }: OfTheirOwnProps) {
  const { documents, edits } = useWorkbench();
  const addFormula = useAddFormula();
  const isV1 = documents.use((s) => apiOf(s) === "reporting");
  // A custom calculation of Reporting v1 is where it belongs.
  if (isV1 && property.entries.length === 0 && property.kind !== "placeholder") return null;
  return (
    <details className="formula-api" open={!isV1}>
      <summary>{isV1 ? "Formula or measure in Reporting v1" : "A column of Reporting v1"}</summary>
      <p>
        {isV1
          ? "This mapping is one for Reporting v1. It has formulas as custom calculations and measures as calculated properties, each a column of its own."
          : "Custom calculations and calculated properties of their own exist only in Reporting v1, and this mapping is one for Grouping and Mapping."}
      </p>
      {isV1 && (
        <Button
          size="small"
          icon="formula"
          disabled={group.columnsPointer === undefined}
          onClick={() => {
            const name = addFormula();
            if (name !== undefined) onAdded(name);
          }}
        >
          Add a custom calculation
        </Button>
      )}
      <Button size="small" onClick={() => void edits.convert()}>
        Convert the mapping to Grouping and Mapping
      </Button>
      <p className="formula__note">
        Converting is one step, which Undo takes back: custom calculations and calculated properties become properties,
        and what only Reporting v1 has goes, such as <code>ecPropertyType</code>. Values are then converted to the
        column&apos;s data type alone.
      </p>
    </details>
  );
}
