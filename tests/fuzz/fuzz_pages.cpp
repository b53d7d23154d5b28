// libFuzzer: whatever becomes of a database's pages, reading its tables and indexes ends in values or in
// `file-corrupt`. The input is a list of changes to databases that SQLite made, and to a snapshot in three layouts:
// pages swapped and copied, pointers between them, places of cells, sizes of values and single bytes changed, the end
// cut off.
//
//   npm run test:fuzz -- pages --seconds 3600
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "premap/pages/column_gather.h"
#include "premap/pages/index_cursor.h"
#include "premap/pages/tree_cuts.h"
#include "sqlite/memory_database.h"

using namespace premap;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct Table {
  TableLayout layout;
  std::vector<IndexLayout> indexes;
};

struct Original {
  std::vector<std::byte> bytes;
  uint32_t pageSize = 0;
  std::vector<Table> tables;
};

constexpr char kSchema[] =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, r REAL, s TEXT COLLATE NOCASE, b BLOB);"
    "CREATE INDEX by_a ON t(a); CREATE INDEX by_s ON t(s, r DESC);"
    "CREATE TABLE w(a TEXT, b, PRIMARY KEY(a)) WITHOUT ROWID;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<220)"
    "INSERT INTO t SELECT i*3-40, i*7919%211, CASE i%4 WHEN 0 THEN i ELSE i/3.0 END, substr(hex(i*77777),1,i%60),"
    " CASE i%9 WHEN 0 THEN zeroblob(i*15) WHEN 1 THEN NULL ELSE x'010203' END FROM n;"
    "ALTER TABLE t ADD COLUMN later DEFAULT 'none';"
    "INSERT INTO w SELECT s||id, r FROM t; DELETE FROM t WHERE id%11=0";

Original originalOf(test::MemoryDatabase& made, int pageSize, std::initializer_list<const char*> tables) {
  Original original;
  original.pageSize = static_cast<uint32_t>(pageSize);
  original.bytes = made.bytes();
  auto opened = Database::open(makeMemorySource(original.bytes));
  require(opened.ok());
  PageFile::Answer answer = PageFile::of(**opened);
  require(answer.file && answer.file->pageSize() == original.pageSize);
  for (const char* name : tables) {
    auto layout = describeTable(**opened, name);
    require(layout.ok());
    auto indexes = describeIndexes(**opened, *layout);
    require(indexes.ok());
    original.tables.push_back({std::move(*layout), std::move(*indexes)});
  }
  return original;
}

Original make(const test::MemoryLayout& layout) {
  test::MemoryDatabase made(layout);
  made.run(kSchema);
  return originalOf(made, layout.pageSize, {"t", "w"});
}

constexpr char kLongTexts[] =
    "UPDATE bis_Element SET UserLabel='l'||Id||hex(zeroblob(600)) WHERE Id%5=0;"
    "UPDATE bis_Element SET JsonProperties='{\"a\":\"'||hex(zeroblob(4000))||'\"}' WHERE Id%37=0;"
    "UPDATE bis_ElementMultiAspect SET ps1='m'||hex(zeroblob(1500)) WHERE Id%4=0;";

// Some of the snapshot's elements and aspects, and nothing else: most damage is met.
Original makeOfSnapshot(const test::MemoryLayout& layout, int oneIn) {
  static test::MemoryDatabase snapshot(test::fileBytes(PREMAP_FUZZ_SNAPSHOT));
  test::MemoryDatabase made(layout);
  made.copyFrom(
      snapshot,
      "tbl_name IN ('bis_Element','bis_GeometricElement3d','bis_ElementMultiAspect','bis_ElementUniqueAspect')");
  const std::string others = "%" + std::to_string(oneIn) + "<>0;";
  made.run(kLongTexts + ("DELETE FROM bis_Element WHERE Id" + others) +
           "DELETE FROM bis_GeometricElement3d WHERE ElementId" + others +
           "DELETE FROM bis_ElementMultiAspect WHERE Id" + others + "DELETE FROM bis_ElementUniqueAspect WHERE Id" +
           others + (layout.isAutoVacuum ? "" : "VACUUM"));
  return originalOf(made, layout.pageSize,
                    {"bis_Element", "bis_GeometricElement3d", "bis_ElementMultiAspect", "bis_ElementUniqueAspect"});
}

class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  bool isDone() const { return size_ == 0; }
  uint32_t next() {
    if (size_ == 0) return 0;
    --size_;
    return *data_++;
  }
  uint32_t wide() { return next() << 8 | next(); }

 private:
  const uint8_t* data_;
  size_t size_;
};

// The changes, on pages but the first: without a header there is no file.
class Changes {
 public:
  Changes(std::vector<std::byte>& bytes, uint32_t pageSize, Input& input)
      : bytes_(bytes), pageSize_(pageSize), input_(input) {}

  void applyAll() {
    while (!input_.isDone()) apply();
  }

 private:
  uint32_t pageCount() const { return static_cast<uint32_t>(bytes_.size() / pageSize_); }
  uint32_t someNumber() { return 2 + input_.wide() % (pageCount() - 1); }
  std::byte* page(uint32_t number) { return bytes_.data() + size_t{number - 1} * pageSize_; }
  std::byte* somePage() { return page(someNumber()); }
  static uint32_t u16(const std::byte* at) { return static_cast<uint32_t>(at[0]) << 8 | static_cast<uint32_t>(at[1]); }
  static void put16(std::byte* at, uint32_t value) { at[0] = std::byte(value >> 8), at[1] = std::byte(value); }
  static void put32(std::byte* at, uint32_t value) { put16(at, value >> 16), put16(at + 2, value); }
  static uint32_t headerOf(const std::byte* data) { return static_cast<uint32_t>(data[0]) >= 8 ? 8 : 12; }
  std::byte* someCell(std::byte* data) {
    const uint32_t count = std::max(1u, u16(data + 3));
    const uint32_t place = headerOf(data) + 2 * (input_.next() % count);
    return data + std::min(place + 1 < pageSize_ ? u16(data + place) : 0, pageSize_ - 12);
  }

  void apply() {
    switch (input_.next() % 12) {
      case 0:
        return swapPages();
      case 1: {
        const std::byte* from = somePage();
        std::memmove(somePage(), from, pageSize_);
        return;
      }
      case 2: {  // where a cell lies
        std::byte* data = somePage();
        return put16(data + headerOf(data) + 2 * (input_.next() % 40), input_.wide());
      }
      case 3:  // a child, or the size of a value
        return put32(someCell(somePage()), someNumber());
      case 4:
        return put32(somePage(), someNumber());
      case 5:  // the last child
        return put32(somePage() + 8, someNumber());
      case 6:
        return put16(somePage() + 3, input_.wide());
      case 7: {  // what a cell begins with: sizes, ids, the header of its row
        std::byte* cell = someCell(somePage());
        cell[input_.next() % 12] = std::byte(input_.next());
        return;
      }
      case 8: {
        static constexpr uint8_t kKinds[] = {2, 5, 10, 13};
        *somePage() = std::byte{kKinds[input_.next() % 4]};
        return;
      }
      case 9: {
        std::byte* data = somePage();
        data[input_.wide() % pageSize_] = std::byte(input_.next());
        return;
      }
      case 10: {  // a long number
        std::byte* cell = someCell(somePage());
        std::memset(cell, 0xff, 1 + input_.next() % 10);
        return;
      }
      default:
        if (pageCount() > 8) bytes_.resize(bytes_.size() - size_t{pageSize_} * (1 + input_.next() % 3));
    }
  }

  void swapPages() {
    std::byte *a = somePage(), *b = somePage();
    if (a != b) std::swap_ranges(a, a + pageSize_, b);
  }

  std::vector<std::byte>& bytes_;
  uint32_t pageSize_;
  Input& input_;
};

// The sanitizer watches whoever copies.
uint64_t touched = 0;
std::string touchedBytes;

void touchBytes(std::string_view bytes) {
  touchedBytes.assign(bytes);
}

void touch(const ColumnBlock& block, size_t columns) {
  for (size_t column = 0; column < columns; ++column)
    for (size_t row = 0; row < block.rowCount(); ++row) {
      const ColumnType type = block.type(column, row);
      if (type == ColumnType::Text || type == ColumnType::Blob) touchBytes(block.text(column, row));
      else touched += static_cast<uint64_t>(block.integer(column, row));
    }
}

void checkFault(const PageFile& file) {
  const Diagnostic fault = file.failure();
  require(fault.code == "file-corrupt" && fault.message.find("page ") != std::string::npos);
}

// Of no damaged file more rows than there are bytes, and their ids ascend.
void readRows(PageFile& file, const TableLayout& layout, Input input, size_t byteCount) {
  std::vector<ColumnRequest> columns;
  for (size_t i = 0; i < layout.columns.size(); ++i) columns.push_back({i, false});
  ColumnGather gather(file, layout, columns);
  ColumnBlock block;
  size_t rows = 0;
  int64_t last = INT64_MIN;
  for (;;) {
    const auto count = gather.scan(1 + input.next(), block);
    if (!count) {
      checkFault(file);
      break;
    }
    if (*count == 0) break;
    rows += *count;
    require(rows < byteCount && (last == INT64_MIN || block.id(0) > last));
    last = block.id(*count - 1);
    touch(block, columns.size());
  }
  std::vector<int64_t> ids;
  for (int64_t id = -60; id < 700; id += 3 + input.next() % 16) ids.push_back(id);
  for (std::span<const int64_t> left = ids; !left.empty();) {
    const auto count = gather.take(left, block, 1000);
    if (!count) return checkFault(file);
    require(*count > 0);
    touch(block, columns.size());
    left = left.subspan(*count);
  }
}

// Ranges of ids, as readers that go side by side take them; and the ids where a table is cut.
void readRanges(PageFile& file, const TableLayout& layout, Input input, size_t byteCount) {
  ColumnGather gather(file, layout, {{0, false}, {layout.columns.size() - 1, true}});
  ColumnBlock block;
  for (int64_t first = -60; first < 700;) {
    const int64_t last = first + input.next();
    gather.scanFrom(first, last);
    const auto count = gather.scan(byteCount, block);
    if (!count) {
      checkFault(file);
      break;
    }
    require(*count == 0 || (block.id(0) >= first && block.id(*count - 1) <= last));
    touch(block, 1);
    require(!gather.isAtEnd() || !gather.behind() || *gather.behind() > last);
    first = last + 1;
  }
  const std::vector<int64_t> cuts = cutTree(file, layout.rootPage, 1 + input.next() % 20);
  for (size_t i = 1; i < cuts.size(); ++i) require(cuts[i] > cuts[i - 1]);
}

void readEntries(PageFile& file, const IndexLayout& index, size_t byteCount) {
  std::vector<WantedField> wanted;
  for (uint32_t i = 0; i < index.columns.size(); ++i) wanted.push_back({i, false});
  RecordReader reader(file, wanted);
  IndexCursor cursor(file, index);
  size_t entries = 0;
  At at = cursor.first();
  for (; at == At::Row; at = cursor.next()) {
    require(++entries < byteCount * 64);
    if (!reader.read(cursor.payload())) return checkFault(file);
    for (size_t i = 0; i < reader.fieldCount(); ++i)
      touchBytes({reinterpret_cast<const char*>(reader.field(i).data), reader.field(i).size});
  }
  if (at == At::Failed) checkFault(file);
}

void lookUp(PageFile& file, const IndexLayout& index) {
  if (!IndexLookup::canRead(index)) return;
  IndexLookup lookup(file, index);
  std::vector<int64_t> keys;
  for (int64_t key = -5; key < 215; key += 7) keys.push_back(key);
  std::vector<IndexLookup::Match> matches;
  if (!lookup.find(keys, matches)) checkFault(file);
  std::vector<IndexLookup::Entry> entries;
  for (int64_t key = -5; key < 215; key += 40) {
    if (!lookup.findBetween(key, key + 30, entries)) return checkFault(file);
    for (const IndexLookup::Entry& entry : entries) require(entry.key >= key && entry.key <= key + 30);
    entries.clear();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Original originals[] = {
      make({512, 0, true}),
      make({1024}),
      make({4096}),
      makeOfSnapshot({512, 0, true}, 2),
      makeOfSnapshot({1024, 32}, 3),
      makeOfSnapshot({4096}, 4),
  };
  Input input(data, size);
  const Original& original = originals[input.next() % std::size(originals)];
  std::vector<std::byte> bytes = original.bytes;
  const Input reading = input;
  Changes(bytes, original.pageSize, input).applyAll();
  // The header tells how many pages there are: of those left.
  const auto count = static_cast<uint32_t>(bytes.size() / original.pageSize);
  for (int i = 0; i < 4; ++i) bytes[28 + i] = std::byte(count >> (24 - 8 * i));
  const size_t byteCount = bytes.size();
  auto db = Database::open(makeMemorySource(std::move(bytes)));
  if (!db) return 0;
  PageFile::Answer answer = PageFile::of(**db);
  require(answer.file != nullptr);
  for (const Table& table : original.tables) {
    if (!table.layout.isWithoutRowid) {
      readRows(*answer.file, table.layout, reading, byteCount);
      readRanges(*answer.file, table.layout, reading, byteCount);
    }
    for (const IndexLayout& index : table.indexes) {
      readEntries(*answer.file, index, byteCount);
      lookUp(*answer.file, index);
    }
  }
  return 0;
}
