#include "premap/preview/extract_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

std::string openExtract(SessionState& state, const Params& params) {
  auto read = readMappingParams(params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto format = extractFormatFrom(params.text("format"));
  if (!format) return failEnvelope({error("call-invalid", "`format` must be csv, ndjson or json")});
  auto cursor = ExtractCursor::open(*read->mapping, read->group, *format, censusOf(state), read->options);
  if (!cursor) return failMapping(cursor.diagnostics(), *read);

  JsonWriter json;
  json.beginObject().key("tableName").value((*cursor)->table().tableName());
  (*cursor)->keep(std::move(read->mapping));
  json.key("cursor").value(state.keep(std::move(*cursor), read->text)).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
