// explainCell: why one cell has its value, entry by entry and step by step along each path.
//
//   auto why = explainCell(mapping, "Beams", 0x2d, "Grade", planner, options);
//   why->entries[0].outcome;      // Skipped
//   why->entries[0].steps[1];     // {"TypeDefinition", "{\"id\":\"0x31\",…}"}: what the path had reached
//
// Answered by the same plan and evaluator as the preview: each entry, and each part of its path, is resolved as a
// column of its own for this one row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/geometry/measure.h"
#include "premap/mapping/model.h"
#include "premap/resolve/options.h"
#include "premap/resolve/planner.h"
#include "premap/resolve/verdict.h"

namespace premap {

enum class EntryOutcome : uint8_t { Used, Skipped, NotReached };

/// What the path had reached after one more segment; for a single segment the value before conversion.
struct PathStep {
  std::string path;
  std::string value;  ///< as JSON
  resolve::Verdict verdict;
};

struct ExplainedEntry {
  int entry = 0;
  const ECProperty* written = nullptr;
  EntryOutcome outcome = EntryOutcome::NotReached;
  resolve::Verdict verdict;  ///< of the entry alone, also when an earlier one won
  std::string value;         ///< as JSON, converted to the column's type
  std::string text;          ///< why it gives no value and what to do, in plain English; empty when it gives one
  std::vector<PathStep> steps;
};

struct Explanation {
  std::string group, property, className;
  bool isWhole = false;  ///< the column's values are whole numbers
  int64_t ecInstanceId = 0;
  std::string value;  ///< as JSON
  resolve::Verdict verdict;
  std::string text;  ///< why the cell is null and what to do, in plain English; empty when it is not
  std::vector<ExplainedEntry> entries;
  size_t rowCount = 0;                                ///< rows of that id in the group; the first one is explained
  std::optional<geometry::ElementMeasures> measures;  ///< of a Length, Area or Volume: what each primitive gave
  std::string ecsql;
  std::string sql;                ///< of a preview: the rows' statement, then those of aspects, parted by ";\n"
  std::vector<std::string> plan;  ///< SQLite's plan for `sql`
};

/// Errors: those of GroupTable::open; `property-unknown` (no such column), `row-unknown` (the group has no such row).
Result<Explanation> explainCell(const Mapping& mapping, std::string_view group, int64_t ecInstanceId,
                                std::string_view property, resolve::Planner& planner,
                                const resolve::ResolveOptions& options);

}  // namespace premap
