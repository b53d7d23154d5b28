// A JSON text as a flat tree of places: what stands where, without the values' own text (that is decoded on demand).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"

namespace premap {

enum class JsonKind : uint8_t { Null, Boolean, Number, String, Array, Object };

/// "an object", "a string", … for messages.
std::string_view describe(JsonKind kind);

using NodeId = uint32_t;
inline constexpr NodeId kNoNode = UINT32_MAX;

struct JsonNode {
  Span span;     ///< strings with their quotes
  Span keySpan;  ///< of a member of an object, with its quotes
  NodeId firstChild = kNoNode;
  NodeId nextSibling = kNoNode;
  JsonKind kind = JsonKind::Null;
  /// Members begin with their key.
  uint32_t begin() const { return keySpan.end > keySpan.begin ? keySpan.begin : span.begin; }
};

class JsonDocument {
 public:
  std::string_view text;
  std::vector<JsonNode> nodes;  ///< in order of their begin; the root first

  const JsonNode& operator[](NodeId id) const { return nodes[id]; }
  std::string_view raw(Span span) const { return text.substr(span.begin, span.end - span.begin); }
  std::string key(NodeId id) const;
  /// The decoded value of a string.
  std::string string(NodeId id) const;
};

/// The characters between the quotes of a JSON string, escapes resolved.
std::string decodeJsonString(std::string_view quoted);
/// Appends what the text between quotes begins with: one escape sequence, or one byte. Answers the bytes it spans.
size_t decodeJsonCharacter(std::string_view inner, std::string& out);

/// Fills `document`; answers the fault when the text is no JSON (`json-invalid`) or has too many values
/// (`mapping-too-large`). The stack does not grow with the nesting.
std::optional<Diagnostic> parseDocument(std::string_view text, JsonDocument& document);

/// What the parser was about when it stopped; from this a fault is put in words.
struct JsonFault {
  enum class After : uint8_t { Nothing, OpenObject, OpenArray, Key, MemberValue, Element, Root };
  After after = After::Nothing;
  size_t lastEnd = 0;         ///< end of the last whole token that was understood
  size_t position = 0;        ///< where the parser stopped
  std::string parserMessage;  ///< its own words
};
Diagnostic explainJsonFault(std::string_view text, const JsonFault& fault);

}  // namespace premap
