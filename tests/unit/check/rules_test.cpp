// The table of rules: what a row says of its rule is what the rule does.
#include "check/rules.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "catch.h"

using namespace premap;
namespace fs = std::filesystem;

namespace {

using Codes = std::set<std::string>;

std::string readFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Codes codesOf(const Rule& rule) {
  std::istringstream words{std::string(rule.codes)};
  return Codes(std::istream_iterator<std::string>(words), {});
}

// Asks one rule about everything in the text that it looks at.
class Asked {
 public:
  Asked(const Rule& rule, const ReadResult& read, ApiGeneration api) : rule_(rule), contract_{api, sink_} {
    std::vector<const Mapping*> mappings{&read.mapping};
    for (const Mapping& other : read.others) mappings.push_back(&other);
    ask<OnMappings>(mappings, contract_);
    for (const Mapping* mapping : mappings) {
      ask<OnMapping>(*mapping, contract_);
      ask<OnGroups>(mapping->groups, contract_);
      for (const Group& group : mapping->groups) askAbout(group);
    }
  }

  Codes codes() {
    Codes codes;
    for (const Diagnostic& fault : sink_.take()) codes.insert(fault.code);
    for (const Diagnostic& fault : ofFormulas_) codes.insert(fault.code);
    return codes;
  }

 private:
  void askAbout(const Group& group) {
    ask<OnGroup>(group, contract_);
    ask<OnColumns>(group.properties, contract_);
    ask<OnFormulas>(group, ofFormulas_);
    for (const GroupProperty& property : group.properties) ask<OnColumn>(property, contract_);
  }

  template <class Function, class... Facts>
  void ask(Facts&&... facts) {
    if (const auto* run = std::get_if<Function>(&rule_.run)) (*run)(facts...);
  }

  const Rule& rule_;
  DiagnosticSink sink_;
  const Contract contract_;
  Diagnostics ofFormulas_;
};

}  // namespace

TEST_CASE("a rule says the codes of its row and no others", "[check]") {
  std::vector<std::string> texts;
  for (const fs::directory_entry& file : fs::directory_iterator(fs::path(PREMAP_GOLDEN) / "validate"))
    if (file.path().extension() == ".json") texts.push_back(readFile(file.path()));
  REQUIRE(texts.size() >= 60);
  const std::string name = "\"a__" + std::string(130, 'a') + "\"";
  texts.push_back(R"({"mappingName":)" + name + R"(,"groups":[{"groupName":)" + name +
                  R"(,"query":"SELECT ECInstanceId, ECClassId FROM a.B LIMIT 1","properties":[{"propertyName":"P",)" +
                  R"("dataType":"Double","formula":")" + std::string(300, '(') + "1" + std::string(300, ')') +
                  "\"}]}]}");
  for (const Rule& rule : rules()) {
    if (rule.needs > Need::FormulaTypes) continue;
    Codes said;
    for (const std::string& text : texts)
      for (ApiGeneration api : {ApiGeneration::V1, ApiGeneration::GroupingAndMapping})
        said.merge(Asked(rule, readMapping(text), api).codes());
    INFO(std::string(rule.codes));
    CHECK(said == codesOf(rule));
  }
}

TEST_CASE("the codes of the rules are catalogued", "[check]") {
  Codes known;
  for (const nlohmann::json& row : nlohmann::json::parse(readFile(fs::path(PREMAP_DOCS) / "diagnostics.json")))
    known.insert(row["code"].get<std::string>());
  for (const Rule& rule : rules())
    for (const std::string& code : codesOf(rule)) {
      INFO(code);
      CHECK(known.count(code) == 1);
    }
}
