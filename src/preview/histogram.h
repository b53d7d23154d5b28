// Histogram: how the values of a column are spread, as bars side by side, of which each says from where on and below
// what its values are. What is counted for a bar is what a range condition with its ends finds (row_condition.h).
//
//   Histogram histogram;
//   for (const Value& value : column) histogram.add(value);
//   histogram.bars();       // {{"0.5", "1", 12}, {"1", "1.5", 3}}: the ends as JSON
//
// Numbers have bars of 1, 2 or 5 times a power of ten, without gaps; dates have one for each minute, hour … century
// that has any. Nothing is kept of the values: bins grow tenfold, or to the next unit of time, whenever there would be
// too many, and so no count is ever a guess.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "premap/preview/profile.h"

namespace premap {

/// Numbers in bins of a power of ten.
class NumberBins {
 public:
  void add(double number, bool isWhole, uint64_t count);
  std::vector<HistogramBar> bars() const;

 private:
  void begin(double number, bool isWhole);
  void coarsen();
  int64_t binOf(double number) const;
  static constexpr int kNone = 100;
  int power_ = kNone;             // the bins' width
  int64_t first_ = 0;             // number of the first bin
  std::vector<uint64_t> counts_;  // bins side by side
  bool isTooFar_ = false;         // numbers that no bins hold
};

/// ISO 8601 texts in bins of those that begin alike: whether there is such a day no matter.
class DateBins {
 public:
  /// False: it is no date.
  bool add(std::string_view text, uint64_t count);
  std::vector<HistogramBar> bars() const;

 private:
  void shorten(size_t length);
  size_t length_ = 16;  // of what texts have in common: to the minute
  std::map<std::string, uint64_t> counts_;
};

class Histogram {
 public:
  void add(const resolve::Value& value, uint64_t count = 1);
  /// Empty where there are other values than numbers, or than dates.
  std::vector<HistogramBar> bars() const;

 private:
  enum class Kind : uint8_t { None, Numbers, Dates, Other };
  Kind kind_ = Kind::None;
  NumberBins numbers_;
  DateBins dates_;
};

}  // namespace premap
