// The call `nativeSql`: the SQL an ECSQL query becomes, not run.
#include "premap/ecsql/compile.h"
#include "session/calls/calls.h"

namespace premap::calls {

std::string nativeSql(SessionState& state, const Params& params) {
  const std::string ecsql = params.text("ecsql");
  const auto query = ecsql::compile(ecsql, *state.catalog);
  if (!query) return failEnvelope(query.diagnostics(), ecsql);
  JsonWriter json;
  json.beginObject().key("sql").value(query->sql).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
