#include "premap/resolve/options.h"

#include "catch.h"

using namespace premap::resolve;

TEST_CASE("Every switch can be set by its name, and its default stands first", "[resolve][options]") {
  for (const SwitchInfo& info : switches()) {
    std::string values(info.values);
    for (size_t begin = 0; begin <= values.size();) {
      size_t bar = std::min(values.find('|', begin), values.size());
      std::string word = values.substr(begin, bar - begin);
      std::string json = word == "true" || word == "false" ? word : "\"" + word + "\"";
      INFO(info.name << " = " << json);
      CHECK(optionsFromJson("{\"" + std::string(info.name) + "\":" + json + "}").ok());
      begin = bar + 1;
    }
    CHECK_FALSE(optionsFromJson("{\"" + std::string(info.name) + "\":\"nonsense\"}").ok());
  }
}

TEST_CASE("An unknown option is told with the nearest name", "[resolve][options]") {
  auto options = optionsFromJson(R"({"entryorder":"entry-first"})");
  REQUIRE_FALSE(options.ok());
  CHECK(options.diagnostics()[0].code == "option-unknown");
  CHECK(options.diagnostics()[0].hint == "did you mean `entryOrder`?");
}

TEST_CASE("Ids are hex texts", "[resolve][options]") {
  auto options = optionsFromJson(R"({"ecInstanceIds":["0x2d","0X10"]})");
  REQUIRE(options.ok());
  CHECK(options->ecInstanceIds == std::vector<int64_t>{45, 16});
  CHECK_FALSE(optionsFromJson(R"({"ecInstanceIds":[45]})").ok());
  CHECK(optionsFromJson("").ok());
  CHECK(optionsFromJson("null").ok());
  CHECK_FALSE(optionsFromJson("[]").ok());
}
