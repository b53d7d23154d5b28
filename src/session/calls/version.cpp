// The call `version`: of the engine, its SQLite and its ECSQL.
#include <sqlite3.h>

#include "premap/ecsql/compile.h"
#include "session/calls/calls.h"

#ifndef PREMAP_VERSION
#error "CMake gives PREMAP_VERSION"
#endif

namespace premap::calls {

std::string version(Readings&, const Params&) {
  JsonWriter json;
  json.beginObject();
  json.key("version").value(PREMAP_VERSION);
  json.key("sqliteVersion").value(sqlite3_libversion());
  json.key("ecsqlVersion").value(ecsql::kEcsqlVersion);
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
