// A table's names and columns, and the faults of its mapping.
#include "session/calls/table_json.h"

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

void writeTable(JsonWriter& json, const MappingParams& params, const GroupTable& table) {
  json.key("group").value(table.groupName()).key("tableName").value(table.tableName());
  json.key("columns").beginArray();
  for (const TableColumn& column : table.columns()) writeColumn(json, column);
  json.endArray().key("diagnostics");
  writeDiagnosticsOf(json, params, table.diagnostics());
}

}  // namespace premap::calls
