// The call `openExtract`: a cursor over the bytes of a table's file, or of a range of its rows.
#include "premap/base/text.h"
#include "premap/preview/extract_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

// `range` is {after, upTo, isFirst}, `stripes` {index, count}; the whole where both are left out.
Result<ExtractShare> readShare(const Params& params) {
  if (params.has("stripes")) {
    const Params stripes(params.json("stripes"));
    const auto index = stripes.count("index"), count = stripes.count("count");
    if (!index || !count || *index >= *count || *count > UINT32_MAX)
      return error("call-invalid", "`stripes` must have an `index` below its `count`");
    return ExtractShare(RowStripes{static_cast<uint32_t>(*index), static_cast<uint32_t>(*count)});
  }
  if (!params.has("range")) return ExtractShare();
  const Params range(params.json("range"));
  const auto after = hexToId(range.text("after")), upTo = hexToId(range.text("upTo"));
  if (!after || !upTo) return error("call-invalid", "`range` must have the ids `after` and `upTo`");
  return ExtractShare(ExtractRange{{*after, *upTo}, range.flag("isFirst")});
}

}  // namespace

std::string openExtract(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto format = extractFormatFrom(params.text("format"));
  auto share = readShare(params);
  if (!share) return failEnvelope(share.diagnostics());
  auto cursor = ExtractCursor::open(read->mapping(), read->group, *format, plannerOf(state), read->options, *share);
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject().key("tableName").value((*cursor)->table().tableName());
  if (std::holds_alternative<std::monostate>(*share)) {  // of a share its plan has told them
    json.key("diagnostics");
    writeDiagnosticsOf(json, *read, (*cursor)->table().diagnostics());
  }
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
