// Each step of a patch is an edit of the text as the steps before it left it; the document is parsed anew after each,
// which keeps places exact.
#include "premap/mapping/patch.h"

#include <algorithm>
#include <cstdlib>

#include "mapping/child_index.h"
#include "mapping/json_style.h"

namespace premap {

namespace {

// What one step of a patch changes in a text.
class Patcher {
 public:
  explicit Patcher(const JsonDocument& document) : document_(document), children_(document), style_(document) {}

  // Nothing when the step does not fit.
  std::optional<TextEdits> editsOf(const OrderedJson& step) {
    const std::string kind = text(step, "op"), path = text(step, "path");
    const bool hasSource = step.contains("from"), needsSource = kind == "move" || kind == "copy";
    if (!step.contains("path") || (needsSource && !hasSource)) return std::nullopt;
    const auto value = step.find("value");
    const bool hasValue = value != step.end();
    if (kind == "remove") return remove(path);
    if (kind == "move") return move(text(step, "from"), path);
    if (kind == "copy") return add(path, valueAt(text(step, "from")));
    if (!hasValue) return std::nullopt;
    if (kind == "add") return add(path, *value);
    if (kind == "replace") return replace(path, *value);
    const std::optional<OrderedJson> found = kind == "test" ? valueAt(path) : std::nullopt;
    return found && *found == *value ? std::optional(TextEdits()) : std::nullopt;
  }

  std::optional<OrderedJson> valueAt(std::string_view pointer) {
    const std::optional<Found> found = children_.at(pointer);
    if (!found) return std::nullopt;
    return OrderedJson::parse(document_.raw(document_[found->node].span), nullptr, false);
  }

  // A move to another object or list: what is moved goes there as a value, once it is gone here.
  bool isAcross(const OrderedJson& step) {
    const std::string from = text(step, "from"), to = text(step, "path");
    const auto source = splitPointer(from), target = splitPointer(to);
    return text(step, "op") == "move" && source && target && source->parent != target->parent;
  }

  static std::string text(const OrderedJson& step, const char* name) {
    const auto it = step.find(name);
    return it != step.end() && it->is_string() ? it->get<std::string>() : std::string();
  }

 private:
  std::optional<TextEdits> replace(const std::string& path, const OrderedJson& value) {
    const std::optional<Found> found = children_.at(path);
    if (!found) return std::nullopt;
    const JsonNode& node = document_[found->node];
    const bool isOnLines = style_.isMultiLine(found->parent == kNoNode ? found->node : found->parent);
    const std::string indent = isOnLines ? style_.indentAt(node.begin()) : std::string();
    return TextEdits{{node.span, style_.write(value, isOnLines ? &indent : nullptr)}};
  }

  // With the comma that belongs to it; with the last child the white space around it goes.
  std::optional<TextEdits> remove(const std::string& path) {
    const std::optional<Found> found = children_.at(path);
    if (!found || found->parent == kNoNode) return std::nullopt;
    const JsonNode& node = document_[found->node];
    const Span whole = document_[found->parent].span;
    Span span{node.begin(), node.span.end};
    if (node.nextSibling != kNoNode) span.end = document_[node.nextSibling].begin();
    else if (found->previous != kNoNode) span.begin = document_[found->previous].span.end;
    else span = {whole.begin + 1, whole.end - 1};
    return TextEdits{{span, {}}};
  }

  std::optional<TextEdits> add(const std::string& path, const std::optional<OrderedJson>& value) {
    if (!value) return std::nullopt;
    const std::optional<PointerParts> parts = splitPointer(path);
    if (!parts) return path.empty() ? replace(path, *value) : std::nullopt;
    const std::optional<Found> holder = children_.at(parts->parent);
    if (!holder)
      return parts->last == "-" ? add(std::string(parts->parent), OrderedJson::array({*value})) : std::nullopt;
    const NodeId container = holder->node;
    if (document_[container].kind == JsonKind::Object)
      return children_.child(container, parts->last) ? replace(path, *value)
                                                     : insert(container, kNoNode, style_.key(parts->last), *value);
    if (document_[container].kind != JsonKind::Array) return std::nullopt;
    const std::optional<Found> before = children_.child(container, parts->last);
    if (!before && parts->last != "-" && parts->last != std::to_string(countOf(container))) return std::nullopt;
    return insert(container, before ? before->node : kNoNode, {}, *value);
  }

  // `before`: the child it goes in front of; none: at the end.
  TextEdits insert(NodeId container, NodeId before, const std::string& key, const OrderedJson& value) {
    const Span whole = document_[container].span;
    const NodeId first = document_[container].firstChild;
    const bool isOnLines = style_.isMultiLine(container);
    const std::string indent = isOnLines ? indentIn(container) : std::string();
    const std::string line = isOnLines ? std::string(style_.newline()) + indent : std::string();
    const std::string item = key + style_.write(value, isOnLines ? &indent : nullptr);
    if (first == kNoNode) {
      const std::string end =
          isOnLines ? std::string(style_.newline()) + style_.indentAt(document_[container].begin()) : std::string();
      return {{{whole.begin + 1, whole.end - 1}, line + item + end}};
    }
    const std::string comma = isOnLines ? "," + line : std::string(style_.comma());
    if (before != kNoNode) return {{{document_[before].begin(), document_[before].begin()}, item + comma}};
    const uint32_t end = document_[lastChild(container)].span.end;
    return {{{end, end}, comma + item}};
  }

  std::string indentIn(NodeId container) const {
    const NodeId first = document_[container].firstChild;
    if (first != kNoNode) return style_.indentAt(document_[first].begin());
    return style_.indentAt(document_[container].begin()) + style_.unit();
  }

  std::optional<TextEdits> move(const std::string& from, const std::string& to) {
    const auto source = splitPointer(from), target = splitPointer(to);
    const std::optional<Found> found = children_.at(from);
    if (!source || !target || !found || found->parent == kNoNode || source->parent != target->parent)
      return std::nullopt;
    if (document_[found->parent].kind == JsonKind::Array) return reorder(*found, to);
    if (children_.child(found->parent, target->last)) return std::nullopt;
    const std::string key = style_.key(target->last);
    return TextEdits{{document_[found->node].keySpan, key.substr(0, key.rfind(':'))}};
  }

  // The items between keep their spelling and the white space between them; only their places change.
  std::optional<TextEdits> reorder(const Found& found, const std::string& to) {
    std::vector<NodeId> items;
    for (NodeId child = document_[found.parent].firstChild; child != kNoNode; child = document_[child].nextSibling)
      items.push_back(child);
    const std::optional<Found> target = children_.at(to);
    const auto indexOf = [&](NodeId node) { return std::find(items.begin(), items.end(), node) - items.begin(); };
    const bool isToEnd = to.ends_with("/-");
    if (!target && !isToEnd) return std::nullopt;
    const auto at = indexOf(found.node), goal = target ? indexOf(target->node) : std::ssize(items) - 1;
    std::vector<NodeId> ordered = items;
    ordered.erase(ordered.begin() + at);
    ordered.insert(ordered.begin() + goal, found.node);
    TextEdits edits;
    for (size_t i = 0; i < items.size(); ++i)
      if (items[i] != ordered[i])
        edits.push_back({document_[items[i]].span, std::string(document_.raw(document_[ordered[i]].span))});
    return edits;
  }

  NodeId lastChild(NodeId container) const {
    NodeId last = document_[container].firstChild;
    while (document_[last].nextSibling != kNoNode) last = document_[last].nextSibling;
    return last;
  }

  size_t countOf(NodeId container) const {
    size_t count = 0;
    for (NodeId child = document_[container].firstChild; child != kNoNode; child = document_[child].nextSibling)
      ++count;
    return count;
  }

  const JsonDocument& document_;
  ChildIndex children_;
  JsonStyle style_;
};

Diagnostic misfit(size_t step, const std::string& what) {
  return error("patch-invalid", "step " + std::to_string(step + 1) + " of the patch does not fit: " + what)
      .withHint("nothing was changed; take the places from the mapping's outline");
}

std::string wordsOf(const OrderedJson& step) {
  const std::string kind = Patcher::text(step, "op"), path = Patcher::text(step, "path");
  return "`" + kind + "` at `" + path + "`";
}

}  // namespace

Result<TextEdits> editsOfPatch(std::string_view text, std::string_view patch) {
  const OrderedJson parsed = OrderedJson::parse(patch, nullptr, false);
  if (!parsed.is_array()) return error("patch-invalid", "a JSON Patch is a list of steps");
  std::vector<OrderedJson> steps(parsed.rbegin(), parsed.rend());  // the next one last
  std::string changed;
  TextEdits all;
  for (size_t done = 0; !steps.empty(); ++done) {
    const OrderedJson step = std::move(steps.back());
    steps.pop_back();
    JsonDocument document;
    if (std::optional<Diagnostic> fault = parseDocument(text, document)) return *fault;
    Patcher patcher(document);
    if (!step.is_object()) return misfit(done, "it is no object");
    if (patcher.isAcross(step)) {
      const std::optional<OrderedJson> value = patcher.valueAt(Patcher::text(step, "from"));
      if (!value) return misfit(done, wordsOf(step));
      steps.push_back({{"op", "add"}, {"path", Patcher::text(step, "path")}, {"value", *value}});
      steps.push_back({{"op", "remove"}, {"path", Patcher::text(step, "from")}});
      continue;
    }
    const std::optional<TextEdits> edits = patcher.editsOf(step);
    if (!edits) return misfit(done, wordsOf(step));
    all = joinEdits(all, *edits);
    changed = applyEdits(text, *edits);
    text = changed;
  }
  return all;
}

struct PatchPlaces::Impl {
  explicit Impl(std::string_view text) : isReadable(!parseDocument(text, document)) {}
  JsonDocument document;
  bool isReadable;
  Patcher patcher{document};
};

PatchPlaces::PatchPlaces(std::string_view text) : impl_(std::make_unique<Impl>(text)) {}
PatchPlaces::~PatchPlaces() = default;

std::optional<TextEdits> PatchPlaces::editsOf(const std::string& patch) const {
  const OrderedJson steps = OrderedJson::parse(patch, nullptr, false);
  if (!impl_->isReadable || !steps.is_array() || steps.empty()) return std::nullopt;
  TextEdits edits;
  for (const OrderedJson& step : steps) {
    const std::optional<TextEdits> more = step.is_object() ? impl_->patcher.editsOf(step) : std::nullopt;
    if (!more) return std::nullopt;
    edits.insert(edits.end(), more->begin(), more->end());
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const TextEdit& a, const TextEdit& b) { return a.span.begin < b.span.begin; });
  for (size_t i = 1; i < edits.size(); ++i)
    if (edits[i].span.begin < edits[i - 1].span.end) return std::nullopt;
  return edits;
}

}  // namespace premap
