// Which files the page reader takes, and which it leaves to SQLite.
#include "compare.h"
#include "premap/pages/column_gather.h"

namespace premap::pagestest {
namespace {

std::string notForMe(std::vector<std::byte> bytes) {
  auto db = openBytes(std::move(bytes));
  PageFile::Answer answer = PageFile::of(*db);
  CHECK((answer.file == nullptr) != answer.notForMe.empty());
  return std::string(answer.notForMe);
}

}  // namespace

TEST_CASE("a file of an unusual kind is left to SQLite", "[pages]") {
  SampleDatabase utf16(4096, 0, "PRAGMA encoding='UTF-16le'");
  utf16.run("CREATE TABLE t(a)");
  CHECK(notForMe(utf16.bytes()) == "its text is not UTF-8");

  SampleDatabase plain;
  plain.run("CREATE TABLE t(a)");
  CHECK(notForMe(plain.bytes()).empty());
  std::vector<std::byte> bytes = plain.bytes();
  bytes[47] = std::byte{1};
  CHECK(notForMe(bytes) == "its schema is of another format");
  bytes = plain.bytes();
  bytes.resize(bytes.size() + 100);
  CHECK(notForMe(bytes) == "it does not end where a page does");
  bytes = plain.bytes();
  bytes[18] = bytes[19] = std::byte{2};  // its log was taken up: the file itself is whole
  CHECK(notForMe(bytes).empty());
}

TEST_CASE("a file and its log are read as one", "[pages]") {
  const std::string path = std::string(PREMAP_FIXTURES) + "/logs/commits.db";
  auto files = openSnapshotFiles(path);
  if (!files) SKIP("run `npm run fixtures` first");
  REQUIRE(files->wal);
  auto db = Database::open(std::move(*files));
  REQUIRE(db.ok());
  auto file = pagesOf(**db);
  Random random(5);
  compareTable(**db, *file, "thing", random);
}

TEST_CASE("every table of the sample is read as SQLite reads it", "[pages]") {
  auto source = openFileSource(std::string(PREMAP_FIXTURES) + "/building.bim");
  if (!source) SKIP("run `npm run fixtures` first");
  auto db = Database::open(std::move(*source));
  REQUIRE(db.ok());
  auto file = pagesOf(**db);
  Random random(6);
  auto tables = (*db)->prepare("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage<>0");
  REQUIRE(tables.ok());
  int compared = 0;
  for (; tables->step() == Step::Row; ++compared) {
    const std::string table(tables->text(0));
    INFO(table);
    compareTable(**db, *file, table, random);
    compareIndexes(**db, *file, table, random);
  }
  CHECK(compared > 30);
}

TEST_CASE("a source that fails is no damaged file", "[pages]") {
  struct Failing final : ByteSource {
    explicit Failing(std::vector<std::byte> given) : bytes(std::move(given)) {}
    uint64_t size() const override { return bytes.size(); }
    bool readAt(uint64_t offset, std::span<std::byte> out) override {
      if (isBroken) return false;
      std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
      return true;
    }
    bool hasChanged() const override { return isChanged; }
    std::vector<std::byte> bytes;
    bool isBroken = false, isChanged = false;
  };
  SampleDatabase sample;
  sample.run(
      "CREATE TABLE t(a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<9000) "
      "INSERT INTO t SELECT i, 'text ' || i FROM n");
  auto owned = std::make_unique<Failing>(sample.bytes());
  Failing& source = *owned;
  auto db = Database::open(std::move(owned));
  REQUIRE(db.ok());
  auto file = pagesOf(**db);
  auto layout = describeTable(**db, "t");
  ColumnGather gather(*file, *layout, {{0, false}});
  ColumnBlock block;
  REQUIRE(gather.scan(10, block) == 10);
  source.isBroken = true;
  CHECK_FALSE(gather.scan(9000, block));
  CHECK(file->failure().code == "file-unreadable");
  source.isChanged = true;
  CHECK(file->failure().code == "file-changed");
}

TEST_CASE("views and virtual tables have no pages of their own, and computed columns are not stored", "[pages]") {
  SampleDatabase sample;
  sample.run(
      "CREATE TABLE t(a, b AS (a + 1), c AS (a + 2) STORED, d); CREATE VIEW v AS SELECT a FROM t;"
      "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)");
  auto db = openBytes(sample.bytes());
  CHECK_FALSE(describeTable(*db, "v")->isReadable());
  CHECK_FALSE(describeTable(*db, "r")->isReadable());
  CHECK_FALSE(describeTable(*db, "missing").ok());
  auto layout = describeTable(*db, "T");
  REQUIRE(layout->isReadable());
  CHECK(layout->find("B") == 1);
  CHECK(layout->find("e") == std::nullopt);
  CHECK(layout->columns[0].place == 0);
  CHECK_FALSE(layout->columns[1].place);
  CHECK(layout->columns[2].place == 1);
  CHECK(layout->columns[3].place == 2);
  const ColumnRequest computed{1, false}, kept{2, false};
  CHECK_FALSE(ColumnGather::canRead(*layout, std::span(&computed, 1)));
  CHECK(ColumnGather::canRead(*layout, std::span(&kept, 1)));
}

TEST_CASE("which column is the id of the row", "[pages]") {
  SampleDatabase sample;
  sample.run(
      "CREATE TABLE a(x, id INTEGER PRIMARY KEY); CREATE TABLE b(id INT PRIMARY KEY, x);"
      "CREATE TABLE c(id INTEGER PRIMARY KEY DESC, x); CREATE TABLE d(x, y, PRIMARY KEY(x, y));"
      "CREATE TABLE e(x integer, rowid, PRIMARY KEY(x)); CREATE TABLE f(id INTEGER PRIMARY KEY) WITHOUT ROWID");
  auto db = openBytes(sample.bytes());
  const auto idOf = [&](const char* table) {
    auto layout = describeTable(*db, table);
    REQUIRE(layout.ok());
    std::string names;
    for (const ColumnLayout& column : layout->columns) names += column.isRowid ? column.name : "";
    return names;
  };
  CHECK(idOf("a") == "id");
  CHECK(idOf("b").empty());
  CHECK(idOf("c").empty());
  CHECK(idOf("d").empty());
  CHECK(idOf("e") == "x");
  CHECK(idOf("f").empty());
}

TEST_CASE("the size alone of a long value is told without reading it", "[pages]") {
  SampleDatabase sample;
  sample.run(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, blob, after);"
      "INSERT INTO t VALUES (1, zeroblob(3000000), 'short'), (2, NULL, 'x')");
  auto db = openBytes(sample.bytes());
  auto file = pagesOf(*db);
  auto layout = describeTable(*db, "t");
  ColumnGather gather(*file, *layout, {{1, true}, {0, false}});
  ColumnBlock block;
  REQUIRE(gather.scan(10, block) == 2);
  CHECK(block.type(0, 0) == ColumnType::Blob);
  CHECK(block.textSize(0, 0) == 3000000);
  CHECK(block.type(0, 1) == ColumnType::Null);
  CHECK(block.integer(1, 1) == 2);
  CHECK(file->pagesRead() < 5);
  CHECK(block.bytes().size() == 0);
}

TEST_CASE("a block ends where its texts have become many", "[pages]") {
  SampleDatabase sample;
  sample.run(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, text); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n "
      "WHERE i<100) INSERT INTO t SELECT i, printf('%01000d', i) FROM n");
  auto db = openBytes(sample.bytes());
  auto file = pagesOf(*db);
  auto layout = describeTable(*db, "t");
  ColumnGather gather(*file, *layout, {{1, false}});
  ColumnBlock block;
  CHECK(gather.scan(100, block, 10000) == 10);
  CHECK(gather.scan(100, block, 1) == 1);
  CHECK(block.id(0) == 11);
  std::vector<int64_t> ids(100);
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<int64_t>(i + 1);
  CHECK(gather.take(ids, block, 5000) == 5);
  CHECK(block.text(0, 4).ends_with("0005"));
}

}  // namespace premap::pagestest
