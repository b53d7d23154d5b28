// The call `openPreview`: a cursor over a group's table, with its columns described.
#include "premap/preview/preview_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

void writeColumn(JsonWriter& json, const TableColumn& column) {
  json.beginObject();
  json.key("name").value(column.name);
  json.key("dataType").value(column.dataType);
  json.optional("quantityType", column.quantityType);
  json.key("isDefault").value(column.isDefault);
  json.endObject();
}

}  // namespace

std::string openPreview(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto limit = params.count("limit");
  auto offset = params.count("offset");

  auto cursor = PreviewCursor::open(read->mapping(), read->group, plannerOf(state), read->options,
                                    limit ? static_cast<int64_t>(*limit) : -1, static_cast<int64_t>(offset.value_or(0)),
                                    !params.isOff("verdicts"));
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  const GroupTable& table = (*cursor)->table();
  JsonWriter json;
  json.beginObject().key("group").value(table.groupName()).key("tableName").value(table.tableName());
  json.key("columns").beginArray();
  for (const TableColumn& column : table.columns()) writeColumn(json, column);
  json.endArray().key("diagnostics");
  writeDiagnosticsOf(json, *read, table.diagnostics());
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
