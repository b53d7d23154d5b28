// Rows are copied value by value, each of them as it is stored.
#include "sqlite/memory_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace premap::test {

MemoryDatabase::MemoryDatabase(const MemoryLayout& layout) {
  require(sqlite3_open(":memory:", &handle_) == SQLITE_OK, "open");
  int reserved = layout.reservedBytes;
  if (reserved > 0)
    require(sqlite3_file_control(handle_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) == SQLITE_OK, "reserve");
  run("PRAGMA page_size=" + std::to_string(layout.pageSize) + "; PRAGMA encoding='" + layout.encoding +
      "'; PRAGMA auto_vacuum=" + (layout.isAutoVacuum ? "1" : "0"));
}

MemoryDatabase::MemoryDatabase(std::vector<std::byte> file) {
  require(sqlite3_open(":memory:", &handle_) == SQLITE_OK, "open");
  require(file.size() > 100, "a file without a header; `node scripts/fixtures.mjs` unpacks those of the tests");
  file[18] = file[19] = std::byte{1};  // a journal in place of a write-ahead log, which a file in memory cannot have
  auto* image = static_cast<unsigned char*>(sqlite3_malloc64(file.size()));
  std::transform(file.begin(), file.end(), image, [](std::byte each) { return static_cast<unsigned char>(each); });
  const auto size = static_cast<sqlite3_int64>(file.size());
  require(sqlite3_deserialize(handle_, "main", image, size, size,
                              SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK,
          "deserialize");
}

MemoryDatabase::~MemoryDatabase() {
  sqlite3_close(handle_);
}

void MemoryDatabase::require(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "%.300s: %s\n", what.c_str(), sqlite3_errmsg(handle_));
  std::abort();
}

void MemoryDatabase::run(const std::string& sql) {
  require(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

std::vector<std::string> MemoryDatabase::texts(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  require(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK, sql);
  std::vector<std::string> found;
  while (sqlite3_step(statement) == SQLITE_ROW)
    found.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
  require(sqlite3_finalize(statement) == SQLITE_OK, sql);
  return found;
}

void MemoryDatabase::copyFrom(MemoryDatabase& other, const std::string& which) {
  const std::string ours =
      " FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (" + which + ") AND ";
  const std::string tables = ours + "type='table' AND rootpage>0";
  run("BEGIN");
  for (const std::string& sql : other.texts("SELECT sql" + tables)) run(sql);
  for (const std::string& name : other.texts("SELECT name" + tables)) copyRows(other, name);
  // Of tables that were left out there are none.
  const std::string indexes = ours + "type='index' AND tbl_name IN (SELECT name" + tables + ")";
  for (const std::string& sql : other.texts("SELECT sql" + indexes)) run(sql);
  run("COMMIT");
  if (other.texts("SELECT name FROM sqlite_schema WHERE name='sqlite_stat1'").empty()) return;
  run("ANALYZE; DELETE FROM sqlite_stat1");
  copyRows(other, "sqlite_stat1");
}

void MemoryDatabase::copyRows(MemoryDatabase& other, const std::string& table) {
  const std::string select = "SELECT * FROM \"" + table + "\"";
  sqlite3_stmt *from = nullptr, *to = nullptr;
  other.require(sqlite3_prepare_v2(other.handle_, select.c_str(), -1, &from, nullptr) == SQLITE_OK, select);
  const int columns = sqlite3_column_count(from);
  std::string insert = "INSERT INTO \"" + table + "\" VALUES(?";
  for (int i = 1; i < columns; ++i) insert += ",?";
  insert += ")";
  require(sqlite3_prepare_v2(handle_, insert.c_str(), -1, &to, nullptr) == SQLITE_OK, insert);
  while (sqlite3_step(from) == SQLITE_ROW) {
    for (int i = 0; i < columns; ++i) sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
    require(sqlite3_step(to) == SQLITE_DONE, insert);
    sqlite3_reset(to);
  }
  other.require(sqlite3_finalize(from) == SQLITE_OK, select);
  require(sqlite3_finalize(to) == SQLITE_OK, insert);
}

std::vector<std::byte> MemoryDatabase::bytes() {
  sqlite3_int64 size = 0;
  unsigned char* data = sqlite3_serialize(handle_, "main", &size, 0);
  require(data != nullptr, "serialize");
  const auto* first = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> copy(first, first + size);
  sqlite3_free(data);
  return copy;
}

std::vector<std::byte> fileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return {};
  std::vector<std::byte> bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

}  // namespace premap::test
