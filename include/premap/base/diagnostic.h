// The one currency of problems: every fault premap finds, in a mapping, a query or a file, is a Diagnostic.
//
//   Diagnostic d = error("class-unknown", "no class `Bulding.Beam`")
//                      .withSpan({14, 26})
//                      .withHint("did you mean `Building.Beam`?");
//
// Codes are stable and catalogued in docs/diagnostics.md. A run reports every fault it finds, not the first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace premap {

enum class Severity : uint8_t { Error, Warning, Info };

/// Half-open byte range [begin, end) in a text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

/// Puts `text` in place of a part of another text.
struct TextEdit {
  Span span;
  std::string text;
  bool operator==(const TextEdit&) const = default;
};
/// In order of place, none touching what another one touches.
using TextEdits = std::vector<TextEdit>;

/// Gives edits of `whole` a space where words would grow together: `x=NULL` becomes `x IS NULL`.
void keepWordsApart(TextEdits& edits, std::string_view whole);

/// Another place or fact that explains a diagnostic.
struct RelatedInfo {
  std::string message;
  std::string path;
  std::optional<Span> span;  ///< in the caller's text
};

struct Diagnostic {
  std::string code;  ///< stable id, kebab-case
  Severity severity = Severity::Error;
  std::string message;       ///< what is wrong, one sentence, names quoted in backticks
  std::string path;          ///< JSON pointer into the mapping; empty when there is no mapping
  std::optional<Span> span;  ///< place, when known: in the caller's text (an ECSQL query, or the mapping's JSON) …
  /// … or, when this is set, in what this JSON text literal of it stands for once its escapes are decoded: a query or
  /// a formula knows nothing of the file it came from. Whoever shows a place asks PlaceFinder.
  std::optional<Span> literal;
  std::string target;  ///< the API's own name for the faulty field, when it has one
  std::string hint;    ///< what to do
  std::string patch;   ///< JSON Patch (RFC 6902) text that repairs it, when the repair is mechanical
  TextEdits edits;     ///< a repair of the text that `span` counts in, until it is placed in a mapping (placeInside)
  bool isPatchSafe = false;  ///< the patch says the same in the right words: it may be applied without asking
  std::vector<RelatedInfo> related;

  Diagnostic&& withPath(std::string value) && { return path = std::move(value), std::move(*this); }
  Diagnostic&& withSpan(Span value) && { return span = value, std::move(*this); }
  Diagnostic&& withHint(std::string value) && { return hint = std::move(value), std::move(*this); }
  Diagnostic&& withEdits(TextEdits value) && { return edits = std::move(value), std::move(*this); }
  Diagnostic&& withTarget(std::string value) && { return target = std::move(value), std::move(*this); }
};

using Diagnostics = std::vector<Diagnostic>;

inline Diagnostic error(std::string code, std::string message) {
  Diagnostic d;
  d.code = std::move(code), d.message = std::move(message);
  return d;
}
inline Diagnostic warning(std::string code, std::string message) {
  Diagnostic d = error(std::move(code), std::move(message));
  d.severity = Severity::Warning;
  return d;
}
inline Diagnostic info(std::string code, std::string message) {
  Diagnostic d = error(std::move(code), std::move(message));
  d.severity = Severity::Info;
  return d;
}

/// "error" | "warning" | "info".
std::string_view toString(Severity severity);

/// Sorts by place: where its text stands in the caller's file (a decoded field is never longer than the file's
/// spelling). What has no place comes last.
uint64_t placeOrder(const Diagnostic& diagnostic);
/// Of one place they stay in their order.
void sortByPlace(Diagnostics& diagnostics);

/// True when at least one of them is an error.
bool hasErrors(const Diagnostics& diagnostics);

}  // namespace premap
