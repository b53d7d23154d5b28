// Every null cell of the bundled samples, and of a mapping with reasons of every kind, explained: the distinct texts
// are kept in tests/golden/explanations, which are read as a user would. PREMAP_APPROVE=1 writes the files anew.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "catch.h"
#include "premap/preview/explain.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;

namespace {

std::string fileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void explainNulls(const Mapping& mapping, const std::string& group, std::map<std::string, size_t>& texts) {
  auto table = GroupTable::open(mapping, group, building().tables->planner(), {});
  if (!table.ok()) {  // no row to explain: the query's fault is the explanation
    ++texts[group + ": " + table.diagnostics()[0].message];
    return;
  }
  TableReader reader(*table, -1, 0);
  while (reader.next() == Step::Row) {
    for (size_t c = resolve::kDefaultColumnCount; c < reader.cells().size(); ++c) {
      if (!reader.cells()[c].value.isNull()) continue;
      const std::string& column = table->columns()[c].name;
      auto why = explainCell(mapping, group, reader.rows().id(reader.row()), column, building().tables->planner(), {});
      REQUIRE(why.ok());
      INFO(group << "." << column);
      CHECK_FALSE(why->text.empty());
      CHECK(why->value == "null");
      ++texts[group + "." + column + ": " + why->text];
    }
  }
}

}  // namespace

TEST_CASE("Each null cell of the samples has an explanation its reader can act on", "[preview][explain][sample]") {
  auto [name, file] = GENERATE(table<std::string, std::string>({
      {"sample", PREMAP_SAMPLE "/mapping.json"},
      {"broken", PREMAP_SAMPLE "/broken.json"},
      {"handover", PREMAP_GOLDEN "/../fixtures/mapping/handover.json"},
  }));
  INFO(name);
  ReadResult parsed = readMapping(fileText(file));
  REQUIRE(parsed.isReadable);
  std::map<std::string, size_t> texts;
  for (const Group& group : parsed.mapping.groups) explainNulls(parsed.mapping, group.groupName.value, texts);
  std::string lines;
  for (const auto& [text, count] : texts) lines += text + " (" + std::to_string(count) + ")\n";
  const std::string approved = PREMAP_GOLDEN "/explanations/" + name + ".txt";
  if (std::getenv("PREMAP_APPROVE")) std::ofstream(approved, std::ios::binary) << lines;
  CHECK(fileText(approved) == lines);
}
