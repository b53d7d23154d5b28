// Elements as triangles and lines, and their boxes, batch by batch. All of it lies in the part of the engine that is
// loaded on demand (wasm/engine_parts.json), hence a namespace of its own.
#pragma once

#include <string>

#include "session/params.h"
#include "session/state.h"

namespace premap::drawing {

/// The calls of these names, once the part is there.
std::string openGeometry(SessionState& state, const Params& params);
std::string openBoxes(SessionState& state, const Params& params);
std::string openMembers(SessionState& state, const Params& params);

}  // namespace premap::drawing
