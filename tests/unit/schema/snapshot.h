// The sample snapshot, opened, for the tests of this folder.
#pragma once

#include <memory>
#include <string>

#include "catch.h"
#include "premap/schema/catalog.h"
#include "premap/schema/functions.h"

namespace premap {

struct Snapshot {
  std::unique_ptr<Database> db;
  std::unique_ptr<Catalog> catalog;
};

inline Snapshot openSnapshot(const std::string& name) {
  auto source = openFileSource(std::string(PREMAP_FIXTURES) + "/" + name);
  if (!source) FAIL(name << " is not there: run `node scripts/fixtures.mjs`");
  auto db = Database::open(std::move(*source));
  REQUIRE(db.ok());
  auto catalog = Catalog::load(**db);
  REQUIRE(catalog.ok());
  REQUIRE(registerFunctions(**db, **catalog).ok());
  return {std::move(*db), std::move(*catalog)};
}

/// First column of the first row: its text, "NULL", or "error: …".
inline std::string valueOf(Database& db, const std::string& sql) {
  auto statement = db.prepare(sql);
  if (!statement) return "error: " + statement.diagnostics().front().message;
  switch (statement->step()) {
    case Step::Row:
      return statement->isNull(0) ? "NULL" : std::string(statement->text(0));
    case Step::Done:
      return "no row";
    default:
      return "error: " + statement->failure().message;
  }
}

}  // namespace premap
