// FrequentValues: how many different values there are, and which come most often, of however many in little memory.
//
//   FrequentValues values(room);          // of the bytes that all columns of a table share
//   if (auto* kept = values.find(key)) ++kept->count;
//   else values.add(key, types);
//   values.top(10);                       // {{"\"Beam\"", 500000, false}}
//
// Up to `kMostKept` values are counted by themselves. When more come those go that came least, and `lost_` says how
// often any of them can have come. Of all values hashes stay, so that one that comes again is known to: while only
// values go that came once, which is so of nearly different texts, every count stays exact.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "premap/preview/profile.h"

namespace premap {

inline constexpr size_t kMostKept = 8192, kMostKeyBytes = size_t{1} << 20;

/// Hashes of 64 bits, as long as there is room. Two of a million texts share one once in 40 million columns.
class HashSet {
 public:
  enum class Found : uint8_t { No, Yes, Unknown };
  explicit HashSet(size_t& room) : room_(&room) {}
  /// Whether it was there already. Unknown: there was no room for all before it, and it is not among them.
  Found insert(uint64_t hash);
  size_t size() const { return size_; }
  bool isFull() const { return isFull_; }

 private:
  uint64_t* slotOf(uint64_t hash);
  void grow();
  std::vector<uint64_t> slots_;  // a power of two of them; 0: free
  size_t size_ = 0;
  bool isFull_ = false;
  size_t* room_;
};

class FrequentValues {
 public:
  struct Kept {
    uint64_t count;   ///< rows since it is kept, and those before that are certain
    uint64_t missed;  ///< at most so many more
    uint8_t types;    ///< whatever goes with the value
    uint64_t most() const { return count + missed; }
  };
  explicit FrequentValues(size_t& room) : seen_(room) {}
  Kept* find(const std::string& key);
  /// One that `find` has not found.
  void add(const std::string& key, uint8_t types);

  const std::unordered_map<std::string, Kept>& kept() const { return kept_; }
  uint64_t distinct() const { return std::max(seen_.size(), kept_.size()); }
  /// There are more than `distinct`, or may be.
  bool isDistinctCapped() const { return seen_.isFull(); }
  /// Values of which it is certain that no other comes more often.
  std::vector<FrequentValue> top(size_t most) const;

 private:
  void dropLeast();
  std::unordered_map<std::string, Kept> kept_;
  size_t keyBytes_ = 0;
  uint64_t lost_ = 0;  // no value that is not kept came more often; 0: all are kept
  HashSet seen_;       // once some are not
};

}  // namespace premap
