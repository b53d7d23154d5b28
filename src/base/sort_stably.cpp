// The order behind sortStably: sorted once for all types.
#include "premap/base/sort_stably.h"

#include <algorithm>
#include <numeric>

namespace premap {

std::vector<uint32_t> orderOf(uint32_t count, IsBefore isBefore, const void* of) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (isBefore(of, a, b)) return true;
    return a < b && !isBefore(of, b, a);
  });
  return order;
}

}  // namespace premap
