// The way to a column that is a formula, and nothing else: no entry comes with it.
import { apiOf, groupOf, useWorkbench } from "../../engine";
import { freeName, ownList } from "../../lib/outline";
import { Button } from "../../ui/button";

/** Adds a formula column where the mapping's API has them, and says which. */
export function useAddFormula(): () => string | undefined {
  const { documents, edits } = useWorkbench();
  return () => {
    const group = groupOf(documents.state);
    const isV1 = apiOf(documents.state) === "reporting";
    const list = group && (isV1 ? ownList(group, "customCalculations") : group.columnsPointer);
    if (!group || list === undefined) return undefined;
    const propertyName = freeName("NewFormula", group.columns);
    // The service tells the type of a custom calculation itself.
    const column = { propertyName, ...(isV1 ? {} : { dataType: "Double" }), formula: "" };
    void edits.addColumns([{ list, column }]);
    return propertyName;
  };
}

export function FormulaButton({ onAdded }: { onAdded: (column: string) => void }) {
  const { documents } = useWorkbench();
  const addFormula = useAddFormula();
  const canAdd = documents.use((s) => groupOf(s)?.columnsPointer !== undefined);
  return (
    <Button
      size="small"
      icon="formula"
      title="Add a column that is computed from others"
      disabled={!canAdd}
      onClick={() => {
        const name = addFormula();
        if (name !== undefined) onAdded(name);
      }}
    >
      Formula
    </Button>
  );
}
