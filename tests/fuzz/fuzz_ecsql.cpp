// libFuzzer: whatever the text, parsing and binding it ends in SQL that SQLite accepts or refuses, or in diagnostics
// that point into the text.
//
//   npm run test:fuzz -- ecsql --seconds 1800
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "premap/ecsql/compile.h"
#include "premap/schema/functions.h"

using namespace premap;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct Snapshot {
  std::unique_ptr<Database> db;
  std::unique_ptr<Catalog> catalog;

  Snapshot() {
    auto source = openFileSource(PREMAP_FUZZ_SNAPSHOT);
    require(source.ok());
    db = std::move(*Database::open(std::move(*source)));
    catalog = std::move(*Catalog::load(*db));
    require(registerFunctions(*db, *catalog).ok());
  }
};

void checkPlaces(const Diagnostics& diagnostics, std::string_view text) {
  require(!diagnostics.empty());
  for (const Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.code.empty() && !diagnostic.message.empty() && diagnostic.span);
    require(diagnostic.span->begin <= diagnostic.span->end && diagnostic.span->end <= text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Snapshot snapshot;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto query = ecsql::compile(text, *snapshot.catalog);
  if (!query) {
    checkPlaces(query.diagnostics(), text);
    return 0;
  }
  auto statement = snapshot.db->prepare(query->sql);
  if (!statement) {
    Diagnostics faults = ecsql::explainSqlite(statement.diagnostics(), text, *snapshot.catalog);
    checkPlaces(faults, text);
    return 0;
  }
  int columns = 0;
  for (const ecsql::ResultColumn& column : query->columns) {
    require(column.firstColumn == columns);
    columns += column.shape.columnCount;
  }
  require(columns == statement->columnCount());
  return 0;
}
