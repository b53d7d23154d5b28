// The call `verdicts`: the dictionary into which a preview's verdict columns index.
#include "premap/resolve/verdict.h"
#include "session/calls/calls.h"

namespace premap::calls {

std::string verdicts(SessionState& state, const Params& params) {
  const Cursor* cursor = state.find(static_cast<int>(params.count("cursor").value_or(0)));
  const resolve::VerdictBook* book = cursor ? cursor->verdicts() : nullptr;
  if (!book) return failEnvelope({error("cursor-unknown", "the cursor is closed, or not one of a preview")});
  std::string json;
  book->appendJson(json);
  return okEnvelope(json);
}

}  // namespace premap::calls
