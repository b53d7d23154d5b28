// One sort for all that is sorted rarely: std::stable_sort is kilobytes of code for each type of item; this is an order
// of numbers, sorted by one function, and the items moved by it. What is sorted for each row or block uses std::sort.
//
//   sortStably(groups, [](const Group& a, const Group& b) { return a.name < b.name; });
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace premap {

/// Is item `a` to stand before item `b`? Items by their numbers; `of`: whatever the function needs to know them.
using IsBefore = bool (*)(const void* of, uint32_t a, uint32_t b);

/// The numbers of `count` items in order; those of equals as they stood.
std::vector<uint32_t> orderOf(uint32_t count, IsBefore isBefore, const void* of);

template <typename Item, typename Less>
void sortStably(std::vector<Item>& items, Less isLess) {
  struct Known {
    const Item* items;
    const Less* isLess;
  };
  const Known known{items.data(), &isLess};
  const auto isBefore = [](const void* of, uint32_t a, uint32_t b) {
    const Known& told = *static_cast<const Known*>(of);
    return static_cast<bool>((*told.isLess)(told.items[a], told.items[b]));
  };
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const uint32_t from : orderOf(static_cast<uint32_t>(items.size()), isBefore, &known))
    sorted.push_back(std::move(items[from]));
  items = std::move(sorted);
}

}  // namespace premap
