// Times SQL statements on a snapshot: one SQL a line on stdin, for each the least milliseconds of five runs over all
// its rows and the number of rows on stdout. Used to compare generated SQL with the native engine's,
// both on this SQLite.
//
//   sql_times SNAPSHOT < statements.sql
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

#include "premap/schema/functions.h"

using namespace premap;

namespace {

struct Timing {
  double milliseconds = 0;
  long rows = 0;
};

// Every column of every row is fetched, so that nothing SQLite could leave out is left out.
bool runOnce(Database& db, const std::string& sql, Timing& timing) {
  auto start = std::chrono::steady_clock::now();
  auto statement = db.prepare(sql);
  if (!statement) {
    std::cout << "error " << statement.diagnostics().front().message << "\n";
    return false;
  }
  timing.rows = 0;
  int columns = statement->columnCount();
  size_t bytes = 0;
  while (statement->step() == Step::Row) {
    ++timing.rows;
    for (int i = 0; i < columns; ++i) bytes += statement->type(i) == ColumnType::Text ? statement->text(i).size() : 1;
  }
  timing.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return bytes > 0 || timing.rows == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: sql_times SNAPSHOT < statements.sql\n", 2;
  auto source = openFileSource(argv[1]);
  if (!source) return std::cerr << source.diagnostics().front().message << "\n", 3;
  auto db = Database::open(std::move(*source));
  if (!db) return std::cerr << db.diagnostics().front().message << "\n", 3;
  auto catalog = Catalog::load(**db);
  if (!catalog || !registerFunctions(**db, **catalog).ok()) return 3;
  for (std::string sql; std::getline(std::cin, sql);) {
    Timing best{1e18, 0};
    bool ok = true;
    for (int run = 0; run < 5 && ok; ++run) {
      Timing timing;
      ok = runOnce(**db, sql, timing);
      if (timing.milliseconds < best.milliseconds) best = timing;
    }
    if (ok) std::printf("%.3f %ld\n", best.milliseconds, best.rows);
    std::fflush(stdout);
  }
}
