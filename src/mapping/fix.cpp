#include "premap/mapping/fix.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "mapping/document.h"
#include "mapping/fields.h"
#include "premap/base/text.h"

namespace premap {

namespace {

using Json = nlohmann::json;

struct TextEdit {
  Span span;
  std::string text;
};
using Edits = std::vector<TextEdit>;

std::string unescapePointer(std::string_view token) {
  std::string out;
  for (size_t i = 0; i < token.size(); ++i) {
    const bool isEscape = token[i] == '~' && i + 1 < token.size();
    out += isEscape ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return out;
}

// A node and what stands before and after it in its object or list.
struct Found {
  NodeId node = kNoNode, parent = kNoNode, previous = kNoNode;
};

class Patcher {
 public:
  explicit Patcher(const JsonDocument& document) : document_(document) {}

  // Nothing when the patch does not fit.
  std::optional<Edits> editsOf(const std::string& patch) const {
    const Json operations = Json::parse(patch, nullptr, false);
    if (!operations.is_array() || operations.empty()) return std::nullopt;
    Edits edits;
    for (const Json& operation : operations)
      if (!operation.is_object() || !addEdit(operation, edits)) return std::nullopt;
    return edits;
  }

 private:
  static std::string text(const Json& operation, const char* name) {
    const auto it = operation.find(name);
    return it != operation.end() && it->is_string() ? it->get<std::string>() : std::string();
  }

  bool addEdit(const Json& operation, Edits& edits) const {
    const std::string kind = text(operation, "op"), path = text(operation, "path");
    const std::optional<Found> found = find(kind == "move" ? text(operation, "from") : path);
    if (!found) return false;
    const JsonNode& node = document_[found->node];
    if (kind == "replace") {
      const auto value = operation.find("value");
      if (value == operation.end()) return false;
      edits.push_back({node.span, value->dump(-1, ' ', false, Json::error_handler_t::replace)});
      return true;
    }
    if (kind == "remove") return addRemoval(*found, edits);
    return kind == "move" && addRename(*found, text(operation, "from"), path, edits);
  }

  // With the comma that belongs to it.
  bool addRemoval(const Found& found, Edits& edits) const {
    if (found.parent == kNoNode) return false;
    const JsonNode& node = document_[found.node];
    Span span{beginOf(node), node.span.end};
    if (node.nextSibling != kNoNode) span.end = beginOf(document_[node.nextSibling]);
    else if (found.previous != kNoNode) span.begin = document_[found.previous].span.end;
    edits.push_back({span, {}});
    return true;
  }

  bool addRename(const Found& found, const std::string& from, const std::string& to, Edits& edits) const {
    const size_t slash = from.find_last_of('/'), otherSlash = to.find_last_of('/');
    if (slash == from.npos || otherSlash == to.npos) return false;
    const bool isSameObject = from.substr(0, slash) == to.substr(0, otherSlash);
    if (!isSameObject || found.parent == kNoNode || document_[found.parent].kind != JsonKind::Object || find(to))
      return false;
    std::string key;
    appendJsonString(key, unescapePointer(to.substr(otherSlash + 1)));
    edits.push_back({document_[found.node].keySpan, std::move(key)});
    return true;
  }

  // Members begin with their key.
  uint32_t beginOf(const JsonNode& node) const {
    return node.keySpan.end > node.keySpan.begin ? node.keySpan.begin : node.span.begin;
  }

  std::optional<Found> find(std::string_view pointer) const {
    if (document_.nodes.empty()) return std::nullopt;
    Found found{0, kNoNode, kNoNode};
    while (!pointer.empty()) {
      if (pointer[0] != '/') return std::nullopt;
      pointer.remove_prefix(1);
      const size_t end = std::min(pointer.find('/'), pointer.size());
      const std::optional<Found> child = childOf(found.node, unescapePointer(pointer.substr(0, end)));
      if (!child) return std::nullopt;
      found = *child;
      pointer.remove_prefix(end);
    }
    return found;
  }

  std::optional<Found> childOf(NodeId parent, const std::string& token) const {
    const JsonNode& object = document_[parent];
    const bool isList = object.kind == JsonKind::Array;
    if (!isList && object.kind != JsonKind::Object) return std::nullopt;
    size_t wanted = 0;
    if (isList) {
      const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), wanted);
      if (failure != std::errc{} || end != token.data() + token.size()) return std::nullopt;
    }
    std::optional<Found> found;
    NodeId previous = kNoNode;
    size_t index = 0;
    for (NodeId child = object.firstChild; child != kNoNode; child = document_[child].nextSibling, ++index) {
      // Of a repeated name the last counts.
      if (isList ? index == wanted : document_.key(child) == token) found = Found{child, parent, previous};
      previous = child;
    }
    return found;
  }

  const JsonDocument& document_;
};

bool overlaps(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}

}  // namespace

FixResult fixText(std::string_view text, const Diagnostics& diagnostics) {
  FixResult result{std::string(text), {}};
  JsonDocument document;
  if (parseDocument(text, document)) return result;
  const Patcher patcher(document);
  Edits all;
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    if (!diagnostics[i].isPatchSafe || diagnostics[i].patch.empty()) continue;
    const std::optional<Edits> edits = patcher.editsOf(diagnostics[i].patch);
    if (!edits) continue;
    const bool isFree = std::none_of(edits->begin(), edits->end(), [&](const TextEdit& edit) {
      return std::any_of(all.begin(), all.end(),
                         [&](const TextEdit& other) { return overlaps(edit.span, other.span); });
    });
    if (!isFree) continue;
    all.insert(all.end(), edits->begin(), edits->end());
    result.applied.push_back(i);
  }
  std::sort(all.begin(), all.end(), [](const TextEdit& a, const TextEdit& b) { return a.span.begin > b.span.begin; });
  for (const TextEdit& edit : all) result.text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return result;
}

}  // namespace premap
