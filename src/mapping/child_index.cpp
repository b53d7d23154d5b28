// Short objects are walked, long ones get an index on first use: a mapping has many small objects and
// a few long lists.
#include "mapping/child_index.h"

#include <algorithm>
#include <charconv>

namespace premap {

namespace {

constexpr size_t kFew = 32;

// The last child that is meant, but of a list the first.
template <class IsMeant>
std::optional<Found> walk(const JsonDocument& document, NodeId parent, IsMeant isMeant) {
  std::optional<Found> found;
  NodeId previous = kNoNode;
  size_t index = 0;
  const bool isList = document[parent].kind == JsonKind::Array;
  for (NodeId child = document[parent].firstChild; child != kNoNode; child = document[child].nextSibling, ++index) {
    if (isMeant(index, child)) found = Found{child, parent, previous};
    if (found && isList) break;
    previous = child;
  }
  return found;
}

}  // namespace

std::optional<Found> ChildIndex::child(NodeId parent, const std::string& token) {
  const JsonNode& node = document_[parent];
  if (node.kind == JsonKind::Array) return item(parent, token);
  return node.kind == JsonKind::Object ? member(parent, token) : std::nullopt;
}

std::optional<Found> ChildIndex::at(std::string_view pointer) {
  if (document_.nodes.empty()) return std::nullopt;
  Found found{0, kNoNode, kNoNode};
  while (!pointer.empty()) {
    if (pointer[0] != '/') return std::nullopt;
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    const std::optional<Found> next = child(found.node, unescapePointer(pointer.substr(0, end)));
    if (!next) return std::nullopt;
    found = *next;
    pointer.remove_prefix(end);
  }
  return found;
}

std::optional<Found> ChildIndex::item(NodeId parent, const std::string& token) {
  size_t wanted = 0;
  const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), wanted);
  if (failure != std::errc{} || end != token.data() + token.size()) return std::nullopt;
  if (wanted < kFew) return walk(document_, parent, [&](size_t index, NodeId) { return index == wanted; });
  std::vector<NodeId>& items = items_[parent];
  if (items.empty())
    for (NodeId child = document_[parent].firstChild; child != kNoNode; child = document_[child].nextSibling)
      items.push_back(child);
  if (wanted >= items.size()) return std::nullopt;
  return Found{items[wanted], parent, items[wanted - 1]};
}

std::optional<Found> ChildIndex::member(NodeId parent, const std::string& token) {
  if (!isLong(parent))
    return walk(document_, parent, [&](size_t, NodeId child) { return document_.key(child) == token; });
  auto [entry, isNew] = members_.try_emplace(parent);
  if (isNew)
    walk(document_, parent, [&, &byName = entry->second, previous = kNoNode](size_t, NodeId child) mutable {
      byName[document_.key(child)] = Found{child, parent, previous};
      previous = child;
      return false;
    });
  const auto found = entry->second.find(token);
  return found == entry->second.end() ? std::nullopt : std::optional(found->second);
}

bool ChildIndex::isLong(NodeId parent) const {
  size_t count = 0;
  for (NodeId child = document_[parent].firstChild; child != kNoNode; child = document_[child].nextSibling)
    if (++count > kFew) return true;
  return false;
}

std::string unescapePointer(std::string_view token) {
  std::string out;
  for (size_t i = 0; i < token.size(); ++i) {
    const bool isEscape = token[i] == '~' && i + 1 < token.size();
    out += isEscape ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return out;
}

std::optional<PointerParts> splitPointer(std::string_view pointer) {
  const size_t slash = pointer.find_last_of('/');
  if (slash == pointer.npos) return std::nullopt;
  return PointerParts{pointer.substr(0, slash), unescapePointer(pointer.substr(slash + 1))};
}

}  // namespace premap
