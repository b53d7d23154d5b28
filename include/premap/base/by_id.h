// A map by the ids of a snapshot's meta tables. They are small and dense, so the id is its own hash: two look-ups a
// cell are felt with a costlier one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace premap {

struct IdHash {
  size_t operator()(int64_t id) const { return static_cast<size_t>(id); }
};

template <class T>
class ById : public std::unordered_map<int64_t, T, IdHash> {
 public:
  // libc++ masks hashes in place of dividing them as long as it began with a power of two.
  ById() : std::unordered_map<int64_t, T, IdHash>(16) {}
};

}  // namespace premap
