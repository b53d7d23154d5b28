// Databases that tests make by SQLite itself, in memory: from a file's bytes, or with another's tables in pages of
// another kind. (VACUUM cannot do that: of a database in memory it keeps the size of pages.)
#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct sqlite3;

namespace premap::test {

struct MemoryLayout {
  int pageSize = 4096;
  int reservedBytes = 0;  ///< at the end of each page, as an extension would take them
  bool isAutoVacuum = false;
  std::string encoding = "UTF-8";
};

/// What fails here is the test's own fault: it ends the program with SQLite's words.
class MemoryDatabase {
 public:
  explicit MemoryDatabase(const MemoryLayout& layout = {});
  explicit MemoryDatabase(std::vector<std::byte> file);
  ~MemoryDatabase();
  MemoryDatabase(const MemoryDatabase&) = delete;
  MemoryDatabase& operator=(const MemoryDatabase&) = delete;

  void run(const std::string& sql);
  /// Tables, rows and indexes, statistics too; no triggers, nor tables of modules. `which`: SQL about `name`.
  void copyFrom(MemoryDatabase& other, const std::string& which = "1");
  std::vector<std::byte> bytes();

 private:
  void require(bool condition, const std::string& what);
  std::vector<std::string> texts(const std::string& sql);
  void copyRows(MemoryDatabase& other, const std::string& table);

  sqlite3* handle_ = nullptr;
};

/// Empty where there is none.
std::vector<std::byte> fileBytes(const std::string& path);

}  // namespace premap::test
