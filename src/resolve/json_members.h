// JsonMembers: one pass over a JSON text that checks all of it and finds the members of several paths, without building
// a document. What it finds stays where it is in the text. A text that needs more (names that are the same only but for
// case, escapes in a name, JSON inside a text) is told apart, and JsonWalker reads it.
//
//   JsonMembers members(options);
//   const uint32_t code = members.want(path);          // {"shop", "code"}
//   std::vector<JsonSpot> spots(members.nodeCount());
//   if (members.scan(text, spots.data()) == JsonMembers::Scan::Object)
//     use(members.at(spots.data(), code), text);
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/resolve/options.h"

namespace premap::resolve {

/// What stands at one place of a text.
struct JsonSpot {
  enum class Kind : uint8_t {
    Missing,
    Doubtful,
    Null,
    IntoScalar,
    True,
    False,
    Number,
    String,
    Escaped,
    Object,
    Array
  };
  Kind kind = Kind::Missing;
  bool isFoldable = false;       ///< a name that may be the same but for case was met
  uint32_t begin = 0, size = 0;  ///< of a String or Escaped without its quotes
};

class JsonMembers {
 public:
  enum class Scan : uint8_t { Invalid, Doubtful, Object };

  explicit JsonMembers(const ResolveOptions& options) : options_(options) {}

  /// The number of a path; the spots of a text scanned before are worth nothing when `nodeCount` grows by it.
  uint32_t want(std::span<const std::string> path);
  size_t nodeCount() const { return nodes_.size(); }

  /// Invalid: no JSON, or no object (E19). `spots`: one for each node.
  Scan scan(std::string_view text, JsonSpot* spots);
  /// What the path leads to; Missing, Doubtful, Null and IntoScalar where it leads to nothing.
  JsonSpot at(const JsonSpot* spots, uint32_t node) const;

 private:
  class Pass;
  struct Node {
    uint32_t parent = 0;
    std::string name;
    bool isAscii = true;
    std::vector<uint32_t> children;
  };
  struct Open {
    uint32_t node;  // kNone: nobody wants what is inside
    bool isObject;
  };

  const ResolveOptions& options_;
  std::vector<Node> nodes_{1};
  std::vector<Open> open_;
};

}  // namespace premap::resolve
