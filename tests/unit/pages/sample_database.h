// Databases made by SQLite itself, in memory, and read again as files.
#pragma once

#include <random>

#include "catch.h"
#include "premap/pages/page_file.h"
#include "sqlite3.h"

namespace premap::pagestest {

class SampleDatabase {
 public:
  explicit SampleDatabase(int pageSize = 4096, int reserved = 0, const std::string& pragmas = "") {
    REQUIRE(sqlite3_open_v2(":memory:", &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK);
    run("PRAGMA page_size=" + std::to_string(pageSize) + ";" + pragmas);
    if (reserved > 0) sqlite3_file_control(db_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  }
  ~SampleDatabase() { sqlite3_close_v2(db_); }
  SampleDatabase(const SampleDatabase&) = delete;
  SampleDatabase& operator=(const SampleDatabase&) = delete;

  void run(const std::string& sql) {
    char* message = nullptr;
    const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message);
    INFO(sql << ": " << (message ? message : ""));
    REQUIRE(code == SQLITE_OK);
  }
  sqlite3* handle() { return db_; }

  std::vector<std::byte> bytes() {
    sqlite3_int64 size = 0;
    unsigned char* data = sqlite3_serialize(db_, "main", &size, 0);
    REQUIRE(data != nullptr);
    const auto* first = reinterpret_cast<const std::byte*>(data);
    std::vector<std::byte> copy(first, first + size);
    sqlite3_free(data);
    return copy;
  }

 private:
  sqlite3* db_ = nullptr;
};

inline std::unique_ptr<Database> openBytes(std::vector<std::byte> bytes) {
  auto db = Database::open(makeMemorySource(std::move(bytes)));
  REQUIRE(db.ok());
  return std::move(*db);
}

inline std::unique_ptr<PageFile> pagesOf(Database& db) {
  PageFile::Answer answer = PageFile::of(db);
  INFO(answer.notForMe);
  REQUIRE(answer.file);
  return std::move(answer.file);
}

/// The same numbers on every machine.
class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint64_t below(uint64_t most) { return bits() % most; }
  bool oneIn(uint64_t n) { return below(n) == 0; }
  uint64_t bits() { return static_cast<uint64_t>(engine_()) << 32 | engine_(); }

 private:
  std::mt19937 engine_;
};

}  // namespace premap::pagestest
