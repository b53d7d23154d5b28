// Random databases of every page size, by SQLite itself: the page reader reads what SQLite reads.
#include "compare.h"

namespace premap::pagestest {
namespace {

struct Shape {
  int pageSize = 4096;
  int reserved = 0;
  std::string pragmas;
};

// How long a text or blob is: mostly short, at times a page or many.
size_t someLength(Random& random) {
  if (random.oneIn(2000)) return random.below(1 << 20);
  if (random.oneIn(30)) return random.below(20000);
  if (random.oneIn(6)) return random.below(1500);
  return random.below(40);
}

std::string someBytes(Random& random) {
  static constexpr const char* kLetters[] = {"a", "B", "z", " ", "0", "\xC3\xA4", "\xE2\x82\xAC", "Q", "q", "-"};
  std::string bytes;
  const size_t length = someLength(random);
  while (bytes.size() < length) bytes += kLetters[random.below(std::size(kLetters))];
  if (random.oneIn(20)) bytes += std::string("\0x", 2);
  return bytes;
}

int64_t someInteger(Random& random) {
  const int64_t value = static_cast<int64_t>(random.bits());
  return random.oneIn(4) ? static_cast<int64_t>(random.below(20)) : value >> random.below(64);
}

double someReal(Random& random) {
  static constexpr double kSpecial[] = {0.0,
                                        -0.0,
                                        1.0,
                                        -2.0,
                                        1e300,
                                        -1e-300,
                                        9223372036854775808.0,
                                        140737488355328.0,
                                        0.1,
                                        std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::quiet_NaN()};
  if (random.oneIn(3)) return kSpecial[random.below(std::size(kSpecial))];
  return static_cast<double>(someInteger(random)) / 1024;
}

void bindSome(sqlite3_stmt* statement, int index, Random& random) {
  switch (random.below(6)) {
    case 0:
      sqlite3_bind_null(statement, index);
      break;
    case 1:
    case 2:
      sqlite3_bind_int64(statement, index, someInteger(random));
      break;
    case 3:
      sqlite3_bind_double(statement, index, someReal(random));
      break;
    default: {
      const std::string bytes = someBytes(random);
      const int size = static_cast<int>(bytes.size());
      if (random.oneIn(3)) sqlite3_bind_blob(statement, index, bytes.data(), size, SQLITE_TRANSIENT);
      else sqlite3_bind_text(statement, index, bytes.data(), size, SQLITE_TRANSIENT);
    }
  }
}

// Ids one after the other, in clumps, or anywhere.
class Ids {
 public:
  explicit Ids(Random& random)
      : random_(random), kind_(random.below(3)), last_(static_cast<int64_t>(random.below(9)) - 4) {}
  int64_t next() {
    if (kind_ == 0) return ++last_;
    if (kind_ == 1) return last_ += random_.oneIn(50) ? static_cast<int64_t>(1 + random_.below(1ull << 40)) : 1;
    if (random_.oneIn(400)) return random_.oneIn(2) ? INT64_MAX : INT64_MIN;
    return static_cast<int64_t>(random_.bits()) >> random_.below(60);
  }

 private:
  Random& random_;
  uint64_t kind_;
  int64_t last_;
};

void fill(SampleDatabase& sample, const std::string& table, int columns, int rows, Random& random, bool hasId) {
  std::string sql = "INSERT OR IGNORE INTO " + table + " VALUES (?";
  for (int i = 1; i < columns; ++i) sql += ",?";
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(sample.handle(), (sql + ")").c_str(), -1, &statement, nullptr) == SQLITE_OK);
  Ids ids(random);
  sample.run("BEGIN");
  for (int row = 0; row < rows; ++row) {
    for (int i = 1; i <= columns; ++i) bindSome(statement, i, random);
    if (hasId) sqlite3_bind_int64(statement, 1, ids.next());
    sqlite3_step(statement);
    sqlite3_reset(statement);
  }
  sample.run("COMMIT");
  sqlite3_finalize(statement);
}

void makeTables(SampleDatabase& sample, Random& random) {
  const int rows = 50 + static_cast<int>(random.below(600));
  sample.run(
      "CREATE TABLE plain(id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT COLLATE NOCASE, b BLOB, n NUMERIC, x);"
      "CREATE INDEX by_i ON plain(i); CREATE INDEX by_t ON plain(t, r DESC); CREATE INDEX by_x ON plain(x DESC);"
      "CREATE TABLE mixed(r REAL, id INTEGER PRIMARY KEY, d DOUBLE, doubled AS (d * 2), t TEXT, kept AS (r) STORED, z);"
      "CREATE INDEX by_d ON mixed(d, z COLLATE RTRIM);"
      "CREATE TABLE keyless(a, b TEXT, c REAL, e, PRIMARY KEY (c, a COLLATE NOCASE DESC)) WITHOUT ROWID;"
      "CREATE INDEX by_b ON keyless(b);"
      "CREATE TABLE bare(a, b INT PRIMARY KEY DESC); CREATE TABLE empty(a INTEGER PRIMARY KEY, b);");
  std::string wide = "CREATE TABLE wide(id INTEGER PRIMARY KEY";
  for (int i = 0; i < 120; ++i) wide += ", c" + std::to_string(i) + (i % 3 == 0 ? " REAL" : "");
  sample.run(wide + ")");
  fill(sample, "plain", 7, rows, random, true);
  fill(sample, "keyless", 4, rows / 2, random, false);
  fill(sample, "bare", 2, rows, random, false);
  fill(sample, "wide", 121, rows / 20, random, true);
  sample.run("INSERT OR IGNORE INTO mixed(id, r, d, t, z) SELECT id, r, r, t, x FROM plain WHERE id % 3 <> 0");
}

// Free pages, rows older than their columns, pages half full.
void makeOlder(SampleDatabase& sample, Random& random) {
  sample.run(
      "ALTER TABLE plain ADD COLUMN added DEFAULT 7; ALTER TABLE plain ADD COLUMN later REAL DEFAULT 3;"
      "ALTER TABLE plain ADD COLUMN words TEXT DEFAULT 'it''s'; ALTER TABLE plain ADD COLUMN none;"
      "ALTER TABLE plain ADD COLUMN number TEXT DEFAULT 12; ALTER TABLE plain ADD COLUMN whole INT DEFAULT '12';"
      "ALTER TABLE plain ADD COLUMN blob BLOB DEFAULT x'00ff'; ALTER TABLE plain ADD COLUMN minus DEFAULT -1.5;"
      "ALTER TABLE plain ADD COLUMN yes DEFAULT TRUE; ALTER TABLE plain ADD COLUMN name DEFAULT abc");
  sample.run("UPDATE plain SET words='new', later=4 WHERE id % 5 = 1");
  const uint64_t part = 2 + random.below(6);
  sample.run("DELETE FROM plain WHERE id % " + std::to_string(part) + " = 0; DELETE FROM mixed WHERE abs(id % 7) > 4");
  if (random.oneIn(3)) sample.run("PRAGMA incremental_vacuum(5)");
  if (random.oneIn(4)) sample.run("VACUUM");
  fill(sample, "wide", 121, 10, random, true);
}

void compareAll(const Shape& shape, uint32_t seed) {
  INFO("page size " << shape.pageSize << ", reserved " << shape.reserved << ", " << shape.pragmas << ", seed " << seed);
  Random random(seed);
  SampleDatabase sample(shape.pageSize, shape.reserved, shape.pragmas);
  makeTables(sample, random);
  makeOlder(sample, random);
  auto db = openBytes(sample.bytes());
  auto file = pagesOf(*db);
  CHECK(file->pageSize() == static_cast<uint32_t>(shape.pageSize));
  for (const char* table : {"plain", "mixed", "keyless", "bare", "empty", "wide"}) {
    INFO(table);
    compareTable(*db, *file, table, random);
    compareIndexes(*db, *file, table, random);
  }
}

const char* const kVacuums[] = {"PRAGMA auto_vacuum=0", "PRAGMA auto_vacuum=1", "PRAGMA auto_vacuum=2"};

}  // namespace

TEST_CASE("random databases of every page size are read as SQLite reads them", "[pages]") {
  uint32_t seed = 1;
  for (int pageSize = 512; pageSize <= 65536; pageSize *= 2)
    for (const char* vacuum : kVacuums) compareAll({pageSize, seed % 2 == 0 ? 0 : 32, vacuum}, seed), ++seed;
}

TEST_CASE("many random databases", "[pages][nightly]") {
  for (uint32_t seed = 1000; seed < 1400; ++seed) {
    Random random(seed);
    const int pageSize = 512 << random.below(8);
    const int reserved = random.oneIn(2) ? 0 : static_cast<int>(random.below(33));
    compareAll({pageSize, reserved, kVacuums[random.below(3)]}, seed);
  }
}

}  // namespace premap::pagestest
