// Bars against the plainest counting of all values between their ends.
#include "preview/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "catch.h"
#include "premap/base/text.h"

using namespace premap;
using resolve::Value;

namespace {

std::vector<HistogramBar> barsOf(const std::vector<double>& numbers, bool isWhole = false) {
  Histogram histogram;
  for (const double each : numbers)
    histogram.add(isWhole ? Value::ofInteger(static_cast<int64_t>(each)) : Value::ofDouble(each));
  return histogram.bars();
}

// Each bar has the numbers from its one end on and below the other, the first begins where the one before ends.
void check(const std::vector<double>& numbers, const std::vector<HistogramBar>& bars) {
  REQUIRE(!bars.empty());
  CHECK(bars.size() <= 42);
  uint64_t sum = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    const double from = std::strtod(bars[i].from.c_str(), nullptr), below = std::strtod(bars[i].below.c_str(), nullptr);
    CAPTURE(bars[i].from, bars[i].below);
    CHECK(from < below);
    if (i > 0) CHECK(bars[i].from == bars[i - 1].below);
    const auto between =
        std::count_if(numbers.begin(), numbers.end(), [&](double n) { return n >= from && n < below; });
    CHECK(bars[i].count == static_cast<uint64_t>(between));
    sum += bars[i].count;
  }
  CHECK(sum == numbers.size());
}

std::vector<HistogramBar> datesOf(const std::vector<std::string>& texts) {
  Histogram histogram;
  for (const std::string& each : texts) histogram.add(Value::string(each));
  return histogram.bars();
}

void checkDates(const std::vector<std::string>& texts, const std::vector<HistogramBar>& bars) {
  REQUIRE(!bars.empty());
  CHECK(bars.size() <= 400);
  uint64_t sum = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    const std::string from = bars[i].from.substr(1, bars[i].from.size() - 2);
    const std::string below = bars[i].below.substr(1, bars[i].below.size() - 2);
    CAPTURE(from, below);
    CHECK(bars[i].count > 0);
    if (i > 0) CHECK(bars[i].from >= bars[i - 1].below);
    const auto between =
        std::count_if(texts.begin(), texts.end(), [&](const std::string& t) { return t >= from && t < below; });
    CHECK(bars[i].count == static_cast<uint64_t>(between));
    sum += bars[i].count;
  }
  CHECK(sum == texts.size());
}

}  // namespace

TEST_CASE("Bars of numbers count what lies between their ends, whatever the numbers", "[histogram]") {
  std::mt19937_64 random(7);
  const auto real = [&](double least, double most) {
    return least + (most - least) * static_cast<double>(random() >> 11) / 9007199254740992.0;
  };
  for (int turn = 0; turn < 400; ++turn) {
    const double scale = std::pow(10, real(-25, 20)), shift = turn % 3 ? 0 : real(-1, 1) * std::pow(10, real(-5, 18));
    std::vector<double> numbers;
    for (int i = 0; i < 300; ++i) {
      double number = shift + real(turn % 2 ? 0 : -scale, scale);
      if (turn % 5 == 0) number = std::round(number / scale * 20) * scale / 20;  // many that are alike, on the ends
      if (turn % 7 == 0) number = std::strtod(std::to_string(std::round(real(0, 40)) / 10).c_str(), nullptr);
      numbers.push_back(number);
    }
    CAPTURE(turn, scale, shift);
    check(numbers, barsOf(numbers));
  }
}

TEST_CASE("Bars of numbers hold at the ends of bars and of what can be counted", "[histogram]") {
  check({0.1, 0.2, 0.3, 0.7, 0.30000000000000004, 1.1}, barsOf({0.1, 0.2, 0.3, 0.7, 0.30000000000000004, 1.1}));
  check({5, 5, 5}, barsOf({5, 5, 5}));
  check({0, 0, 1e-300}, barsOf({0, 0, 1e-300}));
  check({-1, 1e9, 2}, barsOf({-1, 1e9, 2}));
  const auto whole = barsOf({1, 2, 2, 5}, true);
  check({1, 2, 2, 5}, whole);
  CHECK((whole.size() == 5 && whole[1].from == "2" && whole[1].below == "3" && whole[1].count == 2));
  CHECK(barsOf({}).empty());
  CHECK(barsOf({1e300, 1}).empty());
  CHECK(barsOf({1, std::nan("")}).empty());
  Histogram mixed;
  mixed.add(Value::ofDouble(1));
  mixed.add(Value::string("2020-01-01"));
  CHECK(mixed.bars().empty());
}

TEST_CASE("Bars of dates count what lies between their ends, from minutes to centuries", "[histogram]") {
  std::mt19937_64 random(7);
  const auto two = [](uint64_t number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  for (const unsigned years : {1u, 2u, 5u, 40u, 900u}) {
    for (const unsigned months : {1u, 2u, 12u}) {
      for (const unsigned days : {1u, 2u, 28u}) {
        std::vector<std::string> texts;
        for (int i = 0; i < 3000; ++i) {
          const uint64_t pick = random();
          std::string text = std::to_string(1999 + pick % years) + "-" + two(1 + pick / 7 % months) + "-" +
                             two(1 + pick / 97 % days) + "T" + two(pick / 997 % 24) + ":" + two(pick / 9973 % 60) +
                             ":12.345Z";
          texts.push_back(i % 11 || days == 28 ? text : text.substr(0, 16));
        }
        CAPTURE(years, months, days);
        checkDates(texts, datesOf(texts));
      }
    }
  }
  checkDates({"2017-02-28", "2017-03-01T12:00:00Z", "2016-02-29"},
             datesOf({"2017-02-28", "2017-03-01T12:00:00Z", "2016-02-29"}));
  checkDates({"9999-12-31T23:59:00Z", "9999-12-31T23:58:00Z"},
             datesOf({"9999-12-31T23:59:00Z", "9999-12-31T23:58:00Z"}));
  checkDates({"0000-01-01", "9999-12-31"}, datesOf({"0000-01-01", "9999-12-31"}));
}

TEST_CASE("Texts that are no dates have no bars", "[histogram]") {
  for (const char* text : {"2017-1-1", "2017", "2017-01-01T2", "2017-01-01 12:00", "x017-01-01", ""})
    CHECK(datesOf({"2017-01-01", text}).empty());
}
