// Kept: what was worked out and may be asked for again, in a bounded number of bytes.
//
//   Kept<Plan> plans(24 << 20);
//   auto plan = plans.find(hash, [&](const Plan& each) { return each.isOf(group); });
//   if (!plan) plans.add(hash, bytes, plan = compile(group));
//
// Without room something new is kept only in place of what nobody asked for in a while. A mapping that does not fit is
// asked for from end to end, over and over: giving up the oldest each time would keep nothing of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace premap {

template <class T>
class Kept {
 public:
  explicit Kept(size_t mostBytes) : mostBytes_(mostBytes) {}

  /// Of those added with that hash the first that `same` says yes to; null: there is none.
  template <class Same>
  std::shared_ptr<T> find(size_t hash, Same same) {
    ++asks_;
    for (Entry& entry : entries_) {
      if (entry.hash != hash || !same(*entry.value)) continue;
      entry.asked = asks_;
      return entry.value;
    }
    return nullptr;
  }

  /// `bytes`: about how many it takes.
  void add(size_t hash, size_t bytes, std::shared_ptr<T> value) {
    while (entries_.size() >= most_) giveUp(oldest());
    while (bytes_ + bytes > mostBytes_ && giveUpForgotten()) continue;
    if (bytes_ + bytes > mostBytes_) return;
    bytes_ += bytes;
    entries_.push_back({hash, bytes, asks_, std::move(value)});
  }

  /// From now on at most so many, those that were asked for last; there is no such bound before.
  void keepAtMost(size_t most) {
    most_ = std::max<size_t>(most, 1);
    while (entries_.size() > most_) giveUp(oldest());
  }

  size_t size() const { return entries_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    size_t hash, bytes;
    uint64_t asked;  ///< by which call of `find` last, or added after which
    std::shared_ptr<T> value;
  };
  static constexpr uint64_t kRounds = 4;  ///< so often all others were asked for since

  using Place = typename std::vector<Entry>::iterator;

  Place oldest() {
    return std::min_element(entries_.begin(), entries_.end(),
                            [](const Entry& a, const Entry& b) { return a.asked < b.asked; });
  }

  bool giveUpForgotten() {
    const Place found = oldest();
    if (found == entries_.end() || asks_ - found->asked <= kRounds * entries_.size()) return false;
    giveUp(found);
    return true;
  }

  void giveUp(Place entry) {
    bytes_ -= entry->bytes;
    entries_.erase(entry);
  }

  const size_t mostBytes_;
  size_t most_ = std::numeric_limits<size_t>::max();
  size_t bytes_ = 0;
  uint64_t asks_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace premap
