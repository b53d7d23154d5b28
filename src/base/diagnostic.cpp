// How diagnostics are ordered and counted, and how their edits keep words apart; nothing else is done to one after it
// was made.
#include "premap/base/diagnostic.h"

#include <algorithm>

#include "premap/base/sort_stably.h"

namespace premap {

std::string_view toString(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Info:
      return "info";
  }
  return "error";
}

uint64_t placeOrder(const Diagnostic& diagnostic) {
  if (!diagnostic.span) return UINT64_MAX;
  const uint64_t begin = diagnostic.span->begin;
  return diagnostic.literal ? diagnostic.literal->begin + 1 + begin : begin;
}

void sortByPlace(Diagnostics& diagnostics) {
  sortStably(diagnostics, [](const Diagnostic& a, const Diagnostic& b) { return placeOrder(a) < placeOrder(b); });
}

bool hasErrors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

namespace {

bool isWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_' ||
         byte >= 0x80;
}

}  // namespace

void keepWordsApart(TextEdits& edits, std::string_view whole) {
  for (TextEdit& edit : edits) {
    const auto [begin, end] = edit.span;
    const bool isBehindWord = begin > 0 && begin <= whole.size() && isWordByte(whole[begin - 1]);
    const bool isBeforeWord = end < whole.size() && isWordByte(whole[end]);
    if (edit.text.empty()) {
      if (isBehindWord && isBeforeWord && begin < end) edit.text = " ";
      continue;
    }
    if (isBeforeWord && isWordByte(edit.text.back())) edit.text += ' ';
    if (isBehindWord && isWordByte(edit.text.front())) edit.text.insert(0, 1, ' ');
  }
}

}  // namespace premap
