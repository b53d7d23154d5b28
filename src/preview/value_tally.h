// The values of one column, gathered while the rows go by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "premap/base/sort_stably.h"
#include "premap/preview/profile.h"
#include "preview/histogram.h"

namespace premap {

class ValueTally {
 public:
  void add(const resolve::Value& value);
  /// Fills in what is known of the values.
  void finish(ColumnHealth& health) const;

 private:
  struct Seen {
    uint64_t count;
    uint8_t types;
  };
  void addRange(const resolve::Value& value);
  void addToSum(double number);
  void spread(Histogram& histogram) const;
  std::unordered_map<std::string, Seen> values_;
  bool isCapped_ = false;
  uint64_t asDouble_ = 0, asInteger_ = 0, asBoolean_ = 0;
  std::optional<double> minimum_, maximum_;
  std::optional<int64_t> leastWhole_, greatestWhole_;
  std::optional<int64_t> wholeSum_ = 0;  // none once it is too large
  double sum_ = 0, sumCorrection_ = 0;   // what adding to the sum has lost (Neumaier)
  Histogram histogram_;                  // once there are too many different values: till then they tell it
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
