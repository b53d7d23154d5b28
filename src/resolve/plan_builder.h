// Fills a PlanData from the group, catalog and options in it.
#pragma once

#include "premap/resolve/planner.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

/// Errors: `query-blank`, `query-invalid`, `query-parameter`; their spans, and those of `data.diagnostics`, are in the
/// query's text. Faulty columns are no errors: their cells are null with a reason.
Status buildPlan(PlanData& data, ClassCensus& census, PlanScope scope);

}  // namespace premap::resolve
