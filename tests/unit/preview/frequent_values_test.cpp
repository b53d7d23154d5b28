// The most frequent of many values, against a count of every one.
#include "preview/frequent_values.h"

#include <cmath>
#include <map>
#include <random>

#include "catch.h"

using namespace premap;

namespace {

struct Told {
  std::map<std::string, uint64_t> counts;
  FrequentValues values;
  size_t most = 0;  // kept at once
};

Told told(const std::vector<std::string>& keys, size_t& room) {
  Told told{{}, FrequentValues(room)};
  for (const std::string& key : keys) {
    ++told.counts[key];
    if (auto* kept = told.values.find(key)) ++kept->count;
    else told.values.add(key, 0);
    told.most = std::max(told.most, told.values.kept().size());
  }
  return told;
}

// What is said is so: counts, that no other value comes more often, and how many values there are.
void checkHolds(const Told& told) {
  const auto top = told.values.top(10);
  std::map<std::string, uint64_t> others = told.counts;
  uint64_t least = ~uint64_t{0};
  for (const FrequentValue& each : top) {
    INFO(each.value.substr(0, 40) << " " << each.count << " of " << told.counts.at(each.value));
    if (each.isAtLeast) CHECK(each.count <= told.counts.at(each.value));
    else CHECK(each.count == told.counts.at(each.value));
    least = std::min(least, told.counts.at(each.value));
    CHECK(others.erase(each.value) == 1);
  }
  for (const auto& [key, count] : others)
    if (!top.empty() && count > least) FAIL_CHECK(key.substr(0, 40) << " comes " << count << " times, not " << least);
  if (told.values.isDistinctCapped()) CHECK(told.values.distinct() < told.counts.size());
  else CHECK(told.values.distinct() == told.counts.size());
  CHECK(told.most <= kMostKept);
}

std::vector<std::string> someKeys(size_t rows, size_t different, double skew, std::mt19937_64& random) {
  std::vector<std::string> keys;
  std::uniform_real_distribution<double> any(0, 1);
  for (size_t row = 0; row < rows; ++row)
    keys.push_back("\"V" + std::to_string(static_cast<size_t>(std::pow(any(random), skew) * double(different))) + "\"");
  return keys;
}

}  // namespace

TEST_CASE("The most frequent of many values are told as far as they are certain", "[preview][profile]") {
  std::mt19937_64 random(7);
  for (const size_t different : {10, 8192, 8193, 20000, 60000})
    for (const double skew : {1.0, 3.0, 20.0}) {
      INFO(different << " " << skew);
      for (size_t room : {size_t{0}, size_t{300000}, kDistinctRoom}) {
        const Told each = told(someKeys(60000, different, skew, random), room);
        checkHolds(each);
        if (skew == 20.0 && room) CHECK(each.values.top(10).size() == 10);
      }
    }
}

TEST_CASE("Frequent values are found however late they come among others", "[preview][profile]") {
  std::vector<std::string> keys;
  for (size_t row = 0; row < 100000; ++row) keys.push_back("\"" + std::to_string(row) + "\"");
  size_t room = kDistinctRoom;
  SECTION("all different") {
    const Told each = told(keys, room);
    checkHolds(each);
    CHECK(each.values.distinct() == 100000);
    CHECK(each.values.top(10).empty());
  }
  SECTION("one that comes twice, far apart: exactly so") {
    keys.push_back("\"5\"");
    const Told each = told(keys, room);
    checkHolds(each);
    const auto top = each.values.top(10);
    REQUIRE(top.size() == 1);
    CHECK((top[0].value == "\"5\"" && top[0].count == 2 && !top[0].isAtLeast));
  }
  SECTION("one that comes often at the end, without room for hashes") {
    for (size_t row = 0; row < 500; ++row) keys.push_back("\"late\"");
    size_t none = 0;
    const Told each = told(keys, none);
    checkHolds(each);
    CHECK(each.values.isDistinctCapped());
    REQUIRE_FALSE(each.values.top(10).empty());
    CHECK(each.values.top(10)[0].value == "\"late\"");
  }
  CHECK(room <= kDistinctRoom);
}

TEST_CASE("Long values are kept in little memory", "[preview][profile]") {
  std::vector<std::string> keys;
  for (size_t row = 0; row < 6000; ++row) keys.push_back(std::string(3000, 'x') + std::to_string(row % 2000));
  size_t room = kDistinctRoom;
  const Told each = told(keys, room);
  checkHolds(each);
  size_t bytes = 0;
  for (const auto& [key, kept] : each.values.kept()) bytes += key.size();
  CHECK(bytes <= kMostKeyBytes);
}

TEST_CASE("Texts that differ little have different hashes", "[preview][profile]") {
  size_t room = kDistinctRoom;
  std::vector<std::string> keys;
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b)
      for (const char* frame : {"1234567??", "?2345678?", "????????????????????"}) {
        std::string key = frame;
        size_t nth = 0;
        for (char& c : key)
          if (c == '?') c = static_cast<char>(nth++ % 2 ? a : b);
        keys.push_back(key);
      }
  for (size_t length = 0; length < 20; ++length) keys.push_back(std::string(length, '\0'));
  const Told each = told(keys, room);
  CHECK(each.values.distinct() == each.counts.size());
}
