// Takes indentation and spacing from what stands around the place, so that an edit looks as its author's own.
#include "mapping/json_style.h"

#include "premap/base/text.h"

namespace premap {

namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

JsonStyle::JsonStyle(const JsonDocument& document) : document_(document) {
  const std::string_view text = document.text;
  const size_t line = text.find('\n');
  const std::string_view root = document.nodes.empty() ? text : document.raw(document[0].span);
  hasLines_ = root.find('\n') != root.npos || root.size() <= 2;
  if (line != text.npos && line > 0 && text[line - 1] == '\r') newline_ = "\r\n";
  for (const JsonNode& node : document.nodes) {
    if (node.keySpan.end <= node.keySpan.begin) continue;
    const size_t colon = text.find(':', node.keySpan.end);
    isSpaced_ = colon + 1 < node.span.begin;
    break;
  }
  findUnit();
}

// By the first child that stands on a line of its own.
void JsonStyle::findUnit() {
  for (NodeId id = 0; id < document_.nodes.size(); ++id) {
    const NodeId child = document_[id].firstChild;
    if (child == kNoNode || !isMultiLine(id)) continue;
    const std::string outer = indentAt(document_[id].span.begin), inner = indentAt(document_[child].begin());
    if (inner.size() > outer.size()) unit_ = inner.substr(outer.size());
    return;
  }
}

bool JsonStyle::isMultiLine(NodeId container) const {
  const JsonNode& node = document_[container];
  if (node.firstChild == kNoNode) return hasLines_;
  const size_t begin = node.span.begin, end = document_[node.firstChild].begin();
  return document_.text.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

std::string JsonStyle::indentAt(size_t offset) const {
  const std::string_view text = document_.text;
  const size_t before = offset == 0 ? text.npos : text.rfind('\n', offset - 1);
  const size_t begin = before == text.npos ? 0 : before + 1;
  size_t end = begin;
  while (end < offset && isBlank(text[end])) ++end;
  return std::string(text.substr(begin, end - begin));
}

std::string JsonStyle::key(std::string_view name) const {
  std::string out;
  appendJsonString(out, name);
  return out += isSpaced_ ? ": " : ":";
}

std::string JsonStyle::write(const OrderedJson& value, const std::string* indent) const {
  std::string out;
  append(out, value, indent);
  return out;
}

void JsonStyle::append(std::string& out, const OrderedJson& value, const std::string* indent) const {
  if (!value.is_structured() || value.empty()) {
    out += value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    return;
  }
  const std::string inner = indent ? *indent + unit_ : std::string();
  out += value.is_object() ? '{' : '[';
  bool isFirst = true;
  for (const auto& [name, child] : value.items()) {
    if (!isFirst) out += indent ? "," : comma();
    if (indent) out.append(newline_).append(inner);
    if (value.is_object()) out += key(name);
    append(out, child, indent ? &inner : nullptr);
    isFirst = false;
  }
  if (indent) out.append(newline_).append(*indent);
  out += value.is_object() ? '}' : ']';
}

}  // namespace premap
