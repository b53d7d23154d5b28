// Reads columns of a table, and of others with the same ids, straight from the pages: beside c_loop, which has SQLite
// read them (bench/pages.mjs runs both).
//
//   page_scan SNAPSHOT RUNS GAP TABLE:COLUMN,COLUMN... [TABLE:COLUMN...]
//
// The first table is scanned, the others are looked up by its ids. With a GAP above 1 the ids are read first, and then
// every GAP-th is looked up in all tables. Prints, for each run, "CPU-ms WALL-ms ROWS"; the values are used, none
// is printed.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "premap/pages/column_gather.h"

using namespace premap;

namespace {

constexpr size_t kRowsAtOnce = 2048;

struct Wanted {
  TableLayout layout;
  std::vector<ColumnRequest> columns;
};

int failWith(const std::string& message) {
  std::cerr << message << "\n";
  return 3;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == at) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

bool read(Database& db, const std::string& argument, Wanted& wanted) {
  const std::vector<std::string> parts = split(argument, ':');
  auto layout = describeTable(db, parts[0]);
  if (!layout || parts.size() != 2) return false;
  wanted.layout = std::move(*layout);
  for (const std::string& name : split(parts[1], ',')) {
    const std::optional<size_t> column = wanted.layout.find(name);
    if (!column) return std::cerr << "no column " << name << "\n", false;
    wanted.columns.push_back({*column, false});
  }
  return ColumnGather::canRead(wanted.layout, wanted.columns);
}

uint64_t touched = 0;

// A use of every value, as c_loop has one.
void touch(const ColumnBlock& block, size_t columns) {
  for (size_t column = 0; column < columns; ++column) {
    const std::span<const ColumnType> types = block.types(column);
    const std::span<const uint64_t> bits = block.bits(column);
    for (size_t row = 0; row < types.size(); ++row) touched += types[row] == ColumnType::Null ? 1 : bits[row];
  }
}

bool lookUp(ColumnGather& gather, std::span<const int64_t> ids, size_t columns, ColumnBlock& block) {
  while (!ids.empty()) {
    const std::optional<size_t> taken = gather.take(ids, block);
    if (!taken) return false;
    touch(block, columns);
    ids = ids.subspan(*taken);
  }
  return true;
}

class Run {
 public:
  Run(PageFile& file, std::vector<Wanted>& tables) : tables_(tables), blocks_(tables.size()) {
    for (const Wanted& table : tables) gathers_.emplace_back(file, table.layout, table.columns);
  }

  std::optional<size_t> scan() {
    size_t rows = 0;
    for (;;) {
      const std::optional<size_t> count = gathers_[0].scan(kRowsAtOnce, blocks_[0]);
      if (!count) return std::nullopt;
      if (*count == 0) return rows;
      rows += *count;
      touch(blocks_[0], tables_[0].columns.size());
      for (size_t i = 1; i < tables_.size(); ++i)
        if (!lookUp(gathers_[i], blocks_[0].ids(), tables_[i].columns.size(), blocks_[i])) return std::nullopt;
    }
  }

  std::optional<size_t> pick(std::span<const int64_t> ids) {
    for (size_t done = 0; done < ids.size(); done += kRowsAtOnce)
      for (size_t i = 0; i < tables_.size(); ++i)
        if (!lookUp(gathers_[i], ids.subspan(done, std::min(kRowsAtOnce, ids.size() - done)), tables_[i].columns.size(),
                    blocks_[i]))
          return std::nullopt;
    return ids.size();
  }

 private:
  std::vector<Wanted>& tables_;
  std::vector<ColumnGather> gathers_;
  std::vector<ColumnBlock> blocks_;
};

std::vector<int64_t> everyId(PageFile& file, const TableLayout& table, size_t gap) {
  std::vector<int64_t> ids;
  TableCursor cursor(file, table.rootPage);
  size_t row = 0;
  for (At at = cursor.first(); at == At::Row; at = cursor.next(), ++row)
    if (row % gap == 0) ids.push_back(cursor.rowid());
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return failWith("usage: page_scan SNAPSHOT RUNS GAP TABLE:COLUMN,COLUMN... [TABLE:COLUMN...]");
  auto source = openFileSource(argv[1]);
  if (!source) return failWith(source.diagnostics().front().message);
  auto db = Database::open(std::move(*source));
  if (!db) return failWith(db.diagnostics().front().message);
  PageFile::Answer answer = PageFile::of(**db);
  if (!answer.file) return failWith(std::string(answer.notForMe));
  std::vector<Wanted> tables(static_cast<size_t>(argc - 4));
  for (size_t i = 0; i < tables.size(); ++i)
    if (!read(**db, argv[i + 4], tables[i])) return failWith(std::string("cannot read ") + argv[i + 4]);
  const auto gap = static_cast<size_t>(std::atol(argv[3]));
  const std::vector<int64_t> ids = gap > 1 ? everyId(*answer.file, tables[0].layout, gap) : std::vector<int64_t>();
  for (int run = 0; run < std::atoi(argv[2]); ++run) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t startCpu = std::clock();
    Run reading(*answer.file, tables);
    const std::optional<size_t> rows = gap > 1 ? reading.pick(ids) : reading.scan();
    if (!rows) return failWith(answer.file->failure().message);
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    const double cpu = static_cast<double>(std::clock() - startCpu) * 1e3 / CLOCKS_PER_SEC;
    std::printf("%.3f %.3f %zu\n", cpu, wall.count(), *rows);
    std::fflush(stdout);
  }
  return touched == 0 ? 1 : 0;
}
