// The call `openPreview`: a cursor over a group's table, with its columns described.
#include "premap/preview/preview_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/table_json.h"

namespace premap::calls {

std::string openPreview(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto limit = params.count("limit");
  auto offset = params.count("offset");

  auto cursor = PreviewCursor::open(read->mapping(), read->group, plannerOf(state), read->options,
                                    limit ? static_cast<int64_t>(*limit) : -1, static_cast<int64_t>(offset.value_or(0)),
                                    !params.isOff("verdicts"));
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject();
  writeTable(json, *read, (*cursor)->table());
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
