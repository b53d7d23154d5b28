#include "premap/mapping/fix.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "mapping/document.h"
#include "mapping/fields.h"
#include "premap/base/text.h"

namespace premap {

namespace {

using Json = nlohmann::json;

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

// The children of a long object or list by name or index; short ones are looked through.
class ChildIndex {
 public:
  explicit ChildIndex(const JsonDocument& document) : document_(document) {}

  std::optional<Found> find(NodeId parent, const std::string& token) {
    const JsonNode& node = document_[parent];
    if (node.kind == JsonKind::Array) return item(parent, token);
    return node.kind == JsonKind::Object ? member(parent, token) : std::nullopt;
  }

 private:
  static constexpr size_t kFew = 32;

  std::optional<Found> item(NodeId parent, const std::string& token) {
    size_t wanted = 0;
    const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), wanted);
    if (failure != std::errc{} || end != token.data() + token.size()) return std::nullopt;
    if (wanted < kFew) return walk(parent, [&](size_t index, NodeId) { return index == wanted; });
    std::vector<NodeId>& items = items_[parent];
    if (items.empty())
      for (NodeId child = document_[parent].firstChild; child != kNoNode; child = document_[child].nextSibling)
        items.push_back(child);
    if (wanted >= items.size()) return std::nullopt;
    return Found{items[wanted], parent, items[wanted - 1]};
  }

  std::optional<Found> member(NodeId parent, const std::string& token) {
    if (!isLong(parent)) return walk(parent, [&](size_t, NodeId child) { return document_.key(child) == token; });
    auto [entry, isNew] = members_.try_emplace(parent);
    if (isNew)
      walk(parent, [&, &byName = entry->second, previous = kNoNode](size_t, NodeId child) mutable {
        byName[document_.key(child)] = Found{child, parent, previous};
        previous = child;
        return false;
      });
    const auto found = entry->second.find(token);
    return found == entry->second.end() ? std::nullopt : std::optional(found->second);
  }

  bool isLong(NodeId parent) const {
    size_t count = 0;
    for (NodeId child = document_[parent].firstChild; child != kNoNode; child = document_[child].nextSibling)
      if (++count > kFew) return true;
    return false;
  }

  // The last child that is meant: of a repeated name the last counts.
  template <class IsMeant>
  std::optional<Found> walk(NodeId parent, IsMeant isMeant) const {
    std::optional<Found> found;
    NodeId previous = kNoNode;
    size_t index = 0;
    const bool isList = document_[parent].kind == JsonKind::Array;
    for (NodeId child = document_[parent].firstChild; child != kNoNode; child = document_[child].nextSibling, ++index) {
      if (isMeant(index, child)) found = Found{child, parent, previous};
      if (found && isList) break;
      previous = child;
    }
    return found;
  }

  const JsonDocument& document_;
  std::unordered_map<NodeId, std::vector<NodeId>> items_;
  std::unordered_map<NodeId, std::unordered_map<std::string, Found>> members_;
};

bool isBefore(const TextEdit& a, const TextEdit& b) {
  return a.span.begin < b.span.begin;
}

class Patcher {
 public:
  explicit Patcher(const JsonDocument& document) : document_(document), children_(document) {}

  // Nothing when the patch does not fit.
  std::optional<TextEdits> editsOf(const std::string& patch) const {
    const Json operations = Json::parse(patch, nullptr, false);
    if (!operations.is_array() || operations.empty()) return std::nullopt;
    TextEdits edits;
    for (const Json& operation : operations)
      if (!operation.is_object() || !addEdit(operation, edits)) return std::nullopt;
    std::stable_sort(edits.begin(), edits.end(), isBefore);
    for (size_t i = 1; i < edits.size(); ++i)
      if (edits[i].span.begin < edits[i - 1].span.end) return std::nullopt;
    return edits;
  }

 private:
  static std::string text(const Json& operation, const char* name) {
    const auto it = operation.find(name);
    return it != operation.end() && it->is_string() ? it->get<std::string>() : std::string();
  }

  bool addEdit(const Json& operation, TextEdits& edits) const {
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
  bool addRemoval(const Found& found, TextEdits& edits) const {
    if (found.parent == kNoNode) return false;
    const JsonNode& node = document_[found.node];
    Span span{beginOf(node), node.span.end};
    if (node.nextSibling != kNoNode) span.end = beginOf(document_[node.nextSibling]);
    else if (found.previous != kNoNode) span.begin = document_[found.previous].span.end;
    edits.push_back({span, {}});
    return true;
  }

  bool addRename(const Found& found, const std::string& from, const std::string& to, TextEdits& edits) const {
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
      const std::optional<Found> child = children_.find(found.node, unescapePointer(pointer.substr(0, end)));
      if (!child) return std::nullopt;
      found = *child;
      pointer.remove_prefix(end);
    }
    return found;
  }

  const JsonDocument& document_;
  mutable ChildIndex children_;
};

// The parts of a text that are to be replaced.
class TakenSpans {
 public:
  // False when one of them is taken: then none is.
  bool take(const TextEdits& edits) {
    for (const TextEdit& edit : edits)
      if (!isFree(edit.span)) return false;
    for (const TextEdit& edit : edits) ends_.emplace(edit.span.begin, edit.span.end);
    return true;
  }

 private:
  bool isFree(Span span) const {
    const auto next = ends_.lower_bound(span.begin);
    if (next != ends_.end() && next->first < span.end) return false;
    return next == ends_.begin() || std::prev(next)->second <= span.begin;
  }

  std::map<uint32_t, uint32_t> ends_;  // by begin
};

// The text that some edits leave, as pieces of the original and new ones.
struct Piece {
  Span original;  // of a new one: empty
  std::string_view added;
  size_t size() const { return original.end - original.begin + added.size(); }
};

std::vector<Piece> piecesOf(const TextEdits& edits) {
  std::vector<Piece> pieces;
  uint32_t at = 0;
  for (const TextEdit& edit : edits) {
    pieces.push_back({{at, edit.span.begin}, {}});
    pieces.push_back({{edit.span.end, edit.span.end}, edit.text});
    at = edit.span.end;
  }
  pieces.push_back({{at, UINT32_MAX}, {}});
  return pieces;
}

// Hands out pieces from the front.
class PieceReader {
 public:
  explicit PieceReader(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // Up to an offset of the text they make.
  template <class Use>
  void read(size_t end, Use use) {
    for (; next_ < pieces_.size(); ++next_) {
      Piece& piece = pieces_[next_];
      const size_t length = std::min(piece.size(), end - at_);
      if (length > 0) use(cutFront(piece, length));
      at_ += length;
      if (piece.size() > 0) return;
    }
  }

 private:
  static Piece cutFront(Piece& piece, size_t length) {
    Piece front = piece;
    if (piece.added.empty()) piece.original.begin += static_cast<uint32_t>(length);
    else piece.added.remove_prefix(length);
    if (front.added.empty()) front.original.end = piece.original.begin;
    else front.added = front.added.substr(0, length);
    return front;
  }

  std::vector<Piece> pieces_;
  size_t next_ = 0, at_ = 0;
};

// Edits from pieces: what is left out between two of the original is replaced by the new ones there.
class EditMaker {
 public:
  void keep(const Piece& piece) {
    if (!piece.added.empty()) return add(piece.added);
    if (piece.original.begin > at_ || !text_.empty()) close(piece.original.begin);
    at_ = piece.original.end;
  }
  void add(std::string_view text) { text_ += text; }
  TextEdits take() && { return std::move(edits_); }

 private:
  void close(uint32_t end) {
    edits_.push_back({{at_, end}, std::move(text_)});
    text_.clear();
  }

  TextEdits edits_;
  std::string text_;
  uint32_t at_ = 0;
};

}  // namespace

std::string applyEdits(std::string_view text, const TextEdits& edits) {
  std::string out;
  size_t at = 0, size = text.size();
  for (const TextEdit& edit : edits) size += edit.text.size();
  out.reserve(size);
  for (const TextEdit& edit : edits) {
    out += text.substr(at, edit.span.begin - at);
    out += edit.text;
    at = edit.span.end;
  }
  return out += text.substr(at);
}

TextEdits joinEdits(const TextEdits& first, const TextEdits& second) {
  PieceReader reader(piecesOf(first));
  EditMaker maker;
  auto keep = [&](const Piece& piece) { maker.keep(piece); };
  for (const TextEdit& edit : second) {
    reader.read(edit.span.begin, keep);
    reader.read(edit.span.end, [](const Piece&) {});
    maker.add(edit.text);
  }
  reader.read(SIZE_MAX, keep);
  return std::move(maker).take();
}

struct PatchPlaces::Impl {
  JsonDocument document;
  bool isReadable = false;
  Patcher patcher{document};
};

PatchPlaces::PatchPlaces(std::string_view text) : impl_(std::make_unique<Impl>()) {
  impl_->isReadable = !parseDocument(text, impl_->document);
}

PatchPlaces::~PatchPlaces() = default;

std::optional<TextEdits> PatchPlaces::editsOf(const std::string& patch) const {
  return impl_->isReadable ? impl_->patcher.editsOf(patch) : std::nullopt;
}

FixResult fixText(std::string_view text, const Diagnostics& diagnostics) {
  FixResult result;
  const PatchPlaces places(text);
  TakenSpans taken;
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    if (!diagnostics[i].isPatchSafe || diagnostics[i].patch.empty()) continue;
    const std::optional<TextEdits> edits = places.editsOf(diagnostics[i].patch);
    if (!edits || !taken.take(*edits)) continue;
    result.edits.insert(result.edits.end(), edits->begin(), edits->end());
    result.applied.push_back(i);
  }
  std::sort(result.edits.begin(), result.edits.end(), isBefore);
  return result;
}

}  // namespace premap
