// The children of JSON objects and lists by name or index, and what a JSON pointer names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mapping/document.h"

namespace premap {

/// A node and what stands before and after it in its object or list.
struct Found {
  NodeId node = kNoNode, parent = kNoNode, previous = kNoNode;
};

/// Long lists and objects are indexed once; short ones are looked through.
class ChildIndex {
 public:
  explicit ChildIndex(const JsonDocument& document) : document_(document) {}

  /// Of a repeated name the last one, as it counts for the APIs.
  std::optional<Found> child(NodeId parent, const std::string& token);
  /// What a pointer (RFC 6901) names; `""`: the root.
  std::optional<Found> at(std::string_view pointer);

 private:
  std::optional<Found> item(NodeId parent, const std::string& token);
  std::optional<Found> member(NodeId parent, const std::string& token);
  bool isLong(NodeId parent) const;

  const JsonDocument& document_;
  std::unordered_map<NodeId, std::vector<NodeId>> items_;
  std::unordered_map<NodeId, std::unordered_map<std::string, Found>> members_;
};

/// The name or index that one token of a pointer stands for.
std::string unescapePointer(std::string_view token);
/// Splits the last token off: `"/a/b"` is `"/a"` and `"b"`.
struct PointerParts {
  std::string_view parent;
  std::string last;
};
std::optional<PointerParts> splitPointer(std::string_view pointer);

}  // namespace premap
