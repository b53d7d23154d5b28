// What other dialects of SQL write, and ECSQL does not take.
#pragma once

#include <string_view>

#include "premap/base/diagnostic.h"

namespace premap::ecsql {

/// Faults of a query that was refused, with the sentence that helps, and the edits where the repair is plain, for those
/// who write as in another dialect. What a query may say is no matter of it: it only looks at refused ones.
/// An entrance of the part that is loaded on demand (wasm/engine_parts.json).
[[gnu::noinline]] Diagnostics explainHabits(Diagnostics faults, std::string_view ecsql);

}  // namespace premap::ecsql
