// Puts the functions of every file in this folder on a connection.
#include "schema/functions/registrar.h"

#include "premap/schema/functions.h"

namespace premap {

Status registerFunctions(Database& db, const Catalog& catalog) {
  Registrar registrar(db.handle(), catalog);
  registerClassFunctions(registrar);
  registerIdFunctions(registrar);
  registerRegexFunctions(registrar);
  registerGeometryFunctions(registrar);
  registerInstanceFunctions(registrar);
  registerCustomAttributeFunction(registrar);
  registerTableFunctions(registrar);
  if (registrar.code() == SQLITE_OK) return {};
  return error("sqlite-error",
               std::string("the ECSQL functions could not be registered: ") + sqlite3_errstr(registrar.code()));
}

}  // namespace premap
