// The call `openTableFile`: a cursor over the pieces of a table's SQLite file.
#include "premap/preview/table_file_cursor.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

std::string openTableFile(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto cursor = TableFileCursor::open(read->mapping(), read->group, plannerOf(state), read->options);
  if (!cursor) return failEnvelope(cursor.diagnostics(), read->text());

  const GroupTable& table = (*cursor)->table();
  JsonWriter json;
  json.beginObject().key("tableName").value(table.tableName());
  if (auto rows = table.countRows()) json.key("rowCount").value(*rows);
  json.key("columns").beginArray();
  for (const TableColumn& column : table.columns())
    json.beginObject().key("name").value(column.name).key("dataType").value(column.dataType).endObject();
  json.endArray().key("diagnostics");
  writeDiagnosticsOf(json, *read, table.diagnostics());
  json.key("cursor").value(state.keep({read->source, {}, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
