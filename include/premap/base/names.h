// What to say to somebody who named what is not there.
//
//   error("group-unknown", "…").withHint(knownNames("beams", {"Beams", "Walls"}));
//   // did you mean `Beams`? there are `Beams`, `Walls`
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/text.h"

namespace premap {

/// The nearest name, and the first thirty there are; empty when there are none.
inline std::string knownNames(std::string_view name, const std::vector<std::string>& names) {
  constexpr size_t kMost = 30;
  if (names.empty()) return {};
  std::string hint;
  if (auto near = name.empty() ? std::nullopt : nearestName(name, names)) hint = "did you mean `" + *near + "`? ";
  hint += names.size() == 1 ? "there is only" : "there are";
  for (size_t i = 0; i < names.size() && i < kMost; ++i) hint += (i == 0 ? " `" : ", `") + names[i] + "`";
  return names.size() > kMost ? hint + " and more" : hint;
}

}  // namespace premap
