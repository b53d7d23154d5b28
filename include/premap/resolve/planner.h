// Planner: the plans of an open snapshot. A group that asks for what was planned before, wherever it stands now and
// whatever changed around it, costs no compilation.
//
//   Planner planner(catalog);
//   auto plan = planner.plan(group, options);
//   auto again = planner.plan(sameGroupFurtherDown, options);   // planner.compilations() is still 1
//
// One per open snapshot, kept as long as it is open. Plans take at most some 24 MB (of a dozen columns 40 to 60 kB on
// models of a dozen classes; it grows with the classes that have elements); those of single elements are not kept, nor
// those of versions of a mapping that are past (keepGroups).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "premap/base/kept.h"
#include "premap/resolve/census.h"
#include "premap/resolve/page_tables.h"
#include "premap/resolve/plan.h"

namespace premap::resolve {

enum class PlanScope : uint8_t {
  Columns,
  OwnColumns,  ///< of the default ones ECInstanceId and ECClassId alone: what else they read is left out, and null
  Rows         ///< no column is prepared: RowReader::skim reads the rows
};

class Planner {
 public:
  explicit Planner(const Catalog& catalog) : census_(catalog), pages_(catalog.database()) {}
  Planner(const Planner&) = delete;

  /// `group` must outlive the plan. Errors: `query-blank`, `query-invalid`, `query-parameter`, placed in the group's
  /// query. Faulty columns are no errors: their cells are null with a reason.
  /// Cost: no rows are read; a few index look-ups the first time a table is met.
  Result<GroupPlan> plan(const Group& group, const ResolveOptions& options, PlanScope scope = PlanScope::Columns);

  /// What keeps the group's query from being used as a sub-select, placed in the query's text; empty: it can be.
  Diagnostics subselectFaults(const Group& group);

  /// A mapping of so many groups is worked on: of plans beyond what these may take (a plan a scope) the oldest go.
  void keepGroups(size_t groups) { kept_.keepAtMost(std::max(kLeastGroups, groups) * kPlansPerGroup); }

  /// How many groups were compiled so far.
  uint64_t compilations() const { return compilations_; }
  const Catalog& catalog() const { return census_.catalog(); }
  ClassCensus& census() { return census_; }
  PageTables& pages() { return pages_; }

 private:
  struct Made {
    PlanScope scope;
    std::shared_ptr<const PlanData> data;
    Diagnostics faults;                      ///< why there is no plan, placed in the query's text; empty: there is one
    std::optional<Diagnostics> asSubselect;  ///< once asked for
  };
  static constexpr size_t kMostBytes = size_t{24} << 20, kLeastGroups = 16, kPlansPerGroup = 4;
  std::shared_ptr<Made> madeFor(const Group& group, const ResolveOptions& options, PlanScope scope);
  std::shared_ptr<Made> make(const Group& group, const ResolveOptions& options, PlanScope scope);
  ClassCensus census_;
  PageTables pages_;
  Kept<Made> kept_{kMostBytes};
  uint64_t compilations_ = 0;
};

}  // namespace premap::resolve
