// Parses a JSON text into a flat list of members; member names ignore case.
#include "premap/resolve/json_path.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "premap/base/text.h"
#include "premap/base/unicode.h"
#include "resolve/case_fold.h"

namespace premap::resolve {

using Kind = FlatJson::Kind;

// Reads JSON as RFC 8259 has it, at any depth, and keeps what other readers keep too: half a surrogate pair is U+FFFD,
// a number beyond a double is infinite, members written twice stay both. A tree would merge those.
class FlatJsonParser {
 public:
  FlatJsonParser(FlatJson& document, std::string_view text) : document_(document), text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  bool parse() {
    bool isGood = value();
    while (isGood && !open_.empty()) isGood = next();
    skipSpace();
    return isGood && at_ == text_.size();
  }

 private:
  using Node = FlatJson::Node;

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) { return peek() == c && at_ < text_.size() && ++at_; }
  void skipSpace() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  Node& add(Kind kind) {
    Node node;
    node.kind = kind, node.key = key_, node.keyLength = keyLength_;
    key_ = keyLength_ = 0;
    node.end = static_cast<uint32_t>(document_.nodes_.size()) + 1;
    document_.nodes_.push_back(node);
    return document_.nodes_.back();
  }

  bool open(Kind kind) {
    ++at_, isFresh_ = true;
    open_.push_back(static_cast<uint32_t>(document_.nodes_.size()));
    add(kind);
    return true;
  }

  // The end of the innermost container, or its next element.
  bool next() {
    skipSpace();
    Node& container = document_.nodes_[open_.back()];
    const bool isObject = container.kind == Kind::Object, isFirst = std::exchange(isFresh_, false);
    if (take(isObject ? '}' : ']')) {
      container.end = static_cast<uint32_t>(document_.nodes_.size());
      open_.pop_back();
      return true;
    }
    if (!isFirst && !take(',')) return false;
    return (!isObject || key()) && value();
  }

  bool key() {
    skipSpace();
    const auto begin = static_cast<uint32_t>(document_.pool_.size());
    if (!string()) return false;
    key_ = begin, keyLength_ = static_cast<uint32_t>(document_.pool_.size()) - begin;
    skipSpace();
    return take(':');
  }

  bool value() {
    skipSpace();
    switch (peek()) {
      case '{':
        return open(Kind::Object);
      case '[':
        return open(Kind::Array);
      case '"':
        return text();
      case 't':
        return word("true", Kind::Boolean, 1);
      case 'f':
        return word("false", Kind::Boolean, 0);
      case 'n':
        return word("null", Kind::Null, 0);
      default:
        return number();
    }
  }

  bool word(std::string_view spelling, Kind kind, int64_t value) {
    if (text_.substr(at_, spelling.size()) != spelling) return false;
    at_ += spelling.size();
    add(kind).integer = value;
    return true;
  }

  bool text() {
    const auto begin = static_cast<uint32_t>(document_.pool_.size());
    if (!string()) return false;
    Node& node = add(Kind::String);
    node.text = begin, node.textLength = static_cast<uint32_t>(document_.pool_.size()) - begin;
    return true;
  }

  size_t digits() {
    const size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - begin;
  }

  bool number() {
    const size_t begin = at_;
    take('-');
    const bool leadingZero = peek() == '0';
    const size_t whole = digits();
    if (whole == 0 || (leadingZero && whole > 1)) return false;
    bool isWhole = true;
    if (take('.') && (isWhole = false, digits() == 0)) return false;
    if (take('e') || take('E')) {
      isWhole = false;
      if (!take('-')) take('+');
      if (digits() == 0) return false;
    }
    const std::string_view spelling = text_.substr(begin, at_ - begin);
    int64_t integer = 0;
    if (isWhole && std::from_chars(spelling.data(), spelling.data() + spelling.size(), integer).ec == std::errc{})
      return add(Kind::Integer).integer = integer, true;
    add(Kind::Double).real = readDouble(spelling).value_or(0);  // A22: beyond int64 it is a Double
    return true;
  }

  // Into the pool, without its quotes.
  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const size_t begin = at_;
      while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x20 && text_[at_] != '"' &&
             text_[at_] != '\\')
        ++at_;
      document_.pool_ += text_.substr(begin, at_ - begin);
      if (take('"')) return true;
      if (!take('\\') || !escape()) return false;
    }
    return false;
  }

  bool escape() {
    static constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    if (take('u')) return codePoint();
    const size_t found = kLetters.find(peek());
    if (at_ == text_.size() || found == std::string_view::npos) return false;
    document_.pool_ += kMeanings[found];
    return ++at_, true;
  }

  std::optional<char32_t> hex() {
    uint32_t unit = 0;
    const std::string_view four = text_.substr(at_, 4);
    if (four.size() < 4 || std::from_chars(four.data(), four.data() + 4, unit, 16).ptr != four.data() + 4)
      return std::nullopt;
    at_ += 4;
    return unit;
  }

  bool codePoint() {
    const std::optional<char32_t> unit = hex();
    if (!unit) return false;
    const bool isSurrogate = (*unit & 0xF800) == 0xD800;
    char32_t point = isSurrogate ? 0xFFFD : *unit;
    if ((*unit & 0xFC00) == 0xD800 && text_.substr(at_, 2) == "\\u") {
      const size_t before = at_;
      at_ += 2;
      const std::optional<char32_t> low = hex();
      if (low && (*low & 0xFC00) == 0xDC00) point = 0x10000 + ((*unit & 0x3FF) << 10) + (*low & 0x3FF);
      else at_ = before;
    }
    appendCodePoint(document_.pool_, point);
    return true;
  }

  FlatJson& document_;
  std::string_view text_;
  size_t at_ = 0;
  bool isFresh_ = false;  ///< nothing was read in the innermost container
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
Member findMember(const FlatJson& document, uint32_t object, std::string_view name, bool foldUnicode) {
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

void appendScalar(std::string& out, const FlatJson& document, const FlatJson::Node& node) {
  switch (node.kind) {
    case Kind::Null:
      out += "null";
      break;
    case Kind::Boolean:
      out += node.integer ? "true" : "false";
      break;
    case Kind::Integer:
      appendInteger(out, node.integer);
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

bool FlatJson::parse(std::string_view text) {
  nodes_.clear();
  pool_.clear();
  if (FlatJsonParser(*this, text).parse()) return true;
  nodes_.clear();
  return false;
}

void FlatJson::appendJson(std::string& out, uint32_t index) const {
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

const FlatJson* JsonWalker::parse(std::string_view text) {
  if (used_ == documents_.size()) documents_.push_back(std::make_unique<FlatJson>());
  FlatJson& document = *documents_[used_++];
  return document.parse(text) && document[0].kind == Kind::Object ? &document : nullptr;
}

JsonValue JsonWalker::walk(std::string_view text, std::span<const std::string> segments, const ResolveOptions& options,
                           std::string& scratch) {
  JsonValue value;
  used_ = 0;
  const FlatJson* document = parse(text);
  if (!document) return value.reason = Reason::JsonInvalid, value;
  uint32_t at = 0;
  for (const std::string& segment : segments) {
    const FlatJson::Node* node = &(*document)[at];
    if (node->kind == Kind::String && options.reparseJsonStrings) {
      document = parse(document->text(*node));
      if (!document) return value.reason = Reason::JsonInvalid, value;
      at = 0, node = &(*document)[0];
    }
    if (node->kind == Kind::Null) return value.reason = Reason::ValueNull, value;  // E20
    if (node->kind != Kind::Object) return value.reason = Reason::PathIntoScalar, value;
    Member member = findMember(*document, at, segment, options.foldUnicode);
    if (member.reason != Reason::None) return value.reason = member.reason, value;
    at = member.node;
  }
  const FlatJson::Node& leaf = (*document)[at];
  value.kind = leaf.kind, value.integer = leaf.integer, value.real = leaf.real;
  if (leaf.kind == Kind::Null) value.reason = Reason::ValueNull;  // E20
  if (leaf.kind == Kind::Integer && !options.jsonIntegers)
    value.kind = Kind::Double, value.real = static_cast<double>(leaf.integer);
  if (leaf.kind == Kind::String) value.text = document->text(leaf);
  if (leaf.kind == Kind::Object || leaf.kind == Kind::Array) {
    scratch.clear();
    document->appendJson(scratch, at);
    value.text = scratch;
  }
  return value;
}

}  // namespace premap::resolve
