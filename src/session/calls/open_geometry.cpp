// The calls `openGeometry`, `openBoxes` and `openMembers`: cursors over elements of a group or a file, whose code is
// loaded on demand.
#include "session/calls/calls.h"
#include "session/drawing/drawing.h"

namespace premap::calls {

std::string openGeometry(SessionState& state, const Params& params) {
  return drawing::openGeometry(state, params);
}

std::string openBoxes(SessionState& state, const Params& params) {
  return drawing::openBoxes(state, params);
}

std::string openMembers(SessionState& state, const Params& params) {
  return drawing::openMembers(state, params);
}

}  // namespace premap::calls
