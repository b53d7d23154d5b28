// The call `stats`: what was read and executed so far; the cost guard and the page's figures come from it.
#include <malloc.h>

#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

uint64_t heapBytes() {
#ifdef __EMSCRIPTEN__
  return static_cast<uint64_t>(mallinfo().uordblks);
#else
  return mallinfo2().uordblks;
#endif
}

}  // namespace

std::string stats(SessionState& state, const Params&) {
  JsonWriter json;
  json.beginObject();
  json.key("bytesRead").value(state.database->bytesRead());
  json.key("readCount").value(state.database->readCount());
  json.key("statementCount").value(state.database->statementCount());
  Work work = state.database->work();
  json.key("executionCount").value(work.executions);
  json.key("vmSteps").value(work.steps);
  json.key("mappingReads").value(state.readings->count());
  json.key("compilations").value(plannerOf(state).compilations());
  json.key("heapBytes").value(heapBytes());
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
