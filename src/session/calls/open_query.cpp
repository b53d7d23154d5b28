// The call `openQuery`: a cursor over an ECSQL query's rows, with its columns described.
#include "premap/preview/query_cursor.h"
#include "session/calls/calls.h"

namespace premap::calls {

namespace {

QueryOptions readOptions(const Params& params) {
  QueryOptions options;
  options.bindings = params.json("bindings");
  if (params.text("rowFormat") == "jsNames") options.names = NameStyle::JavaScript;
  options.classIdsAsNames = params.flag("convertClassIdsToClassNames");
  options.abbreviateBlobs = params.flag("abbreviateBlobs");
  options.limit = params.count("limit");
  options.offset = params.count("offset").value_or(0);
  return options;
}

void writeColumn(JsonWriter& json, const ecsql::ResultColumn& column, size_t index) {
  json.beginObject();
  json.key("name").value(column.name);
  json.key("jsonName").value(column.jsonName);
  json.key("className").value(column.className);
  json.key("accessString").value(column.accessString);
  json.key("index").value(index);
  json.key("typeName").value(column.typeName);
  json.optional("extendedType", column.extendedType);
  json.key("generated").value(column.generated);
  json.endObject();
}

}  // namespace

std::string openQuery(SessionState& state, const Params& params) {
  const std::string ecsql = params.text("ecsql");
  auto cursor = QueryCursor::open(*state.catalog, ecsql, readOptions(params));
  if (!cursor) return failEnvelope(cursor.diagnostics(), ecsql);

  JsonWriter json;
  json.beginObject().key("columns").beginArray();
  const std::vector<ecsql::ResultColumn>& columns = (*cursor)->columns();
  for (size_t i = 0; i < columns.size(); ++i) writeColumn(json, columns[i], i);
  json.endArray();
  json.key("cursor").value(state.keep({nullptr, ecsql, std::move(*cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
