// Walks a JSON literal with its escapes, so that a place in a query is a place in the file.
#include "premap/mapping/place.h"

#include <algorithm>

#include "mapping/document.h"
#include "premap/mapping/edits.h"
#include "premap/mapping/model.h"
#include "premap/mapping/words.h"

namespace premap {

void placeInside(Diagnostic& fault, const Place& place, const TextField& field) {
  fault.path = place.at(field);
  if (fault.span) fault.literal = field.span;
  else fault.span = field.span;
  if (!fault.edits.empty()) fault.patch = replaceTextPatch(fault.path, applyEdits(field.value, fault.edits));
  fault.edits.clear();
}

FoundPlace PlaceFinder::find(Span span, const std::optional<Span>& literal) {
  FoundPlace place;
  const bool isInside = literal && literal->begin < literal->end && literal->end <= text_.size();
  if (isInside) {
    if (walked_ != literal) walk(*literal);
    const size_t last = fileOffsets_.size() - 1;
    const size_t begin = std::min<size_t>(span.begin, last), end = std::min<size_t>(span.end, last);
    place.inField = Span{utf16Offsets_[begin], utf16Offsets_[end]};
    span = {fileOffsets_[begin], fileOffsets_[end]};
  }
  place.span = span;
  place.start = lines_.at(span.begin);
  place.from = lines_.utf16At(span.begin);
  place.to = lines_.utf16At(span.end);
  return place;
}

void PlaceFinder::walk(Span literal) {
  walked_ = literal;
  fileOffsets_.clear();
  utf16Offsets_.clear();
  const std::string_view inner = text_.substr(literal.begin + 1, literal.end - literal.begin - 2);
  std::string decoded;
  uint32_t units = 0;
  for (size_t at = 0; at < inner.size();) {
    decoded.clear();
    const size_t length = decodeJsonCharacter(inner.substr(at), decoded);
    for (const char c : decoded) {
      fileOffsets_.push_back(literal.begin + 1 + static_cast<uint32_t>(at));
      utf16Offsets_.push_back(units);
      units += utf16UnitsOf(c);
    }
    at += length;
  }
  fileOffsets_.push_back(literal.end - 1);
  utf16Offsets_.push_back(units);
}

}  // namespace premap
