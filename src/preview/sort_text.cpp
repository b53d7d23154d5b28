// A number is written as how many digits it has, then these: the shorter one is the smaller. So are ids.
#include "preview/sort_text.h"

#include <algorithm>

#include "premap/base/unicode.h"

namespace premap {

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// A nine for each nine of the length, then the rest of it: 8 digits, 9 digits and 10 are "8", "90" and "91".
void appendNumber(std::string& out, std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  out.append(digits.size() / 9, '9');
  out += static_cast<char>('0' + digits.size() % 9);
  out += digits;
}

// "0x2d", as ids are written: what is longer is larger.
bool isId(std::string_view text) {
  constexpr size_t kMost = 18;
  return text.starts_with("0x") && text.size() > 2 && text.size() <= kMost &&
         text.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

}  // namespace

void appendSortText(std::string& out, std::string_view text) {
  if (isId(text)) {
    out += "0x";
    out += static_cast<char>('0' + text.size());
    out += text.substr(2);
    return;
  }
  const bool isAscii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  std::string lower;
  if (!isAscii) text = lower = toLowerInvariant(text);
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (!isDigit(c)) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      ++at;
      continue;
    }
    const auto end = std::find_if_not(text.begin() + static_cast<ptrdiff_t>(at), text.end(), isDigit);
    const auto length = static_cast<size_t>(end - text.begin()) - at;
    appendNumber(out, text.substr(at, length));
    at += length;
  }
}

}  // namespace premap
