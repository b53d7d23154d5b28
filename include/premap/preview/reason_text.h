// reasonText: why an entry gave no value, in plain English: what happened on this row, and what its author can do.
//
//   reasonText({&entry, Reason::AspectMultiple, "BuildingTest.Beam", steps, 3}, catalog);
//   // "The element owns 3 `BuildingTest.WeldInspection` aspects; with more than one none is taken. Name …"
#pragma once

#include <string>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/resolve/verdict.h"
#include "premap/schema/catalog.h"

namespace premap {

struct PathStep;

/// An entry on one row.
struct FailedEntry {
  const ECProperty* written = nullptr;
  resolve::Reason reason = resolve::Reason::None;
  std::string rowClass;                          ///< "Schema.Class"; empty when the query does not tell
  const std::vector<PathStep>* steps = nullptr;  ///< what each part of the path reached
  int64_t aspectInstances = 0;                   ///< the element owns of the class the entry names
  std::string dataType;                          ///< of the column
};
std::string reasonText(const FailedEntry& entry, const Catalog& catalog);

/// Of a reason that is the column's, not an entry's: calculation, formula, merged groups, no source, data type.
std::string columnReasonText(resolve::Reason reason, const GroupProperty& property);

}  // namespace premap
