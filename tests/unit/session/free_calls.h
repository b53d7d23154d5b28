// Calls that need no snapshot, each as the first of its session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "premap/session/session.h"

namespace premap {

inline std::string callFreely(std::string_view method, std::string_view params,
                              std::optional<std::string> mapping = {}) {
  Readings readings;
  return callWithoutSnapshot(readings, method, params, std::move(mapping));
}

}  // namespace premap
