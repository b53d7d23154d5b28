// A group's formulas, as its columns are typed.
#include "check/contract/checks.h"
#include "premap/resolve/formula_columns.h"

namespace premap {

void checkFormulas(const Group& group, Diagnostics& faults) {
  FormulaTable table = compileFormulas(resolve::formulaColumns(group, {}));
  for (Diagnostic& fault : resolve::placeFormulaFaults(table, group))
    if (fault.code != "formula-empty") faults.push_back(std::move(fault));  // told of blank fields by checkProperty
}

}  // namespace premap
