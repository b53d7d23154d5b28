// The plan against a deliberately naive resolver that shares no code with it: random mappings over every snapshot of
// the fixtures must give the same rows, values and verdicts.
#include <cstdlib>

#include "catch.h"
#include "resolve/naive_compare.h"

using namespace premap;
using namespace premap::test;

namespace {

// One random mapping: rows, default columns, cells, verdicts.
void compareOne(Snapshot& snapshot, NaiveFile& file, MappingMaker& maker, Tally& tally) {
  const std::vector<RandomGroup> groups = maker.groups();
  std::string told;
  const resolve::ResolveOptions options = maker.options(told);
  const std::string mapping = mappingOf(groups);
  int64_t limit = static_cast<int64_t>(4 + maker.below(14)), offset = static_cast<int64_t>(maker.below(70));
  INFO("mapping " << mapping << "\noptions " << told << " limit " << limit << " offset " << offset);
  ReadTable table = read(snapshot, mapping, options, "G", limit, offset);
  REQUIRE(table.isOpen);
  compareWithNaive(file, groups, options, {limit, offset, std::nullopt}, table, tally);
}

Tally compare(const std::string& fileName, size_t rounds) {
  Tally tally;
  Snapshot* snapshot = openSnapshot(fileName);
  if (!snapshot) FAIL(fileName << " is not there: run `node scripts/fixtures.mjs`");
  NaiveFile file(*snapshot->database);
  MappingMaker maker(file, 20240611);
  for (size_t round = 0; round < rounds; ++round) compareOne(*snapshot, file, maker, tally);
  return tally;
}

// PREMAP_RANDOM_MAPPINGS=5000 for a long run.
size_t rounds(size_t usual) {
  const char* wanted = std::getenv("PREMAP_RANDOM_MAPPINGS");
  return wanted ? static_cast<size_t>(std::atoi(wanted)) : usual;
}

}  // namespace

TEST_CASE("Random mappings over building.bim give the values and reasons of a naive resolver", "[resolve][naive]") {
  Tally tally = compare("building.bim", rounds(150));
  CHECK(tally.cells > tally.mappings * 10);
  CHECK(tally.filled > tally.cells / 10);
  // Every reason an entry can have was met.
  for (const char* reason :
       {"class-mismatch",      "class-unknown",       "aspect-wildcard", "path-invalid",     "type-unknown",
        "column-not-selected", "property-missing",    "aspect-none",     "aspect-multiple",  "nav-null",
        "json-member-missing", "json-case-ambiguous", "json-invalid",    "path-into-scalar", "value-null",
        "convert-failed",      "not-geometric",       "no-measure",      "no-source",        "column-absent",
        "merge-type-conflict"}) {
    INFO(reason);
    CHECK(tally.reasons[reason] > 0);
  }
  if (std::getenv("PREMAP_RANDOM_MAPPINGS"))
    WARN(tally.mappings << " mappings, " << tally.cells << " cells, " << tally.filled << " filled");
}

TEST_CASE("Random mappings over an empty iModel and a plant give those of a naive resolver", "[resolve][naive]") {
  for (const char* file : {"empty.bim", "plant-1k.bim"}) {
    DYNAMIC_SECTION(file) {
      Tally tally = compare(file, rounds(40));
      CHECK(tally.mappings > 0);
    }
  }
}
