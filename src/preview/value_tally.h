// The values of one column, gathered while the rows go by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "premap/base/sort_stably.h"
#include "premap/preview/profile.h"
#include "preview/frequent_values.h"
#include "preview/histogram.h"

namespace premap {

class ValueTally {
 public:
  /// `room`: bytes that are left for hashes (kDistinctRoom); it outlives this.
  explicit ValueTally(size_t& room) : values_(room) {}
  void add(const resolve::Value& value);
  /// Fills in what is known of the values.
  void finish(ColumnHealth& health) const;

 private:
  void addRange(const resolve::Value& value);
  void addToSum(double number);
  void spread(Histogram& histogram) const;
  FrequentValues values_;
  bool isMany_ = false;          // too many different values to be told by them alone
  bool hasMoreNumbers_ = false;  // than `values_` has
  uint64_t asDouble_ = 0, asInteger_ = 0, asBoolean_ = 0;
  std::optional<double> minimum_, maximum_;
  std::optional<int64_t> leastWhole_, greatestWhole_;
  std::optional<int64_t> wholeSum_ = 0;  // none once it is too large
  double sum_ = 0, sumCorrection_ = 0;   // what adding to the sum has lost (Neumaier)
  Histogram histogram_;                  // once there are many: till then the values tell it
  std::string text_;
};

/// Most frequent first, equally frequent ones by key.
template <class Key>
std::vector<std::pair<Key, uint64_t>> byFrequency(std::vector<std::pair<Key, uint64_t>> counts) {
  sortStably(counts, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counts;
}

}  // namespace premap
