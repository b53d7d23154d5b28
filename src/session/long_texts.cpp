#include "session/long_texts.h"

#include <nlohmann/json.hpp>

#include "mapping/document.h"

namespace premap {

namespace {

constexpr size_t kLong = 64 * 1024;

// Length of a text literal at the start of `json`, quotes included; 0 when it does not end.
size_t literalLength(std::string_view json) {
  for (size_t at = 1; at < json.size(); ++at) {
    if (json[at] == '"') return at + 1;
    if (json[at] == '\\') ++at;
  }
  return 0;
}

}  // namespace

std::string takeLongTexts(std::string_view json, LongTexts& texts) {
  std::string kept;
  size_t done = 0, depth = 0;
  std::string_view name;
  bool isValue = false;
  for (size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '{' || c == '[') ++depth;
    else if (c == '}' || c == ']') --depth;
    else if (depth == 1 && (c == ',' || c == ':')) isValue = c == ':';
    if (c != '"') continue;
    const size_t length = literalLength(json.substr(at));
    if (length == 0) break;
    const std::string_view literal = json.substr(at, length);
    if (depth == 1 && !isValue) {
      name = literal.substr(1, length - 2);
      if (const auto repeated = texts.find(name); repeated != texts.end()) texts.erase(repeated);
    } else if (depth == 1 && length > kLong && name.find('\\') == name.npos) {
      if (nlohmann::json::accept(literal)) {
        texts.insert_or_assign(std::string(name), decodeJsonString(literal));
        kept.append(json.substr(done, at - done)).append("\"\"");
        done = at + length;
      }
    }
    at += length - 1;
  }
  return kept.append(json.substr(done));
}

}  // namespace premap
