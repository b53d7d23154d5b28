// Do two parts of a mapping say the same, wherever they stand in their texts?
//
//   if (sameContent(before.properties, after.properties)) reuse();
#pragma once

#include <algorithm>
#include <vector>

#include "premap/mapping/model.h"

namespace premap {

template <class T>
bool sameContent(const Field<T>& a, const Field<T>& b) {
  return a.state == b.state && a.value == b.value;
}
bool sameContent(const ECProperty& a, const ECProperty& b);
bool sameContent(const GroupProperty& a, const GroupProperty& b);

template <class T>
bool sameContent(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& one, const T& other) { return sameContent(one, other); });
}

}  // namespace premap
