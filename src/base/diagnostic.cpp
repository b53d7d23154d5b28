// How diagnostics are ordered and counted; nothing else is done to one after it was made.
#include "premap/base/diagnostic.h"

#include <algorithm>

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
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return placeOrder(a) < placeOrder(b); });
}

bool hasErrors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

}  // namespace premap
