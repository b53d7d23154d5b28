// Logs beside a database file, against what SQLite itself makes of them (tests/fixtures/logs).
#include <fstream>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/sqlite/database.h"

namespace premap {
namespace {

using Json = nlohmann::json;

const std::string kFolder = std::string(PREMAP_FIXTURES) + "/logs/";

Json logCases() {
  std::ifstream file(std::string(PREMAP_GOLDEN) + "/../fixtures/logs/cases.json");
  return Json::parse(file);
}

std::vector<std::byte> bytesOf(ByteSource& source) {
  std::vector<std::byte> bytes(source.size());
  REQUIRE(source.readAt(0, bytes));
  return bytes;
}

std::vector<std::byte> fileBytes(const std::string& name) {
  auto source = openFileSource(kFolder + name);
  if (!source) SKIP("run `npm run fixtures` first: " << name << " is not there");
  return bytesOf(**source);
}

uint32_t crc32(std::span<const std::byte> bytes) {
  uint32_t crc = 0xffffffff;
  for (std::byte byte : bytes) {
    crc ^= static_cast<uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

Result<RecoveredFile> recoverFile(const std::string& name) {
  auto files = openSnapshotFiles(kFolder + name + ".db");
  if (!files) SKIP("run `npm run fixtures` first: " << name << " is not there");
  return recover(std::move(*files));
}

Json factsOf(Database& db) {
  auto facts = db.prepare("SELECT count(*), total(id), total(length(data)), max(name), min(name) FROM thing");
  REQUIRE(facts.ok());
  REQUIRE(facts->step() == Step::Row);
  return {facts->int64(0), facts->real(1), facts->real(2), std::string(facts->text(3)), std::string(facts->text(4))};
}

SnapshotFiles inMemory(std::vector<std::byte> main, std::vector<std::byte> wal) {
  return {makeMemorySource(std::move(main)), makeMemorySource(std::move(wal)), nullptr, false};
}

}  // namespace

TEST_CASE("a file with its log is what SQLite makes of the two", "[logs]") {
  for (const Json& wanted : logCases()) {
    DYNAMIC_SECTION(wanted["name"].get<std::string>()) {
      auto file = recoverFile(wanted["name"]);
      if (wanted.contains("expect")) {
        REQUIRE_FALSE(file.ok());
        CHECK(file.diagnostics().front().code == wanted["expect"]);
        CHECK(file.diagnostics().front().hint.find("wal_checkpoint") != std::string::npos);
        continue;
      }
      REQUIRE(file.ok());
      CHECK(file->bytes->size() == wanted["byteLength"]);
      CHECK(crc32(bytesOf(*file->bytes)) == wanted["crc"]);
    }
  }
}

TEST_CASE("the rows of a file with its log are those SQLite reads", "[logs]") {
  for (const Json& wanted : logCases()) {
    if (!wanted.contains("facts") || wanted["facts"].is_null()) continue;
    DYNAMIC_SECTION(wanted["name"].get<std::string>()) {
      auto files = openSnapshotFiles(kFolder + wanted["name"].get<std::string>() + ".db");
      if (!files) SKIP("run `npm run fixtures` first");
      auto db = Database::open(std::move(*files));
      REQUIRE(db.ok());
      CHECK(factsOf(**db) == wanted["facts"]);
    }
  }
}

TEST_CASE("a log that SQLite would pass over is told of", "[logs]") {
  for (const char* name : {"garbage", "bad-header-sum", "garbage-journal", "hot-bad-sector"}) {
    auto file = recoverFile(name);
    REQUIRE(file.ok());
    REQUIRE(file->notes.size() == 1);
    CHECK(file->notes[0].code == "file-log-ignored");
    CHECK(file->notes[0].severity == Severity::Warning);
  }
  for (const char* name : {"commits", "no-bytes", "zeros", "header-only", "no-commit", "torn", "hot", "finished"}) {
    auto file = recoverFile(name);
    REQUIRE(file.ok());
    CHECK(file->notes.empty());
  }
}

TEST_CASE("a file of an application that keeps logs, given alone", "[logs]") {
  const auto notesOf = [](const std::string& name, bool mayLackLog) {
    auto file = recover({makeMemorySource(fileBytes(name)), nullptr, nullptr, mayLackLog});
    REQUIRE(file.ok());
    return file->notes;
  };
  const Diagnostics notes = notesOf("commits.db", true);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].code == "file-log-not-given");
  CHECK(notes[0].severity == Severity::Info);
  CHECK(notesOf("commits.db", false).empty());
  CHECK(notesOf("finished.db", true).empty());  // its header says that there is no such log
}

TEST_CASE("an empty file stays one, whatever lies beside it", "[logs]") {
  auto db = Database::open(inMemory({}, fileBytes("commits.db-wal")));
  REQUIRE_FALSE(db.ok());
  CHECK(db.diagnostics().front().code == "file-empty");
}

TEST_CASE("a log whose bytes cannot be fetched is an error, not an old value", "[logs]") {
  struct Unreadable final : ByteSource {
    uint64_t size() const override { return 100'000; }
    bool readAt(uint64_t, std::span<std::byte>) override { return false; }
  };
  for (bool isJournal : {false, true}) {
    SnapshotFiles files{makeMemorySource(fileBytes("commits.db")), nullptr, nullptr, false};
    (isJournal ? files.journal : files.wal) = std::make_unique<Unreadable>();
    auto file = recover(std::move(files));
    REQUIRE_FALSE(file.ok());
    CHECK(file.diagnostics().front().code == "file-log-unreadable");
  }
}

TEST_CASE("any cut of a log, and any byte of it changed, is read to the end of some commit", "[logs]") {
  const std::vector<std::byte> main = fileBytes("pages-512.db"), wal = fileBytes("pages-512.db-wal");
  uint32_t seed = 7;
  const auto random = [&](size_t most) { return (seed = seed * 1664525 + 1013904223) % static_cast<uint32_t>(most); };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> changed = wal;
    changed[random(changed.size())] ^= static_cast<std::byte>(1 + random(255));
    if (round % 2) changed.resize(random(changed.size()));
    auto db = Database::open(inMemory(main, std::move(changed)));
    if (!db) continue;
    const int64_t rows = factsOf(**db)[0];
    CHECK((rows == 40 || rows == 39 || (rows > 39 && rows <= 64)));
  }
}

}  // namespace premap
