#include "premap/resolve/json_path.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"
#include "resolve/case_fold.h"

namespace premap::resolve {

using Kind = JsonDocument::Kind;

// Receives nlohmann's events; building its tree instead would merge repeated members and lose which came first.
class JsonBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  explicit JsonBuilder(JsonDocument& document) : document_(document) {}

  bool null() { return add(Kind::Null), true; }
  bool boolean(bool value) { return add(Kind::Boolean).integer = value, true; }
  bool number_integer(number_integer_t value) { return add(Kind::Integer).integer = value, true; }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(INT64_MAX))
      add(Kind::Double).real = static_cast<double>(value);  // A22: beyond int64 it is a Double
    else add(Kind::Integer).integer = static_cast<int64_t>(value);
    return true;
  }
  bool number_float(number_float_t value, const string_t&) { return add(Kind::Double).real = value, true; }
  bool string(string_t& value) {
    JsonDocument::Node& node = add(Kind::String);
    node.text = keep(value), node.textLength = static_cast<uint32_t>(value.size());
    return true;
  }
  bool binary(binary_t&) { return false; }
  bool key(string_t& value) {
    key_ = keep(value), keyLength_ = static_cast<uint32_t>(value.size());
    return true;
  }
  bool start_object(std::size_t) { return open(Kind::Object); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Kind::Array); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

 private:
  JsonDocument::Node& add(Kind kind) {
    JsonDocument::Node node;
    node.kind = kind, node.key = key_, node.keyLength = keyLength_;
    key_ = keyLength_ = 0;
    node.end = static_cast<uint32_t>(document_.nodes_.size()) + 1;
    document_.nodes_.push_back(node);
    return document_.nodes_.back();
  }
  bool open(Kind kind) {
    open_.push_back(static_cast<uint32_t>(document_.nodes_.size()));
    add(kind);
    return true;
  }
  bool close() {
    document_.nodes_[open_.back()].end = static_cast<uint32_t>(document_.nodes_.size());
    open_.pop_back();
    return true;
  }
  uint32_t keep(const std::string& text) {
    auto at = static_cast<uint32_t>(document_.pool_.size());
    document_.pool_ += text;
    return at;
  }

  JsonDocument& document_;
  std::vector<uint32_t> open_;
  uint32_t key_ = 0, keyLength_ = 0;
};

namespace {

struct Member {
  uint32_t node = 0;
  Reason reason = Reason::None;
};

// R15: any case, unless two members differ only in case; then the exact spelling. A member written twice is one
// member whose last value counts, as in every JSON reader the service may use.
Member findMember(const JsonDocument& document, uint32_t object, std::string_view name, bool foldUnicode) {
  uint32_t exact = 0, folded = 0;
  for (uint32_t i = object + 1; i < document[object].end; i = document[i].end)
    if (document.key(document[i]) == name) exact = i;
  if (exact) return {exact, Reason::None};
  std::string wanted = fold(name, foldUnicode);
  std::vector<std::pair<std::string, std::string_view>> keys;
  for (uint32_t i = object + 1; i < document[object].end; i = document[i].end) {
    keys.emplace_back(fold(document.key(document[i]), foldUnicode), document.key(document[i]));
    if (keys.back().first == wanted) folded = i;
  }
  if (!folded) return {0, Reason::JsonMemberMissing};
  std::sort(keys.begin(), keys.end());
  for (size_t i = 1; i < keys.size(); ++i)
    if (keys[i].first == keys[i - 1].first && keys[i].second != keys[i - 1].second)
      return {0, Reason::JsonCaseAmbiguous};
  return {folded, Reason::None};
}

void appendScalar(std::string& out, const JsonDocument& document, const JsonDocument::Node& node) {
  switch (node.kind) {
    case Kind::Null:
      out += "null";
      break;
    case Kind::Boolean:
      out += node.integer ? "true" : "false";
      break;
    case Kind::Integer:
      out += std::to_string(node.integer);
      break;
    case Kind::Double:
      appendJsonDouble(out, node.real);
      break;
    case Kind::String:
      appendJsonString(out, document.text(node));
      break;
    default:
      break;
  }
}

}  // namespace

bool JsonDocument::parse(std::string_view text) {
  nodes_.clear();
  pool_.clear();
  JsonBuilder builder(*this);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder) && !nodes_.empty()) return true;
  nodes_.clear();
  return false;
}

void JsonDocument::appendJson(std::string& out, uint32_t index) const {
  struct Open {
    uint32_t end;
    bool isObject;
  };
  std::vector<Open> open;
  uint32_t last = nodes_[index].end;
  bool isFirst = true;
  for (uint32_t i = index; i < last; ++i) {
    while (!open.empty() && open.back().end == i)
      out += open.back().isObject ? '}' : ']', open.pop_back(), isFirst = false;
    const Node& node = nodes_[i];
    if (!open.empty()) {
      if (!isFirst) out += ',';
      if (open.back().isObject) appendJsonString(out, key(node)), out += ':';
    }
    isFirst = false;
    if (node.kind == Kind::Object || node.kind == Kind::Array) {
      out += node.kind == Kind::Object ? '{' : '[';
      open.push_back({node.end, node.kind == Kind::Object});
      isFirst = true;
    } else {
      appendScalar(out, *this, node);
    }
  }
  while (!open.empty()) out += open.back().isObject ? '}' : ']', open.pop_back();
}

JsonWalker::Parsed& JsonWalker::parsed(std::string_view text) {
  for (size_t i = 0; i < used_; ++i)
    if (cache_[i]->source.data() == text.data() && cache_[i]->source.size() == text.size()) return *cache_[i];
  if (used_ == cache_.size()) cache_.push_back(std::make_unique<Parsed>());
  Parsed& fresh = *cache_[used_++];
  fresh.source = text;
  fresh.isJson = fresh.document.parse(text);
  return fresh;
}

JsonValue JsonWalker::walk(std::string_view text, std::span<const std::string> segments, const ResolveOptions& options,
                           std::string& scratch) {
  JsonValue value;
  Parsed* parse = &parsed(text);
  // E19: malformed text, or JSON that is no object, has no members.
  if (!parse->isJson || parse->document[0].kind != Kind::Object) return value.reason = Reason::JsonInvalid, value;
  uint32_t at = 0;
  for (const std::string& segment : segments) {
    const JsonDocument::Node* node = &parse->document[at];
    if (node->kind == Kind::String && options.reparseJsonStrings) {
      parse = &parsed(parse->document.text(*node));
      if (!parse->isJson || parse->document[0].kind != Kind::Object) return value.reason = Reason::JsonInvalid, value;
      at = 0, node = &parse->document[0];
    }
    if (node->kind == Kind::Null) return value.reason = Reason::ValueNull, value;  // E20
    if (node->kind != Kind::Object) return value.reason = Reason::PathIntoScalar, value;
    Member member = findMember(parse->document, at, segment, options.foldUnicode);
    if (member.reason != Reason::None) return value.reason = member.reason, value;
    at = member.node;
  }
  const JsonDocument::Node& leaf = parse->document[at];
  value.kind = leaf.kind, value.integer = leaf.integer, value.real = leaf.real;
  if (leaf.kind == Kind::Null) value.reason = Reason::ValueNull;  // E20
  if (leaf.kind == Kind::Integer && !options.jsonIntegers)
    value.kind = Kind::Double, value.real = static_cast<double>(leaf.integer);
  if (leaf.kind == Kind::String) value.text = parse->document.text(leaf);
  if (leaf.kind == Kind::Object || leaf.kind == Kind::Array) {
    scratch.clear();
    parse->document.appendJson(scratch, at);
    value.text = scratch;
  }
  return value;
}

}  // namespace premap::resolve
