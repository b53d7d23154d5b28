// The call `closeCursor`: what a cursor holds is given back before its session ends.
#include "session/calls/calls.h"

namespace premap::calls {

// Closing a cursor that is closed already is fine: an iteration that ends closes, and so may its caller.
std::string closeCursor(SessionState& state, const Params& params) {
  state.cursors.erase(static_cast<int>(params.count("cursor").value_or(0)));
  return okEnvelope();
}

}  // namespace premap::calls
