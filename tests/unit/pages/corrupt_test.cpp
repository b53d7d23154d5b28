// Damaged pages, each kind of damage by itself: told with the page, never followed.
#include <cstring>

#include "premap/pages/column_gather.h"
#include "premap/pages/index_cursor.h"
#include "premap/pages/table_cursor.h"
#include "sample_database.h"

namespace premap::pagestest {
namespace {

constexpr uint32_t kPageSize = 512;

// A file of many small pages, to be damaged: tables of three levels, values that go on in other pages, an index.
class Patient {
 public:
  Patient() {
    SampleDatabase sample(kPageSize, 0, "PRAGMA auto_vacuum=1");
    sample.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); CREATE INDEX by_a ON t(a);"
        "CREATE TABLE longer(id INTEGER PRIMARY KEY, a, b);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000)"
        "INSERT INTO t SELECT i, i * 2, 'text ' || i FROM n;"
        "INSERT INTO longer VALUES (1, zeroblob(3000), 'after'), (2, 'x', 'y')");
    bytes_ = sample.bytes();
    auto db = openBytes(bytes_);
    table_ = *describeTable(*db, "t");
    longer_ = *describeTable(*db, "longer");
    index_ = describeIndexes(*db, table_)->front();
  }

  std::byte* page(uint32_t number) { return bytes_.data() + size_t{number - 1} * kPageSize; }
  uint32_t u16(const std::byte* at) const { return static_cast<uint32_t>(at[0]) << 8 | static_cast<uint32_t>(at[1]); }
  uint32_t u32(const std::byte* at) const { return u16(at) << 16 | u16(at + 2); }
  void put16(std::byte* at, uint32_t value) { at[0] = std::byte(value >> 8), at[1] = std::byte(value); }
  void put32(std::byte* at, uint32_t value) { put16(at, value >> 16), put16(at + 2, value); }

  uint32_t root() const { return table_.rootPage; }
  uint32_t indexRoot() const { return index_.rootPage; }
  uint32_t longerRoot() const { return longer_.rootPage; }
  std::byte* cell(uint32_t number, uint32_t i) {
    std::byte* data = page(number);
    return data + u16(data + (static_cast<uint32_t>(data[0]) >= 10 ? 8 : 12) + 2 * i);
  }
  uint32_t child(uint32_t number, uint32_t i) { return u32(cell(number, i)); }
  // The page above the first leaves, and the second of them.
  uint32_t parentOfLeaves(uint32_t from) {
    uint32_t number = from;
    while (static_cast<uint32_t>(*page(child(number, 0))) < 10) number = child(number, 0);
    REQUIRE(u16(page(number) + 3) > 3);
    return number;
  }
  uint32_t leaf(uint32_t from) { return child(parentOfLeaves(from), 1); }
  // The first overflow page of the long value.
  std::byte* overflowPointer() {
    std::byte* at = cell(longerRoot(), 0);
    const uint32_t least = (kPageSize - 12) * 32 / 255 - 23, size = 5 + 3000 + 5;
    const uint32_t filled = least + (size - least) % (kPageSize - 4);
    return at + 3 + (filled <= kPageSize - 35 ? filled : least);
  }

  struct Fault {
    std::string code, message;
  };

  // What reading everything comes to; no code: nothing.
  Fault scan() const { return scan(table_, {{0}, {1}, {2}}); }
  Fault scanLonger() const { return scan(longer_, {{1}, {2}}); }
  Fault scan(const TableLayout& layout, std::vector<ColumnRequest> columns) const {
    auto db = openBytes(bytes_);
    auto file = pagesOf(*db);
    ColumnGather gather(*file, layout, std::move(columns));
    ColumnBlock block;
    for (;;) {
      const auto count = gather.scan(100, block);
      if (!count) return faultOf(*file);
      if (*count == 0) return {};
    }
  }
  Fault findEach() const {
    auto db = openBytes(bytes_);
    auto file = pagesOf(*db);
    TableCursor cursor(*file, table_.rootPage);
    for (int64_t id = 1; id <= 3000; id += 3)
      if (cursor.find(id) == At::Failed) return faultOf(*file);
    return {};
  }
  Fault walkIndex() const {
    auto db = openBytes(bytes_);
    auto file = pagesOf(*db);
    IndexCursor cursor(*file, index_);
    At at = cursor.first();
    while (at == At::Row) at = cursor.next();
    return at == At::Failed ? faultOf(*file) : Fault();
  }

 private:
  static Fault faultOf(const PageFile& file) {
    const Diagnostic fault = file.failure();
    return {fault.code, fault.message};
  }

  std::vector<std::byte> bytes_;
  TableLayout table_, longer_;
  IndexLayout index_;
};

void checkCorrupt(const Patient::Fault& fault, uint32_t page, const std::string& what) {
  INFO(fault.message << "; expected: page " << page << " " << what);
  CHECK(fault.code == "file-corrupt");
  CHECK(fault.message.find("page " + std::to_string(page) + " ") != std::string::npos);
  CHECK(fault.message.find(what) != std::string::npos);
}

}  // namespace

TEST_CASE("what is not damaged is read", "[pages]") {
  Patient patient;
  CHECK(patient.scan().code.empty());
  CHECK(patient.scanLonger().code.empty());
  CHECK(patient.findEach().code.empty());
  CHECK(patient.walkIndex().code.empty());
}

TEST_CASE("a damaged leaf is told", "[pages]") {
  Patient patient;
  const uint32_t leaf = patient.leaf(patient.root());
  std::byte* page = patient.page(leaf);
  std::string what;
  SECTION("of no kind") {
    page[0] = std::byte{7};
    what = "of no kind";
  }
  SECTION("of another kind") {
    page[0] = std::byte{10};
    what = "is of an index";
  }
  SECTION("more rows than fit") {
    patient.put16(page + 3, 300);
    what = "more rows than fit";
  }
  SECTION("no rows") {
    patient.put16(page + 3, 0);
    what = "no rows";
  }
  SECTION("a row in the header") {
    patient.put16(page + 8 + 2, 3);
    what = "outside itself";
  }
  SECTION("a row behind the end") {
    patient.put16(page + 8 + 2, 511);
    what = "outside itself";
  }
  SECTION("a row that goes beyond the end") {
    *patient.cell(leaf, 0) = std::byte{120};
    patient.put16(page + 8, 500);
    page[500] = std::byte{120}, page[501] = std::byte{1};
    what = "";
  }
  SECTION("two rows in the wrong order") {
    const uint32_t first = patient.u16(page + 10);
    patient.put16(page + 10, patient.u16(page + 12));
    patient.put16(page + 12, first);
    what = "do not ascend";
  }
  SECTION("a row larger than the file") {
    std::byte* cell = patient.cell(leaf, 1);
    for (int i = 0; i < 5; ++i) cell[i] = std::byte{0xff};
    what = "";
  }
  SECTION("a header longer than its row") {
    patient.cell(leaf, 1)[2] = std::byte{0x7f};  // behind the size of the row and its id
    what = "impossible header";
  }
  SECTION("a value longer than its row") {
    patient.cell(leaf, 1)[5] = std::byte{0x7f};
    what = "do not fit";
  }
  SECTION("a value of an unknown kind") {
    patient.cell(leaf, 1)[4] = std::byte{10};
    what = "unknown kind";
  }
  SECTION("ids of another leaf") {
    std::memcpy(page, patient.page(patient.child(patient.parentOfLeaves(patient.root()), 2)), kPageSize);
    what = "belong elsewhere";
  }
  checkCorrupt(patient.scan(), leaf, what);
}

// Rows of one shape are read by what was found in the one before: not by what was half found in a damaged one.
TEST_CASE("a damaged row leaves nothing behind in its reader", "[pages]") {
  SampleDatabase sample;
  sample.run("CREATE TABLE t(a, b)");
  auto db = openBytes(sample.bytes());
  auto file = pagesOf(*db);
  RecordReader reader(*file, {{0}, {1}});
  // A header of three bytes, the kinds of two values, the values; and room, as there is behind every page.
  const auto rowOf = [](uint8_t kind) {
    std::array<std::byte, 64> row{};
    size_t at = 0;
    for (int each : {3, int{kind}, 15, 7, int{'x'}}) row[at++] = static_cast<std::byte>(each);
    return row;
  };
  const auto sound = rowOf(1), damaged = rowOf(13 + 2 * 50);
  const auto read = [&](const std::array<std::byte, 64>& row) { return reader.read({row.data(), 5, 5, 0, 2}); };
  REQUIRE(read(sound));
  CHECK_FALSE(read(damaged));
  REQUIRE(read(sound));
  CHECK(reader.field(0).isInteger());
  CHECK(reader.field(0).integer() == 7);
  CHECK(reader.field(0).size == 1);
  CHECK(reader.field(1).text() == "x");
}

TEST_CASE("a damaged page above the leaves is told, in walking and in seeking", "[pages]") {
  Patient patient;
  const uint32_t parent = patient.parentOfLeaves(patient.root());
  uint32_t page = parent;
  std::string what;
  std::byte* cell = patient.cell(parent, 1);
  SECTION("no child") {
    patient.put32(cell, 0);
    page = 0, what = "the file has none";
  }
  SECTION("a child beyond the file") {
    patient.put32(cell, 0x7fffffff);
    page = 0x7fffffff, what = "the file has none";
  }
  SECTION("a page of the map of pages") {
    patient.put32(cell, 2);
    page = 2, what = "none of any table";
  }
  SECTION("itself") {
    patient.put32(cell, parent);
    what = "belong elsewhere";
  }
  SECTION("the root") {
    patient.put32(cell, patient.root());
    page = patient.root(), what = "belong elsewhere";
  }
  SECTION("a leaf twice") {
    page = patient.child(parent, 0);
    patient.put32(cell, page);
    what = "belong elsewhere";
  }
  SECTION("ids that do not ascend") {
    cell[4] = std::byte{1}, cell[5] = std::byte{1};
    what = "ids";
  }
  SECTION("no cells") {
    patient.put16(patient.page(parent) + 3, 0);
    what = "no rows below";
  }
  SECTION("an index") {
    patient.put32(cell, patient.indexRoot());
    page = patient.indexRoot(), what = "is of an index";
  }
  checkCorrupt(patient.scan(), page, what);
  checkCorrupt(patient.findEach(), page, what);
}

TEST_CASE("a tree without an end is not followed", "[pages]") {
  Patient patient;
  // Interior pages with one key at the upper end of what they may have: every level may go into the same page again.
  const uint32_t root = patient.root();
  std::byte* page = patient.page(root);
  std::memset(page, 0, kPageSize);
  page[0] = std::byte{5};
  patient.put16(page + 3, 1);
  patient.put32(page + 8, root);
  patient.put16(page + 12, 400);
  patient.put32(page + 400, root);
  page[404] = std::byte{1};
  checkCorrupt(patient.scan(), root, "belong elsewhere");
}

TEST_CASE("a damaged chain of a long value is told", "[pages]") {
  Patient patient;
  const uint32_t first = patient.u32(patient.overflowPointer());
  REQUIRE(first > 2);
  uint32_t page = first;
  std::string what;
  SECTION("it breaks off") {
    patient.put32(patient.page(first), 0);
    page = patient.longerRoot(), what = "breaks off";
  }
  SECTION("it comes back to itself") {
    patient.put32(patient.page(first), first);
    what = "twice";
  }
  SECTION("it goes in a circle") {
    const uint32_t second = patient.u32(patient.page(first));
    patient.put32(patient.page(second), first);
    page = 0, what = "twice";
  }
  SECTION("it goes beyond the file") {
    patient.put32(patient.page(first), 0x00ffffff);
    page = 0x00ffffff, what = "the file has none";
  }
  const Patient::Fault fault = patient.scanLonger();
  CHECK(fault.code == "file-corrupt");
  CHECK(fault.message.find(what) != std::string::npos);
  if (page != 0) checkCorrupt(fault, page, what);
}

TEST_CASE("a damaged index is told", "[pages]") {
  Patient patient;
  const uint32_t root = patient.indexRoot(), leaf = patient.leaf(root);
  uint32_t page = leaf;
  std::string what;
  SECTION("of a table") {
    patient.page(leaf)[0] = std::byte{13};
    what = "is of a table";
  }
  SECTION("entries that are not in order") {
    std::byte* data = patient.page(leaf);
    const uint32_t first = patient.u16(data + 8), last = patient.u16(data + 8 + 2 * (patient.u16(data + 3) - 1));
    patient.put16(data + 8, last);
    patient.put16(data + 10, first);
    what = "not in order";
  }
  SECTION("a circle") {
    patient.put32(patient.cell(root, 0), root);
    page = root, what = "";
  }
  SECTION("no child") {
    patient.put32(patient.cell(root, 0), 0);
    page = root, what = "outside itself";
  }
  SECTION("an entry outside") {
    patient.put16(patient.page(leaf) + 8 + 2, 2);
    what = "outside itself";
  }
  SECTION("no entries") {
    patient.put16(patient.page(leaf) + 3, 0);
    what = "no rows";
  }
  checkCorrupt(patient.walkIndex(), page, what);
}

TEST_CASE("any byte changed anywhere is read to an end", "[pages]") {
  const Patient whole;
  Random random(11);
  for (int round = 0; round < 400; ++round) {
    Patient patient = whole;
    std::byte* page = patient.page(3 + static_cast<uint32_t>(random.below(100)));
    for (int change = 0; change < 4; ++change)
      page[random.below(random.oneIn(2) ? 24 : kPageSize)] = std::byte(random.bits());
    for (const Patient::Fault& fault : {patient.scan(), patient.findEach(), patient.walkIndex(), patient.scanLonger()})
      CHECK((fault.code.empty() || fault.code == "file-corrupt"));
  }
}

}  // namespace premap::pagestest
