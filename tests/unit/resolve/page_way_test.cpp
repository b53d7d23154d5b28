// The two ways rows are read, page by page and through SQLite, over snapshots of every layout: same rows in the same
// order, same values and verdicts, whatever is asked and however it is cut into blocks; and those
// of the naive resolver.
#include <array>
#include <cstdlib>
#include <functional>
#include <limits>

#include "catch.h"
#include "premap/base/text.h"
#include "premap/pages/page_file.h"
#include "premap/resolve/together.h"
#include "resolve/naive_compare.h"
#include "resolve/snapshot_variants.h"

using namespace premap;
using namespace premap::test;
using resolve::RowWay;

namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();

// The same bytes twice, so that one of them can be read by SQLite alone.
struct TwoWays {
  std::unique_ptr<Snapshot> pages, sqlite;
  explicit TwoWays(const Variant& variant) {
    const std::vector<std::byte> bytes = bytesOf(variant);
    pages = openBytes(bytes), sqlite = openBytes(bytes);
    const PageFile* file = pages->tables->planner().pages().file();
    REQUIRE((file != nullptr) == variant.isForPages());
    if (file) REQUIRE(file->pageSize() == static_cast<uint32_t>(variant.layout.pageSize));
    if (file) REQUIRE(file->pageSize() - file->usableSize() == static_cast<uint32_t>(variant.layout.reservedBytes));
    sqlite->tables->planner().pages().turnOff();
  }
};

struct Reading {
  ReadWindow window;
  std::function<size_t()> blockRows = [] { return size_t{64}; };
  int64_t stride = 0;  // of ids: rows are read up to a bound that goes on; 0: all at once
};

struct WayTable {
  ReadTable table;
  std::vector<std::vector<int64_t>> instances;  // a row each: of every entry the aspects met
  std::array<size_t, 3> blocks{};               // by RowWay
  size_t ofWay(RowWay way) const { return blocks[static_cast<size_t>(way)]; }
};

void takeBlock(TableReader& reader, const GroupTable& table, WayTable& out) {
  std::string scratch;
  const TablePart& part = table.parts()[reader.part()];
  for (size_t r = 0; r < reader.rowCount(); ++r) {
    Row row;
    if (const int64_t id = reader.rows().id(r)) row.id = idToHex(id);
    std::vector<int64_t>& instances = out.instances.emplace_back();
    for (size_t c = 0; c < table.columns().size(); ++c) {
      const resolve::CellColumn& column = reader.column(c);
      const std::string json = cellJson(column.value(r, scratch));
      if (c < resolve::kDefaultColumnCount) {
        row.defaults.push_back(json);
        continue;
      }
      row.cells.push_back(json);
      row.verdicts.push_back(reader.verdicts()[column.verdict(r)]);
      const int planned = part.planColumns[c];
      if (planned < 0) continue;
      const auto entries = part.plan.property(static_cast<size_t>(planned))->ecProperties.size();
      for (size_t e = 0; e < entries; ++e)
        if (!part.plan.aspectClass(static_cast<size_t>(planned), e).empty())
          instances.push_back(reader.aspectInstances(r, static_cast<size_t>(planned), e));
    }
    out.table.rows.push_back(std::move(row));
  }
}

// Where rows come by id, none beyond the bound comes along with others.
void checkBound(const TableReader& reader, int64_t upTo) {
  for (size_t r = 0; r < reader.rowCount(); ++r)
    if (reader.rows().id(r) > upTo && reader.rowCount() > 1) FAIL("a row beyond the bound came with others");
}

WayTable readTable(const GroupTable& table, const Reading& how) {
  WayTable out;
  TableReader reader(table, how.window.limit, how.window.offset);
  if (how.window.ids) reader.keepTo(*how.window.ids);
  int64_t upTo = how.stride > 0 ? kLeast : kMost;
  for (;;) {
    if (const auto next = reader.peekId(upTo); next && *next > upTo)
      upTo = *next > kMost - how.stride ? kMost : *next + how.stride;
    const size_t most = how.blockRows();
    const Step step = reader.nextBlock(most, upTo);
    for (const Diagnostic& d : reader.failure()) UNSCOPED_INFO(d.code << ": " << d.message);
    if (step != Step::Row) {
      REQUIRE(step == Step::Done);
      break;
    }
    if (reader.rowCount() > most) FAIL("a block of more rows than were asked for");
    ++out.blocks[static_cast<size_t>(*reader.way())];
    if (table.idTable() && *reader.way() != RowWay::Statement) checkBound(reader, upTo);
    takeBlock(reader, table, out);
  }
  out.table.isOpen = true, out.table.counts = reader.counts();
  return out;
}

std::string toldOf(const resolve::Verdict& verdict) {
  std::string json;
  appendJson(json, verdict);
  return json;
}

std::string countsOf(const resolve::RowCounts& counts) {
  std::string text;
  for (uint64_t each : {counts.read, counts.dangling, counts.repeated, counts.undecodedClass, counts.notElements})
    text += std::to_string(each) + " ";
  return text;
}

void compareWays(const WayTable& pages, const WayTable& sqlite) {
  const std::vector<Row>&a = pages.table.rows, &b = sqlite.table.rows;
  for (size_t r = 0; r < std::min(a.size(), b.size()); ++r) {
    if (a[r].id != b[r].id) FAIL("row " << r << ": " << a[r].id << " by pages, " << b[r].id << " by SQLite");
    for (size_t d = 0; d < a[r].defaults.size(); ++d)
      if (a[r].defaults[d] != b[r].defaults[d])
        FAIL("row " << a[r].id << " default column " << d << "\npages  " << a[r].defaults[d] << "\nSQLite "
                    << b[r].defaults[d]);
    for (size_t c = 0; c < a[r].cells.size(); ++c) {
      if (a[r].cells[c] != b[r].cells[c])
        FAIL("row " << a[r].id << " column " << c << "\npages  " << a[r].cells[c] << "\nSQLite " << b[r].cells[c]);
      if (toldOf(a[r].verdicts[c]) != toldOf(b[r].verdicts[c]))
        FAIL("row " << a[r].id << " column " << c << "\npages  " << toldOf(a[r].verdicts[c]) << "\nSQLite "
                    << toldOf(b[r].verdicts[c]));
    }
    if (pages.instances[r] != sqlite.instances[r]) FAIL("row " << a[r].id << ": other numbers of aspects");
  }
  if (a.size() != b.size()) FAIL(a.size() << " rows by pages, " << b.size() << " by SQLite");
  CHECK(countsOf(pages.table.counts) == countsOf(sqlite.table.counts));
}

// Fewer rows than a few pages mostly, at times all; of tables with ranges at times a range.
Reading someReading(MappingMaker& maker, const GroupTable& table) {
  Reading how;
  const size_t kind = maker.below(3);
  if (kind == 0) how.window = {static_cast<int64_t>(1 + maker.below(40)), static_cast<int64_t>(maker.below(90)), {}};
  if (kind == 1 && table.idTable()) {
    const auto after = static_cast<int64_t>(maker.below(300));
    how.window.ids = {maker.below(4) ? after : kLeast,
                      maker.below(4) ? after + static_cast<int64_t>(maker.below(120)) : kMost};
    if (how.window.ids->after > how.window.ids->upTo) std::swap(how.window.ids->after, how.window.ids->upTo);
  }
  how.blockRows = [&maker, size = maker.below(5)] {
    return std::array<size_t, 5>{1, 3, 64, 4096, 1 + maker.below(50)}[size];
  };
  if (maker.below(3) == 0) how.stride = static_cast<int64_t>(1 + maker.below(70));
  return how;
}

resolve::ResolveOptions someOptions(MappingMaker& maker, const std::vector<int64_t>& ids, std::string& told) {
  resolve::ResolveOptions options = maker.options(told);
  if (maker.below(6) == 0)
    for (size_t i = 0, count = 1 + maker.below(40); i < count; ++i) {
      options.ecInstanceIds.push_back(maker.below(9) ? ids[maker.below(ids.size())] : 77777777);
      told += " " + idToHex(options.ecInstanceIds.back());
    }
  return options;
}

// What was read in which way, over all mappings.
struct WaysTaken {
  std::array<size_t, 3> blocks{};
  size_t ofWay(RowWay way) const { return blocks[static_cast<size_t>(way)]; }
  void add(const WayTable& read) {
    for (size_t i = 0; i < blocks.size(); ++i) blocks[i] += read.blocks[i];
  }
};

WayTable readBy(Snapshot& snapshot, const Mapping& mapping, const resolve::ResolveOptions& options,
                const Reading& how) {
  auto table = GroupTable::open(mapping, "G", snapshot.tables->planner(), options);
  REQUIRE(table.ok());
  return readTable(*table, how);
}

void compareOne(TwoWays& snapshots, NaiveFile& file, bool isWhole, const std::vector<int64_t>& ids, MappingMaker& maker,
                Tally& tally, WaysTaken& ways) {
  const std::vector<RandomGroup> groups = maker.groups();
  std::string told;
  const resolve::ResolveOptions options = someOptions(maker, ids, told);
  const std::string text = mappingOf(groups);
  INFO("mapping " << text << "\noptions " << told);
  ReadResult parsed = readMapping(text);
  auto table = GroupTable::open(parsed.mapping, "G", snapshots.pages->tables->planner(), options);
  REQUIRE(table.ok());
  const Reading how = someReading(maker, *table);
  INFO("limit " << how.window.limit << " offset " << how.window.offset << " after "
                << (how.window.ids ? how.window.ids->after : 0) << " up to "
                << (how.window.ids ? how.window.ids->upTo : 0) << " stride " << how.stride);
  const WayTable pages = readTable(*table, how);
  Reading plainly;
  plainly.window = how.window;
  const WayTable sqlite = readBy(*snapshots.sqlite, parsed.mapping, options, plainly);
  CHECK(sqlite.ofWay(RowWay::Pages) + sqlite.ofWay(RowWay::Scan) == 0);
  compareWays(pages, sqlite);
  if (isWhole) compareWithNaive(file, groups, options, how.window, pages.table, tally);
  ways.add(pages);
}

void compareVariant(const Variant& variant, size_t rounds, uint32_t seed) {
  TwoWays snapshots(variant);
  NaiveFile file(*snapshots.sqlite->database);
  MappingMaker maker(file, seed);
  maker.addQueriesOfClasses();
  std::vector<int64_t> ids;
  for (const auto& row : file.rows("SELECT Id FROM bis_Element")) ids.push_back(row[0].integer);
  Tally tally;
  WaysTaken ways;
  for (size_t round = 0; round < rounds; ++round) compareOne(snapshots, file, variant.isWhole, ids, maker, tally, ways);
  if (variant.isWhole) CHECK(tally.filled > tally.cells / 20);
  const size_t byPages = ways.ofWay(RowWay::Scan) + ways.ofWay(RowWay::Pages);
  if (variant.isForPages()) {
    CHECK(ways.ofWay(RowWay::Scan) > rounds / 100);
    CHECK(ways.ofWay(RowWay::Pages) > rounds / 20);
    // Aspects of several tables are counted by SQLite.
    CHECK(ways.ofWay(RowWay::Statement) < byPages);
  } else {
    CHECK(byPages == 0);
  }
  if (std::getenv("PREMAP_RANDOM_MAPPINGS"))
    WARN(variant.name << ": " << tally.mappings << " mappings, " << tally.cells << " cells, " << tally.filled
                      << " filled; blocks by SQLite " << ways.ofWay(RowWay::Statement) << ", of ids "
                      << ways.ofWay(RowWay::Pages) << ", scanned " << ways.ofWay(RowWay::Scan));
}

// Groups side by side, a round of ids after the other, as the check of a mapping reads them.
std::vector<WayTable> readTogether(const std::vector<GroupTable>& tables, MappingMaker& maker) {
  resolve::Together together;
  std::vector<WayTable> read(tables.size());
  std::vector<std::unique_ptr<TableReader>> readers;
  for (const GroupTable& table : tables) {
    readers.push_back(std::make_unique<TableReader>(table, -1, 0));
    readers.back()->readTogether(together);
  }
  for (size_t left = readers.size(); left > 0;) {
    int64_t first = kMost;
    for (const auto& reader : readers)
      if (const auto next = reader ? reader->peekId(kMost) : std::nullopt) first = std::min(first, *next);
    const auto span = static_cast<int64_t>(1 + maker.below(maker.below(2) ? 20 : 400));
    const int64_t upTo = first > kMost - span ? first : first + span;
    together.beginRound(first, upTo);
    for (size_t i = 0; i < readers.size(); ++i) {
      while (readers[i]) {
        if (const auto next = readers[i]->peekId(upTo); next && *next > upTo) break;
        const Step step = readers[i]->nextBlock(1 + maker.below(100), upTo);
        for (const Diagnostic& d : readers[i]->failure()) UNSCOPED_INFO(d.code << ": " << d.message);
        if (step == Step::Row) {
          ++read[i].blocks[static_cast<size_t>(*readers[i]->way())];
          takeBlock(*readers[i], tables[i], read[i]);
          continue;
        }
        REQUIRE(step == Step::Done);
        read[i].table.counts = readers[i]->counts();
        readers[i].reset(), --left;
      }
    }
  }
  return read;
}

void compareTogether(TwoWays& snapshots, MappingMaker& maker, WaysTaken& ways) {
  std::string told;
  const resolve::ResolveOptions options = maker.options(told);
  std::vector<ReadResult> mappings;
  for (size_t i = 0, count = 2 + maker.below(5); i < count; ++i)
    mappings.push_back(readMapping(mappingOf(maker.groups())));
  std::vector<GroupTable> tables;
  for (const ReadResult& each : mappings) {
    auto table = GroupTable::open(each.mapping, "G", snapshots.pages->tables->planner(), options);
    REQUIRE(table.ok());
    tables.push_back(std::move(*table));
  }
  const std::vector<WayTable> together = readTogether(tables, maker);
  for (size_t i = 0; i < tables.size(); ++i) {
    INFO("the group " << i << " of " << tables.size() << ", options " << told);
    ways.add(together[i]);
    compareWays(together[i], readBy(*snapshots.sqlite, mappings[i].mapping, options, Reading()));
  }
}

// PREMAP_RANDOM_MAPPINGS=3000 for another number, PREMAP_SEED=7 for other mappings.
size_t numberFrom(const char* name, size_t usual) {
  const char* wanted = std::getenv(name);
  return wanted ? static_cast<size_t>(std::atoll(wanted)) : usual;
}

void compareVariants(size_t rounds) {
  const auto seed = static_cast<uint32_t>(numberFrom("PREMAP_SEED", 16));
  for (const Variant& variant : variants()) DYNAMIC_SECTION(variant.name) {
      compareVariant(variant, numberFrom("PREMAP_RANDOM_MAPPINGS", rounds), seed);
    }
}

}  // namespace

TEST_CASE("Random mappings give the same by pages, by SQLite and to a naive resolver", "[resolve][naive][ways]") {
  compareVariants(40);
}

TEST_CASE("Three thousand random mappings a layout give the same by pages, by SQLite and to a naive resolver",
          "[resolve][naive][ways][nightly]") {
  compareVariants(3000);
}

TEST_CASE("Groups that are read side by side are the same as each by itself", "[resolve][ways]") {
  for (const Variant& variant : variants()) DYNAMIC_SECTION(variant.name) {
      if (!variant.isForPages()) continue;
      TwoWays snapshots(variant);
      NaiveFile file(*snapshots.sqlite->database);
      MappingMaker maker(file, static_cast<uint32_t>(numberFrom("PREMAP_SEED", 16)));
      maker.addQueriesOfClasses();
      WaysTaken ways;
      for (size_t i = 0, rounds = numberFrom("PREMAP_RANDOM_MAPPINGS", 24) / 4; i < rounds; ++i)
        compareTogether(snapshots, maker, ways);
      CHECK(ways.ofWay(RowWay::Scan) > 0);
      CHECK(ways.ofWay(RowWay::Pages) > 0);
    }
}

// A scan that meets few rows of its classes goes on by the index of classes.
TEST_CASE("Sparse classes in a large table are the same by pages and by SQLite", "[resolve][ways]") {
  Variant large{"sparse", "building.bim", "", {}, ""};
  // The elements are there in both of their tables.
  const auto copies = [](const std::string& cls, const std::string& from, const std::string& count,
                         const std::string& step) {
    const std::string rows = " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<" + count +
                             ") SELECT " + from + "+i*" + step +
                             ",(SELECT c.Id FROM ec_Class c JOIN ec_Schema s ON "
                             "s.Id=c.SchemaId WHERE c.Name='" +
                             cls + "' AND s.Name='BuildingTest'),";
    return "INSERT INTO bis_Element(Id,ECClassId,ModelId,LastMod,CodeSpecId,CodeScopeId,UserLabel)" + rows +
           "1,2459000.5,1,1,'l'||i FROM n;"
           "INSERT INTO bis_GeometricElement3d(ElementId,ECClassId,CategoryId,InSpatialIndex)" +
           rows + "1,0 FROM n;";
  };
  // First many walls and few beams, then beams in plenty.
  large.after = copies("CurtainWall", "1000", "40000", "2") + copies("Beam", "1001", "20", "4000") +
                copies("Beam", "200000", "30000", "1");
  TwoWays snapshots(large);
  const std::string text = mappingJson("SELECT ECInstanceId, ECClassId FROM bt.Beam",
                                       {propertyJson("P", "String", {"*.*.UserLabel"}),
                                        propertyJson("Q", "String", {"*.*.Model.ModeledElement.CodeValue"})});
  ReadResult parsed = readMapping(text);
  parsed.mapping.groups[0].groupName.value = "G";
  const auto reading = [](int64_t limit, std::optional<resolve::IdRange> ids, size_t rows, int64_t stride) {
    Reading how;
    how.window.limit = limit, how.window.ids = ids, how.stride = stride;
    how.blockRows = [rows] { return rows; };
    return how;
  };
  for (const Reading& how :
       {reading(-1, {}, 4096, 0), reading(-1, {}, 100, 4096), reading(90, {}, 4096, 0), reading(5000, {}, 64, 0),
        reading(-1, resolve::IdRange{1000, 200010}, 4096, 3000), reading(-1, resolve::IdRange{68000, 70010}, 1, 0)}) {
    CAPTURE(how.window.limit, how.stride);
    const WayTable pages = readBy(*snapshots.pages, parsed.mapping, {}, how);
    Reading plainly;
    plainly.window = how.window;
    const WayTable sqlite = readBy(*snapshots.sqlite, parsed.mapping, {}, plainly);
    compareWays(pages, sqlite);
    CHECK(sqlite.blocks[0] > 0);
    CHECK(pages.ofWay(RowWay::Statement) == 0);
  }
  const WayTable all = readBy(*snapshots.pages, parsed.mapping, {}, reading(-1, {}, 4096, 0));
  CHECK(all.table.rows.size() > 30000);
  CHECK(all.ofWay(RowWay::Scan) > 0);
  CHECK(all.ofWay(RowWay::Pages) > 0);
}
