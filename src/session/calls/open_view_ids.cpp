// The call `openViewIds`: a cursor over the ids of rows that an `openView` has found.
#include "premap/preview/view_ids.h"
#include "session/calls/calls.h"

namespace premap::calls {

std::string openViewIds(SessionState& state, const Params& params) {
  const Cursor* found = state.find(static_cast<int>(params.count("view").value_or(0)));
  const std::shared_ptr<const RowView> view = found ? found->view() : nullptr;
  if (!view) return failEnvelope({error("cursor-unknown", "the view is closed, or not there yet")});
  const auto limit = params.count("limit");
  auto cursor = std::make_unique<ViewIds>(view, limit ? static_cast<int64_t>(*limit) : -1,
                                          static_cast<int64_t>(params.count("offset").value_or(0)));
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({view->source().mapping, {}, std::move(cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
