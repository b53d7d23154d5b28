// The call `openExtract`: a cursor over the bytes of a table's file, or of a slice of its rows.
#include "premap/base/text.h"
#include "premap/preview/extract_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

// `slice` is {after, upTo, isFirst}; nothing when it is left out.
Result<std::optional<ExtractSlice>> readSlice(const Params& params) {
  if (!params.has("slice")) return std::optional<ExtractSlice>();
  Params slice(params.json("slice"));
  auto after = hexToId(slice.text("after")), upTo = hexToId(slice.text("upTo"));
  if (!after || !upTo) return error("call-invalid", "`slice` must have the ids `after` and `upTo`");
  return std::optional<ExtractSlice>({{*after, *upTo}, slice.flag("isFirst")});
}

}  // namespace

std::string openExtract(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto format = extractFormatFrom(params.text("format"));
  auto slice = readSlice(params);
  if (!slice) return failEnvelope(slice.diagnostics());
  auto cursor = ExtractCursor::open(read->mapping(), read->group, *format, plannerOf(state), read->options, *slice);
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject().key("tableName").value((*cursor)->table().tableName());
  if (!*slice) {  // of slices their plan has told them
    json.key("diagnostics");
    writeDiagnosticsOf(json, *read, (*cursor)->table().diagnostics());
  }
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
