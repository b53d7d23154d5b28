// Recorded cases: the column of each mapping against values that independent native queries gave.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using Json = nlohmann::json;

namespace {

Json readJson(const std::string& file) {
  std::ifstream in(std::string(PREMAP_GOLDEN) + "/../" + file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return Json::parse(text.str(), nullptr, false);
}

// The native answer to a navigation value is an object; a column holds its text.
bool isSame(const Json& expected, const Json& actual) {
  if (expected.is_object() && actual.is_string())
    return expected == Json::parse(actual.get<std::string>(), nullptr, false);
  if (expected.is_number() && actual.is_number()) return expected.get<double>() == actual.get<double>();
  return expected == actual;
}

}  // namespace

TEST_CASE("Recorded mapping cases", "[resolve][golden]") {
  Json recorded = readJson("fixtures/mapping/building.json");
  REQUIRE(recorded.is_object());
  for (const Json& one : recorded["cases"]) {
    DYNAMIC_SECTION(one["id"].get<std::string>() << " " << one["rule"].get<std::string>()) {
      INFO(one["why"].get<std::string>());
      ReadTable table = read(building(), mappingJson(one["groupQuery"].get<std::string>(), {one["property"].dump()}));
      for (const Diagnostic& d : table.diagnostics) UNSCOPED_INFO(d.code << ": " << d.message);
      REQUIRE(table.isOpen);
      const Json& expected = one["expected"];
      REQUIRE(table.rows.size() == expected.size());
      for (size_t i = 0; i < expected.size(); ++i) {
        INFO("row " << i << " expected " << expected[i].dump() << " actual " << table.rows[i].cells[0] << "\n"
                    << table.sql);
        REQUIRE(isSame(expected[i], Json::parse(table.rows[i].cells[0], nullptr, false)));
        if (one.contains("ids")) REQUIRE(one["ids"][i].get<std::string>() == table.rows[i].id);
        const resolve::Verdict& verdict = table.rows[i].verdicts[0];
        CHECK((verdict.source == resolve::Source::None) == expected[i].is_null());
        CHECK((verdict.reason != resolve::Reason::None) == expected[i].is_null());
      }
    }
  }
}
