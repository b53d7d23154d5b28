// The JSON library's events build the tree; it tells where tokens end, starts are found here. Places are the reason
// for a tree of our own: no JSON library keeps them.
#include "mapping/document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "premap/base/unicode.h"

namespace premap {

namespace {

using json = nlohmann::json;

// A real mapping of 50 MB has two and a half million values; beyond this the text is something else.
constexpr size_t kMostNodes = 4'000'000;

// At least as many values as a text has: each but the first stands behind one of these.
size_t mostNodesOf(std::string_view text) {
  const auto count = std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '{' || c == '['; });
  return std::min(static_cast<size_t>(count) + 1, kMostNodes);
}

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Length of the JSON number at the start of `text`: what follows it, right or wrong, is another token.
size_t numberLength(std::string_view text) {
  size_t at = 0;
  auto digits = [&] {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  };
  if (text.starts_with('-')) ++at;
  if (at < text.size() && text[at] == '0') ++at;
  else digits();
  if (at < text.size() && text[at] == '.') ++at, digits();
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    digits();
  }
  return at;
}

// Hands the text to the parser and leaves behind how far it has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

// Builds the tree from the parser's events. The parser tells where a string ends (the counter stands just behind its
// quote) but may have read one character past a number; starts are found by skipping what lies between two tokens.
class TreeBuilder : public nlohmann::json_sax<json> {
 public:
  TreeBuilder(JsonDocument& document, const char* const& reached)
      : document_(document), text_(document.text), reached_(reached) {
    if (text_.starts_with("\xEF\xBB\xBF")) lastEnd_ = 3;
  }

  bool null() override { return addScalar(JsonKind::Null, 4); }
  bool boolean(bool value) override { return addScalar(JsonKind::Boolean, value ? 4 : 5); }
  bool number_integer(number_integer_t) override { return addNumber(); }
  bool number_unsigned(number_unsigned_t) override { return addNumber(); }
  bool number_float(number_float_t, const string_t&) override { return addNumber(); }
  bool string(string_t&) override {
    size_t begin = tokenBegin();
    return add(JsonKind::String, begin, offset());
  }
  bool binary(binary_t&) override { return false; }
  bool key(string_t&) override {
    size_t begin = tokenBegin();
    keySpan_ = {static_cast<uint32_t>(begin), static_cast<uint32_t>(offset())};
    lastEnd_ = offset();
    after_ = JsonFault::After::Key;
    return true;
  }
  bool start_object(std::size_t) override { return open(JsonKind::Object, JsonFault::After::OpenObject); }
  bool start_array(std::size_t) override { return open(JsonKind::Array, JsonFault::After::OpenArray); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& fault) override {
    fault_ = JsonFault{after_, lastEnd_, position, fault.what()};
    return false;
  }

  const std::optional<JsonFault>& fault() const { return fault_; }

 private:
  struct Open {
    NodeId id;
    NodeId lastChild;
  };

  size_t offset() const { return static_cast<size_t>(reached_ - text_.data()); }

  size_t tokenBegin() const {
    size_t at = lastEnd_;
    while (at < text_.size() && (isSpace(text_[at]) || text_[at] == ',' || text_[at] == ':')) ++at;
    return at;
  }

  bool addScalar(JsonKind kind, size_t length) {
    size_t begin = tokenBegin();
    return add(kind, begin, begin + length);
  }

  bool addNumber() {
    size_t begin = tokenBegin(), end = begin + numberLength(text_.substr(begin));
    return add(JsonKind::Number, begin, end);
  }

  bool add(JsonKind kind, size_t begin, size_t end) {
    if (document_.nodes.size() >= kMostNodes) return false;
    auto id = static_cast<NodeId>(document_.nodes.size());
    JsonNode node;
    node.kind = kind;
    node.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    node.keySpan = std::exchange(keySpan_, {});
    document_.nodes.push_back(node);
    if (!open_.empty()) {
      Open& parent = open_.back();
      NodeId& link = parent.lastChild == kNoNode ? document_.nodes[parent.id].firstChild
                                                 : document_.nodes[parent.lastChild].nextSibling;
      link = id;
      parent.lastChild = id;
    }
    lastEnd_ = end;
    after_ = afterValue();
    return true;
  }

  bool open(JsonKind kind, JsonFault::After after) {
    size_t begin = tokenBegin();
    if (!add(kind, begin, begin + 1)) return false;
    open_.push_back({static_cast<NodeId>(document_.nodes.size() - 1), kNoNode});
    after_ = after;
    return true;
  }

  bool close() {
    size_t end = tokenBegin() + 1;
    document_.nodes[open_.back().id].span.end = static_cast<uint32_t>(end);
    open_.pop_back();
    lastEnd_ = end;
    after_ = afterValue();
    return true;
  }

  JsonFault::After afterValue() const {
    if (open_.empty()) return JsonFault::After::Root;
    return document_.nodes[open_.back().id].kind == JsonKind::Object ? JsonFault::After::MemberValue
                                                                     : JsonFault::After::Element;
  }

  JsonDocument& document_;
  std::string_view text_;
  const char* const& reached_;
  std::vector<Open> open_;
  Span keySpan_;
  size_t lastEnd_ = 0;
  JsonFault::After after_ = JsonFault::After::Nothing;
  std::optional<JsonFault> fault_;
};

unsigned hexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

unsigned fourHexDigits(std::string_view digits) {
  unsigned value = 0;
  for (char c : digits.substr(0, 4)) value = value * 16 + hexDigit(c);
  return value;
}

}  // namespace

std::string_view describe(JsonKind kind) {
  switch (kind) {
    case JsonKind::Null:
      return "null";
    case JsonKind::Boolean:
      return "a boolean";
    case JsonKind::Number:
      return "a number";
    case JsonKind::String:
      return "a string";
    case JsonKind::Array:
      return "an array";
    case JsonKind::Object:
      return "an object";
  }
  return "a value";
}

size_t decodeJsonCharacter(std::string_view inner, std::string& out) {
  if (inner[0] != '\\' || inner.size() < 2) return out += inner[0], 1;
  switch (inner[1]) {
    case 'b':
      return out += '\b', 2;
    case 'f':
      return out += '\f', 2;
    case 'n':
      return out += '\n', 2;
    case 'r':
      return out += '\r', 2;
    case 't':
      return out += '\t', 2;
    case 'u':
      break;
    default:
      return out += inner[1], 2;
  }
  if (inner.size() < 6) return out += inner[0], 1;
  uint32_t codePoint = fourHexDigits(inner.substr(2));
  if (codePoint < 0xD800 || codePoint > 0xDBFF || inner.size() < 12) return appendCodePoint(out, codePoint), 6;
  // The parser has made sure that the second half of the pair follows.
  uint32_t low = fourHexDigits(inner.substr(8));
  appendCodePoint(out, 0x10000 + ((codePoint & 0x3FF) << 10) + (low & 0x3FF));
  return 12;
}

std::string decodeJsonString(std::string_view quoted) {
  if (quoted.size() < 2) return {};
  std::string_view inner = quoted.substr(1, quoted.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  std::string out;
  out.reserve(inner.size());
  for (size_t i = 0; i < inner.size();) i += decodeJsonCharacter(inner.substr(i), out);
  return out;
}

std::string JsonDocument::key(NodeId id) const {
  return decodeJsonString(raw(nodes[id].keySpan));
}
std::string JsonDocument::string(NodeId id) const {
  return decodeJsonString(raw(nodes[id].span));
}

std::optional<Diagnostic> parseDocument(std::string_view text, JsonDocument& document) {
  document.text = text;
  document.nodes.clear();
  if (text.size() >= UINT32_MAX)
    return error("mapping-too-large", "the mapping is larger than 4 GB")
        .withHint("a mapping is a JSON text of kilobytes; is this the right file?");
  document.nodes.reserve(mostNodesOf(text));
  const char* reached = text.data();
  TreeBuilder builder(document, reached);
  const bool done = json::sax_parse(CountingIterator(text.data(), &reached),
                                    CountingIterator(text.data() + text.size(), &reached), &builder);
  if (builder.fault()) return explainJsonFault(text, *builder.fault());
  if (done) return std::nullopt;
  return error("mapping-too-large", "the mapping holds more than " + std::to_string(kMostNodes) + " JSON values")
      .withHint("is this the right file? split a mapping of this size into several");
}

}  // namespace premap
