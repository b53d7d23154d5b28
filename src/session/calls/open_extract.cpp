// The call `openExtract`: a cursor over the bytes of a table's file, or of a range of its rows.
#include "premap/base/text.h"
#include "premap/preview/extract_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

// `range` is {after, upTo, isFirst}; nothing when it is left out.
Result<std::optional<ExtractRange>> readRange(const Params& params) {
  if (!params.has("range")) return std::optional<ExtractRange>();
  Params range(params.json("range"));
  auto after = hexToId(range.text("after")), upTo = hexToId(range.text("upTo"));
  if (!after || !upTo) return error("call-invalid", "`range` must have the ids `after` and `upTo`");
  return std::optional<ExtractRange>({{*after, *upTo}, range.flag("isFirst")});
}

}  // namespace

std::string openExtract(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto format = extractFormatFrom(params.text("format"));
  auto range = readRange(params);
  if (!range) return failEnvelope(range.diagnostics());
  auto cursor = ExtractCursor::open(read->mapping(), read->group, *format, plannerOf(state), read->options, *range);
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject().key("tableName").value((*cursor)->table().tableName());
  if (!*range) {  // of ranges their plan has told them
    json.key("diagnostics");
    writeDiagnosticsOf(json, *read, (*cursor)->table().diagnostics());
  }
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
