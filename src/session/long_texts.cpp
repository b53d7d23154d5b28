#include "session/long_texts.h"

#include <optional>

#include "premap/base/unicode.h"

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

std::optional<uint32_t> hexUnit(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  uint32_t unit = 0;
  for (char c : digits.substr(0, 4)) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') unit = unit * 16 + static_cast<uint32_t>(c - '0');
    else if (lower >= 'a' && lower <= 'f') unit = unit * 16 + static_cast<uint32_t>(lower - 'a' + 10);
    else return std::nullopt;
  }
  return unit;
}

// Decodes the `u…` of an escape, and the second half of a pair; answers how long it is, 0 when it is wrong.
size_t decodeUnits(std::string_view rest, std::string& out) {
  const std::optional<uint32_t> unit = hexUnit(rest.substr(1));
  if (!unit || (*unit >= 0xDC00 && *unit <= 0xDFFF)) return 0;
  if (*unit < 0xD800 || *unit > 0xDBFF) return appendCodePoint(out, *unit), 5;
  if (rest.size() < 11 || rest[5] != '\\' || rest[6] != 'u') return 0;
  const std::optional<uint32_t> low = hexUnit(rest.substr(7));
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return 0;
  return appendCodePoint(out, 0x10000 + ((*unit & 0x3FF) << 10) + (*low & 0x3FF)), 11;
}

// Nothing when it is no JSON text.
std::optional<std::string> decode(std::string_view inner) {
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
  std::string out;
  out.reserve(inner.size());
  for (size_t at = 0; at < inner.size();) {
    const char c = inner[at++];
    if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
    if (c != '\\') {
      out += c;
      continue;
    }
    if (at == inner.size()) return std::nullopt;
    const size_t letter = kLetters.find(inner[at]);
    size_t length = 1;
    if (letter != kLetters.npos) out += kMeant[letter];
    else length = inner[at] == 'u' ? decodeUnits(inner.substr(at), out) : 0;
    if (length == 0) return std::nullopt;
    at += length;
  }
  return out;
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
    const std::string_view inner = json.substr(at + 1, length - 2);
    if (depth == 1 && !isValue) {
      name = inner;
      if (const auto repeated = texts.find(name); repeated != texts.end()) texts.erase(repeated);
    } else if (depth == 1 && length > kLong && name.find('\\') == name.npos) {
      if (std::optional<std::string> text = decode(inner)) {
        texts.insert_or_assign(std::string(name), std::move(*text));
        kept.append(json.substr(done, at - done)).append("\"\"");
        done = at + length;
      }
    }
    at += length - 1;
  }
  return kept.append(json.substr(done));
}

}  // namespace premap
