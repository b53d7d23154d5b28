#include "session/validation.h"

#include <algorithm>

#include "premap/mapping/read.h"
#include "premap/resolve/formula_columns.h"

namespace premap {

namespace {

Diagnostics formulaFaults(const Mapping& mapping) {
  Diagnostics faults;
  for (const Group& group : mapping.groups) {
    FormulaTable table = compileFormulas(resolve::formulaColumns(group, {}));
    for (Diagnostic& fault : resolve::placeFormulaFaults(table, group))
      if (fault.code != "formula-empty") faults.push_back(std::move(fault));  // the contract tells blank fields
  }
  return faults;
}

}  // namespace

void sortByPlace(Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return placeOrder(a) < placeOrder(b); });
}

Diagnostics faultsWithoutSnapshot(const ReadResult& read, std::optional<ApiGeneration> api, FaultScope scope) {
  Diagnostics faults = validateContract(read, api, scope);
  auto add = [&](const Mapping& mapping) {
    for (Diagnostic& fault : formulaFaults(mapping)) faults.push_back(std::move(fault));
  };
  if (read.isReadable) add(read.mapping);
  for (const Mapping& other : read.others) add(other);
  sortByPlace(faults);
  return faults;
}

}  // namespace premap
