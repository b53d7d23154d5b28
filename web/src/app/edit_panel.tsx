// The tab Edit of the inspector: the form of a column or a group, with what other folders put into it.
import { type ComponentProps, useMemo } from "react";
import type { ColumnOutline, GroupOutline } from "../engine";
import { useWorkbench } from "../engine";
import { FormulaField } from "../features/formula/formula_field";
import { OfTheirOwn } from "../features/formula/of_their_own";
import { RowsForm } from "../features/group/rows_form";
import { Editor } from "../features/mapping/editor";

interface EditPanelProps extends Omit<ComponentProps<typeof Editor>, "rowsOf" | "formula"> {
  onShowQuery: () => void;
}

export default function EditPanel({ onShowQuery, onAddColumn, ...rest }: EditPanelProps) {
  const { documents } = useWorkbench();
  const formula = useMemo(
    () => ({
      field: (slot: Parameters<typeof FormulaField>[0]) => <FormulaField {...slot} />,
      ofTheirOwn: (group: GroupOutline, property: ColumnOutline) => (
        <OfTheirOwn group={group} property={property} onAdded={onAddColumn} />
      ),
    }),
    [onAddColumn],
  );
  const rowsOf = (group: GroupOutline) => (
    <RowsForm key={`${documents.shown} ${group.pointer}`} group={group} onShowQuery={onShowQuery} />
  );
  return <Editor {...rest} rowsOf={rowsOf} formula={formula} onAddColumn={onAddColumn} />;
}
