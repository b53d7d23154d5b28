// Sets of Unicode code points as sorted ranges.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace premap {

constexpr char32_t kLastCodePoint = 0x10FFFF;

class CharSet {
 public:
  void add(char32_t low, char32_t high) { ranges_.push_back({low, high}); }
  void add(const CharSet& other) { ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end()); }
  /// Adds every letter that differs from one in the set in case only.
  void addOtherCases();
  void negate();
  /// Sorts and joins the ranges; needed before `contains`.
  void finish();
  bool contains(char32_t c) const;
  const std::vector<std::pair<char32_t, char32_t>>& ranges() const { return ranges_; }

 private:
  std::vector<std::pair<char32_t, char32_t>> ranges_;
  std::array<uint64_t, 2> ascii_{};
};

}  // namespace premap
