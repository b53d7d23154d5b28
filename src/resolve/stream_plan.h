// Chooses the aspects that are read beside the rows (aspect_stream.h) and takes them out of the plan's statement.
#pragma once

#include "resolve/plan_data.h"

namespace premap::resolve {

/// The last step before the statement is written: slots are renumbered, those of a streamed node count in its own
/// statement. For plans whose rows come by id.
void streamAspects(PlanData& data);

}  // namespace premap::resolve
