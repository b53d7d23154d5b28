// Sets are kept sorted and merged, so that a negated class is the gaps between its ranges.
#include "schema/regex/char_set.h"

#include <algorithm>

#include "premap/base/unicode.h"

namespace premap {

void CharSet::addOtherCases() {
  finish();
  const auto before = ranges_;
  for (const auto& [low, high] : before) {
    // Every case range lies below this; above it there is nothing to add, so a negated class costs no million steps.
    constexpr char32_t kLastWithCase = 0x1E943;
    for (char32_t c = low; c <= std::min(high, kLastWithCase); ++c)
      for (char32_t other = nextCase(c); other != c; other = nextCase(other)) add(other, other);
  }
  finish();
}

void CharSet::negate() {
  finish();
  std::vector<std::pair<char32_t, char32_t>> rest;
  char32_t next = 0;
  for (const auto& [low, high] : ranges_) {
    if (low > next) rest.push_back({next, low - 1});
    next = high + 1;
  }
  if (next <= kLastCodePoint) rest.push_back({next, kLastCodePoint});
  ranges_ = std::move(rest);
  finish();
}

void CharSet::finish() {
  std::sort(ranges_.begin(), ranges_.end());
  std::vector<std::pair<char32_t, char32_t>> joined;
  for (const auto& range : ranges_) {
    if (!joined.empty() && range.first <= joined.back().second + 1)
      joined.back().second = std::max(joined.back().second, range.second);
    else joined.push_back(range);
  }
  ranges_ = std::move(joined);
  ascii_ = {};
  for (const auto& [low, high] : ranges_)
    for (char32_t c = low; c <= high && c < 128; ++c) ascii_[c / 64] |= uint64_t{1} << (c % 64);
}

bool CharSet::contains(char32_t c) const {
  if (c < 128) return ascii_[c / 64] >> (c % 64) & 1;
  auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), c, [](char32_t v, const auto& r) { return v < r.first; });
  return after != ranges_.begin() && c <= std::prev(after)->second;
}

}  // namespace premap
