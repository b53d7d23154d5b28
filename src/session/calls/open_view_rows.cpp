// The call `openViewRows`: a cursor over some of the rows that an `openView` has found.
#include "premap/preview/view_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

std::string openViewRows(SessionState& state, const Params& params) {
  const Cursor* found = state.find(static_cast<int>(params.count("view").value_or(0)));
  const std::shared_ptr<const RowView> view = found ? found->view() : nullptr;
  if (!view) return failEnvelope({error("cursor-unknown", "the view is closed, or not there yet")});
  const auto limit = params.count("limit");
  auto cursor = ViewCursor::open(view, plannerOf(state), limit ? static_cast<int64_t>(*limit) : -1,
                                 static_cast<int64_t>(params.count("offset").value_or(0)), !params.isOff("verdicts"));
  const std::shared_ptr<const MappingText>& mapping = view->source().mapping;
  if (!cursor) return failEnvelope(cursor.diagnostics(), mapping->text);
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({mapping, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
