// Where a diagnostic stands in the text its reader has before them: the one function that turns any place into what
// a report, an editor and a test show.
//
//   PlaceFinder places(text);                         // the mapping's JSON, or an ECSQL query
//   FoundPlace at = places.find(*fault.span, fault.literal);
//   at.start.line, at.start.column;                   // 6, 49
//   at.from, at.to;                                   // UTF-16 units, as editors count
//
// A query is compiled from the decoded text of a field, so its faults count there; the escapes of the JSON text
// between its quotes are walked once for all faults of one field.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"
#include "premap/base/position.h"

namespace premap {

struct FoundPlace {
  Span span;                    ///< bytes of the caller's text
  TextPosition start;           ///< of its begin
  size_t from = 0, to = 0;      ///< the span in UTF-16 units
  std::optional<Span> inField;  /// in UTF-16 units of the decoded field, for faults inside one
};

class PlaceFinder {
 public:
  /// The text must outlive it. Cost: one pass over the text; each answer then costs less than a kilobyte of it.
  explicit PlaceFinder(std::string_view text) : text_(text), lines_(text) {}

  FoundPlace find(Span span, const std::optional<Span>& literal);

 private:
  void walk(Span literal);
  std::string_view text_;
  LineIndex lines_;
  std::optional<Span> walked_;          ///< the literal whose offsets are below
  std::vector<uint32_t> fileOffsets_;   ///< of each byte of the decoded text, and of its end
  std::vector<uint32_t> utf16Offsets_;  ///< in the decoded text
};

}  // namespace premap
