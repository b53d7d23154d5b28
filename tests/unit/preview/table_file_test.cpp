// Files that are made page by page, read by SQLite itself.
#include "premap/preview/table_file.h"

#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include "catch.h"
#include "premap/preview/table_rows.h"

using namespace premap;

namespace {

using Type = TableFile::Type;

std::vector<std::byte> bytesOf(TableFile& file, uint32_t userVersion = 0) {
  file.finish(userVersion);
  std::string rest;
  file.takePages(rest);
  const std::string whole = file.firstPage() + rest;
  const auto* begin = reinterpret_cast<const std::byte*>(whole.data());
  return {begin, begin + whole.size()};
}

std::unique_ptr<Database> opened(TableFile& file, uint32_t userVersion = 0) {
  auto database = Database::open(makeMemorySource(bytesOf(file, userVersion)));
  REQUIRE(database.ok());
  return std::move(*database);
}

std::string one(Database& database, const std::string& sql) {
  auto statement = database.prepare(sql);
  REQUIRE(statement.ok());
  REQUIRE(statement->step() == Step::Row);
  return std::string(statement->text(0));
}

}  // namespace

TEST_CASE("A table file without rows is a database", "[preview][table]") {
  TableFile file({{"A", Type::String}});
  auto database = opened(file, 7);
  CHECK(one(*database, "PRAGMA integrity_check") == "ok");
  CHECK(one(*database, "SELECT count(*) FROM rows") == "0");
  CHECK(one(*database, "PRAGMA user_version") == "7");
}

TEST_CASE("A table file holds every value as it was", "[preview][table]") {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();
  const int64_t integers[] = {0,
                              1,
                              -1,
                              2,
                              127,
                              128,
                              -128,
                              -129,
                              32767,
                              32768,
                              -32769,
                              8388607,
                              8388608,
                              -8388609,
                              2147483647,
                              2147483648,
                              -2147483649,
                              140737488355327,
                              140737488355328,
                              kMost,
                              kLeast};
  const double reals[] = {0, -0.0, 1, -1, 0.1, 1e15, 140737488355328.0, 1e300, 5e-324, -2.5, 4503599627370497.5};
  const size_t sizes[] = {0, 1, 57, 58, 8185, 8186, 16349, 16350, 16384, 40000, 300000};
  TableFile file({{"I", Type::Integer}, {"R", Type::Double}, {"T", Type::String}});
  for (int64_t integer : integers)
    for (double real : reals) file.addInteger(integer), file.addReal(real), file.addNull(), file.endRow();
  for (size_t size : sizes) file.addNull(), file.addNull(), file.addText(std::string(size, 'x') + "é"), file.endRow();

  auto database = opened(file);
  CHECK(one(*database, "PRAGMA integrity_check") == "ok");
  auto rows = database->prepare("SELECT rowid, I, R, T, typeof(R) FROM rows");
  REQUIRE(rows.ok());
  int64_t number = 0;
  for (int64_t integer : integers)
    for (double real : reals) {
      REQUIRE(rows->step() == Step::Row);
      CHECK(rows->int64(0) == ++number);
      CHECK(rows->int64(1) == integer);
      CHECK(rows->real(2) == real);
      CHECK(rows->text(4) == "real");
      CHECK(rows->isNull(3));
    }
  for (size_t size : sizes) {
    REQUIRE(rows->step() == Step::Row);
    CHECK((rows->isNull(1) && rows->isNull(2)));
    CHECK(rows->text(3) == std::string(size, 'x') + "é");
  }
  CHECK(rows->step() == Step::Done);
}

TEST_CASE("A table file of many rows is a tree of every height", "[preview][table]") {
  std::mt19937 random(17);
  const auto rowCount = GENERATE(1u, 60u, 3000u, 400000u);
  TableFile file({{"N", Type::Integer}, {"T", Type::String}});
  std::vector<size_t> sizes;
  for (uint32_t row = 0; row < rowCount; ++row) {
    sizes.push_back(row % 997 == 0 ? random() % 60000 : random() % 400);
    file.addInteger(row), file.addText(std::string(sizes.back(), static_cast<char>('a' + row % 26))), file.endRow();
  }
  auto database = opened(file);
  CHECK(one(*database, "PRAGMA integrity_check") == "ok");
  CHECK(one(*database, "SELECT count(*) FROM rows WHERE N = rowid - 1") == std::to_string(rowCount));
  size_t sum = 0;
  for (size_t size : sizes) sum += size;
  CHECK(one(*database, "SELECT sum(length(T)) FROM rows") == std::to_string(sum));
  CHECK(one(*database, "SELECT N FROM rows WHERE rowid = " + std::to_string(rowCount)) == std::to_string(rowCount - 1));
}

TEST_CASE("A table file takes any names, and as many as SQLite does", "[preview][table]") {
  SECTION("names that SQLite takes for one, or for the number of a row") {
    TableFile file(
        {{"Name", Type::String}, {"NAME", Type::String}, {"a \"b\"", Type::String}, {"rowid", Type::Integer}});
    file.addText("1"), file.addText("2"), file.addText("3"), file.addInteger(4), file.endRow();
    auto database = opened(file);
    CHECK(one(*database, "SELECT Name || NAME_2 || \"a \"\"b\"\"\" || rowid_2 || rowid FROM rows") == "12341");
  }
  SECTION("names with a zero in them") {
    using namespace std::string_literals;
    TableFile file({{"a\0b"s, Type::String}, {"a_b", Type::String}});
    file.addText("1"), file.addText("2"), file.endRow();
    auto database = opened(file);
    CHECK(one(*database, "PRAGMA integrity_check") == "ok");
    CHECK(one(*database, "SELECT a_b || a_b_2 FROM rows") == "12");
  }
  // The text of the statement fills the first page, leaves no room for itself there, or goes on elsewhere.
  for (const size_t count : {1, 300, 540, 545, 550, 555, 560, 2000}) {
    INFO(count);
    std::vector<TableFile::Column> columns;
    for (size_t i = 0; i < count; ++i) columns.push_back({"Column_number_" + std::to_string(1000 + i), Type::Integer});
    TableFile file(columns);
    for (size_t i = 0; i < count; ++i) file.addInteger(static_cast<int64_t>(i));
    file.endRow();
    auto database = opened(file);
    CHECK(one(*database, "PRAGMA integrity_check") == "ok");
    CHECK(one(*database, "SELECT Column_number_" + std::to_string(999 + count) + " FROM rows") ==
          std::to_string(count - 1));
  }
}

TEST_CASE("A page of rows is JSON or CSV, and says where the next begins", "[preview][table]") {
  TableFile file({{"B", Type::Boolean}, {"I", Type::Integer}, {"D", Type::Double}, {"S", Type::String}});
  file.addInteger(1), file.addInteger(1LL << 60), file.addReal(0.1), file.addText("a\"b"), file.endRow();
  file.addInteger(0), file.addNull(), file.addReal(2), file.addText(""), file.endRow();
  file.addNull(), file.addNull(), file.addNull(), file.addNull(), file.endRow();
  auto rows = TableRows::open(makeMemorySource(bytesOf(file)));
  REQUIRE(rows.ok());
  RowsQuery query;
  query.sql = "SELECT rowid, * FROM rows WHERE rowid > ?1";
  query.bindings = {int64_t{0}};
  query.fields = {
      {"B", FieldType::Boolean}, {"I", FieldType::Integer}, {"D", FieldType::Double}, {"S", FieldType::String}};
  query.mostRows = 2;
  auto page = (*rows)->page(query);
  REQUIRE(page.ok());
  CHECK(page->text == R"({"B":true,"I":1152921504606846976,"D":0.1,"S":"a\"b"},)"
                      "\n"
                      R"({"B":false,"I":null,"D":2,"S":""})");
  CHECK((page->count == 2 && page->last == 2 && page->hasMore));

  query.omitNulls = query.integersAsText = true;
  query.mostRows = 3;
  page = (*rows)->page(query);
  CHECK(page->text == R"({"B":true,"I":"1152921504606846976","D":0.1,"S":"a\"b"},)"
                      "\n"
                      R"({"B":false,"D":2,"S":""},)"
                      "\n{}");
  CHECK_FALSE(page->hasMore);

  query.integersAsText = false;
  query.format = RowsFormat::Csv;
  query.numbers = {3, 1};
  query.sql = "SELECT rowid, * FROM rows WHERE rowid = ?1";
  page = (*rows)->page(query);
  CHECK(page->text == ",,,\r\ntrue,1152921504606846976,0.1,\"a\"\"b\"\r\n");

  const auto numbers = (*rows)->numbers("SELECT rowid FROM rows ORDER BY D DESC", {});
  REQUIRE(numbers.ok());
  CHECK(*numbers == std::vector<uint32_t>{2, 1, 3});
  (*rows)->setStop([] { return true; });
  const auto stopped = (*rows)->numbers(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000) SELECT i FROM n", {});
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.diagnostics()[0].code == "cancelled");
}

TEST_CASE("The functions of a filter know characters, not bytes", "[preview][table]") {
  TableFile file({{"A", Type::Integer}});
  auto database = opened(file);
  REQUIRE(registerODataFunctions(database->handle()) == 0);
  const std::pair<const char*, const char*> cases[] = {
      {"odata_lower('ÄB')", "äb"},
      {"odata_upper('äß')", "Äß"},
      {"'[' || odata_trim(char(160, 8195) || 'a b' || char(9)) || ']'", "[a b]"},
      {"'[' || odata_trim(' ') || ']'", "[]"},
      {"odata_length('a' || char(0) || '𝄞é')", "4"},
      {"odata_indexof('𝄞éx', 'x')", "2"},
      {"odata_indexof('abc', 'z')", "-1"},
      {"odata_contains('abc', '')", "1"},
      {"odata_startswith('abc', 'abcd')", "0"},
      {"odata_endswith('abc', 'bc')", "1"},
      {"odata_substring('𝄞éx', 1)", "éx"},
      {"odata_substring('𝄞éx', 1, 1)", "é"},
      {"odata_substring('abc', -5, 2)", "ab"},
      {"odata_substring('abc', 9)", ""},
      {"odata_round(2.5)", "3.0"},
      {"odata_round(-2.5)", "-3.0"},
      {"odata_round(0.49999999999999994)", "0.0"},
      {"odata_round(7)", "7"},
      {"odata_mod(-7, 3)", "-1"},
      {"odata_mod(9007199254740993, 10)", "3"},
      {"odata_mod(-9223372036854775807 - 1, -1)", "0"},
      {"odata_mod(9223372036854775807 * 10, 7)", "3.0"},
      {"odata_mod(7.5, 2)", "1.5"},
      {"odata_mod(7, 0) IS NULL AND odata_mod(7.5, 0) IS NULL AND odata_mod(NULL, 2) IS NULL", "1"},
      {"odata_length(NULL) IS NULL", "1"},
      {"odata_contains('a', NULL) IS NULL", "1"},
  };
  for (const auto& [sql, expected] : cases) {
    INFO(sql);
    CHECK(one(*database, std::string("SELECT ") + sql) == expected);
  }
}

TEST_CASE("A table file leaves out the page of SQLite's locks", "[preview][table][nightly]") {
  const std::string path = (std::filesystem::temp_directory_path() / "premap-table-file-of-1-gb.sqlite").string();
  // Rows that fill pages, and rows that need many: either may meet the page.
  const size_t size = GENERATE(size_t{3000}, size_t{60000});
  const size_t rowCount = (size_t{1} << 30) / size + 2000;
  TableFile file({{"T", Type::String}});
  {
    std::ofstream out(path, std::ios::binary);
    out.seekp(TableFile::kPageSize);
    std::string pages;
    const auto write = [&] {
      file.takePages(pages), out.write(pages.data(), static_cast<std::streamsize>(pages.size())), pages.clear();
    };
    for (size_t row = 0; row < rowCount; ++row) {
      file.addText(std::string(size, static_cast<char>('a' + row % 26))), file.endRow();
      if (file.byteSize() > (1 << 20)) write();
    }
    file.finish(0);
    write();
    out.seekp(0);
    out.write(file.firstPage().data(), static_cast<std::streamsize>(file.firstPage().size()));
  }
  auto source = openFileSource(path);
  REQUIRE(source.ok());
  auto database = Database::open(std::move(*source));
  REQUIRE(database.ok());
  CHECK(one(**database, "PRAGMA integrity_check") == "ok");
  CHECK(one(**database, "SELECT count(*) FROM rows WHERE length(T) = " + std::to_string(size)) ==
        std::to_string(rowCount));
  std::filesystem::remove(path);
}
