// Walks the JSON remainder of a property path: `JsonProperties.a.b` reads member `b` of member `a` of the stored text.
//
//   JsonWalker walker;
//   JsonValue value = walker.walk(R"({"A":{"b":1}})", path, {}, scratch);   // {"a","b"}: Integer 1 (E17)
//
// Rules R12c, R12d, R15 and decision A22: numbers keep their spelling's type, members are found whatever their case
// unless the object has two that differ only in case, texts inside JSON are parsed again while segments are left.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/resolve/options.h"
#include "premap/resolve/verdict.h"

namespace premap::resolve {

/// JSON text as a flat list of nodes: a container's children follow it, `end` is the node after its last one.
/// Keeps members with equal names, half surrogates (as U+FFFD) and numbers beyond a double (as infinity), and tells
/// integers from doubles by their spelling. No recursion at any depth.
class FlatJson {
 public:
  enum class Kind : uint8_t { Null, Boolean, Integer, Double, String, Object, Array };
  struct Node {
    Kind kind = Kind::Null;
    uint32_t end = 0;
    uint32_t key = 0, keyLength = 0;    ///< into the pool; of an object's member
    uint32_t text = 0, textLength = 0;  ///< into the pool; of a string
    int64_t integer = 0;                ///< of an Integer or Boolean
    double real = 0;                    ///< of a Double
  };
  /// False when the text is no JSON; the document is empty then. The root is node 0.
  bool parse(std::string_view text);
  const Node& operator[](uint32_t index) const { return nodes_[index]; }
  std::string_view key(const Node& node) const { return std::string_view(pool_).substr(node.key, node.keyLength); }
  std::string_view text(const Node& node) const { return std::string_view(pool_).substr(node.text, node.textLength); }
  /// Compact JSON of a node and all below it.
  void appendJson(std::string& out, uint32_t index) const;

 private:
  friend class FlatJsonParser;
  std::vector<Node> nodes_;
  std::string pool_;
};

/// What a walk found: a reason, or a value. Views live until the next walk (or in `scratch`).
struct JsonValue {
  Reason reason = Reason::None;
  FlatJson::Kind kind = FlatJson::Kind::Null;  ///< never Null when there is no reason
  int64_t integer = 0;
  double real = 0;
  std::string_view text;  ///< a string; compact JSON for objects and arrays
};

class JsonWalker {
 public:
  /// Reasons: `json-invalid` (no JSON, or no object), `json-member-missing`, `json-case-ambiguous`, `path-into-scalar`,
  /// `value-null`. The compact JSON of an object or array is put into `scratch`.
  JsonValue walk(std::string_view text, std::span<const std::string> segments, const ResolveOptions& options,
                 std::string& scratch);

 private:
  /// Null when the text is no JSON object (E19).
  const FlatJson* parse(std::string_view text);
  std::vector<std::unique_ptr<FlatJson>> documents_;  // the text, and texts in it that are JSON themselves
  size_t used_ = 0;
};

}  // namespace premap::resolve
