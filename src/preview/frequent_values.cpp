// What is kept, what goes, and what can be said for certain of both.
#include "preview/frequent_values.h"

#include <algorithm>

namespace premap {

namespace {

constexpr size_t kFirstSlots = 4 * kMostKept;

[[gnu::noinline]] uint64_t hashOf(std::string_view text) {
  uint64_t hash = text.size();
  for (const char byte : text) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  return hash ? hash : 1;
}

}  // namespace

HashSet::Found HashSet::insert(uint64_t hash) {
  if (!isFull_ && size_ >= slots_.size() / 8 * 7) grow();
  uint64_t* slot = slots_.empty() ? nullptr : slotOf(hash);
  if (slot && *slot) return Found::Yes;
  if (isFull_) return Found::Unknown;
  *slot = hash, ++size_;
  return Found::No;
}

uint64_t* HashSet::slotOf(uint64_t hash) {
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  while (slots_[at] && slots_[at] != hash) at = (at + 1) & mask;
  return &slots_[at];
}

void HashSet::grow() {
  const size_t size = std::max(kFirstSlots, slots_.size() * 2), bytes = size * sizeof slots_[0];
  if (bytes > *room_) return void(isFull_ = true);
  *room_ -= bytes;
  std::vector<uint64_t> old(size);
  old.swap(slots_);
  for (const uint64_t hash : old)
    if (hash) *slotOf(hash) = hash;
  *room_ += old.size() * sizeof old[0];
}

FrequentValues::Kept* FrequentValues::find(const std::string& key) {
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : &found->second;
}

void FrequentValues::add(const std::string& key, uint8_t types) {
  while (!kept_.empty() && (kept_.size() >= kMostKept || keyBytes_ + key.size() > kMostKeyBytes)) dropLeast();
  Kept kept{1, lost_, types};
  if (lost_) {
    const HashSet::Found found = seen_.insert(hashOf(key));
    // Its first row: that one is forgotten until there is a second.
    if (found == HashSet::Found::No) return;
    if (found == HashSet::Found::Yes) kept = {2, lost_ - 1, types};
  }
  kept_.emplace(key, kept), keyBytes_ += key.size();
}

// A quarter goes, or more where many come as seldom.
void FrequentValues::dropLeast() {
  if (!lost_)
    for (const auto& [key, kept] : kept_) seen_.insert(hashOf(key));
  const size_t enough = kept_.size() * 3 / 4;
  for (lost_ = std::max<uint64_t>(lost_, 1);; lost_ += lost_ / 8 + 1) {
    for (auto each = kept_.begin(); each != kept_.end();) {
      const bool stays = each->second.most() > lost_;
      if (!stays) keyBytes_ -= each->first.size();
      each = stays ? std::next(each) : kept_.erase(each);
    }
    if (kept_.size() <= enough) return;
  }
}

std::vector<FrequentValue> FrequentValues::top(size_t most) const {
  using Entry = std::pair<const std::string, Kept>;
  const auto isBefore = [](const Entry& a, const Entry& b) {
    return a.second.most() != b.second.most() ? a.second.most() > b.second.most() : a.first < b.first;
  };
  std::vector<FrequentValue> top;
  size_t certain = 0;
  uint64_t least = ~uint64_t{0};
  for (const Entry* last = nullptr;;) {
    const Entry* next = nullptr;
    for (const Entry& each : kept_)
      if ((!last || isBefore(*last, each)) && (!next || isBefore(each, *next))) next = &each;
    if (least >= std::max(lost_, next ? next->second.most() : 0)) certain = top.size();
    if (!next || top.size() == most) break;
    top.push_back({next->first, next->second.count, next->second.missed > 0});
    least = std::min(least, next->second.count), last = next;
  }
  top.resize(certain);
  return top;
}

}  // namespace premap
