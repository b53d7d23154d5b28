// Small pieces of SQL text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace premap::resolve {

/// A table or column name in double quotes.
inline std::string sqlName(std::string_view name) {
  std::string out = "\"";
  for (char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

inline std::string idList(const std::vector<int64_t>& ids) {
  std::string out = "(";
  for (size_t i = 0; i < ids.size(); ++i) out += (i ? "," : "") + std::to_string(ids[i]);
  return out + ")";
}

}  // namespace premap::resolve
