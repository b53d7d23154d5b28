// RFC 8259, read as FlatJsonParser reads it; nothing is copied. Containers inside one another are a stack, not calls.
#include "resolve/json_members.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace premap::resolve {

namespace {

using Kind = JsonSpot::Kind;

constexpr uint32_t kNone = 0xffffffff;

bool isSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isHex(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Eight bytes at once: a bit in each that ends a run of plain characters (a quote, a backslash, a control character).
constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
uint64_t zeroBytes(uint64_t word) {
  return (word - kOnes) & ~word & kHighs;
}
uint64_t specials(uint64_t word) {
  return zeroBytes(word ^ kOnes * '"') | zeroBytes(word ^ kOnes * '\\') | ((word - kOnes * 0x20) & ~word & kHighs);
}

bool isAsciiOnly(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

bool equalsButForCase(std::string_view left, std::string_view right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
           const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
           return lower(a) == lower(b);
         });
}

}  // namespace

class JsonMembers::Pass {
 public:
  Pass(JsonMembers& members, std::string_view text, JsonSpot* spots)
      : members_(members), begin_(text.data()), at_(begin_), end_(begin_ + text.size()), spots_(spots) {}

  Scan run() {
    if (std::string_view(at_, static_cast<size_t>(end_ - at_)).starts_with("\xEF\xBB\xBF")) at_ += 3;
    skipSpace();
    if (at_ == end_ || *at_ != '{') return Scan::Invalid;
    members_.open_.clear();
    open(0, true);
    bool isFirst = true;
    while (!members_.open_.empty()) {
      const Open container = members_.open_.back();
      skipSpace();
      if (at_ == end_) return Scan::Invalid;
      if (*at_ == (container.isObject ? '}' : ']')) {
        ++at_, isFirst = false;
        close();
        continue;
      }
      if (!isFirst && !take(',')) return Scan::Invalid;
      uint32_t wanted = kNone;
      if (container.isObject && !key(container.node, wanted)) return Scan::Invalid;
      skipSpace();
      if (at_ == end_) return Scan::Invalid;
      isFirst = *at_ == '{' || *at_ == '[';
      if (isFirst) open(wanted, *at_ == '{');
      else if (!scalar(wanted)) return Scan::Invalid;
    }
    skipSpace();
    if (at_ != end_) return Scan::Invalid;
    return isDoubtful_ ? Scan::Doubtful : Scan::Object;
  }

 private:
  void skipSpace() {
    while (at_ != end_ && isSpace(*at_)) ++at_;
  }
  bool take(char c) { return at_ != end_ && *at_ == c && ++at_; }
  uint32_t place(const char* at) const { return static_cast<uint32_t>(at - begin_); }

  void open(uint32_t node, bool isObject) {
    if (node != kNone) {
      spots_[node].kind = isObject ? Kind::Object : Kind::Array;
      spots_[node].begin = place(at_);
      for (const uint32_t child : members_.nodes_[node].children) spots_[child] = JsonSpot();
    }
    members_.open_.push_back({node, isObject});
    ++at_;
  }

  void close() {
    const uint32_t node = members_.open_.back().node;
    if (node != kNone) spots_[node].size = place(at_) - spots_[node].begin;
    members_.open_.pop_back();
  }

  // `wanted`: the node of the member whose name this is.
  bool key(uint32_t object, uint32_t& wanted) {
    skipSpace();
    if (!take('"')) return false;
    const char* const name = at_;
    bool hasEscape = false;
    if (!string(hasEscape)) return false;
    if (object != kNone) wanted = memberOf(object, {name, static_cast<size_t>(at_ - 1 - name)}, hasEscape);
    skipSpace();
    return take(':');
  }

  // Of a member written twice the last value counts.
  uint32_t memberOf(uint32_t object, std::string_view name, bool hasEscape) {
    isDoubtful_ = isDoubtful_ || hasEscape;
    uint32_t exact = kNone;
    for (const uint32_t child : members_.nodes_[object].children) {
      const Node& wanted = members_.nodes_[child];
      if (wanted.name.size() == name.size() && std::memcmp(wanted.name.data(), name.data(), name.size()) == 0)
        exact = child;
      else if (mayBeSame(wanted, name)) spots_[child].isFoldable = true;
    }
    return exact;
  }

  bool mayBeSame(const Node& wanted, std::string_view name) const {
    if (members_.options_.foldUnicode && !(wanted.isAscii && isAsciiOnly(name))) return true;
    return equalsButForCase(wanted.name, name);
  }

  bool scalar(uint32_t wanted) {
    const char* const begin = at_;
    switch (*at_) {
      case '"': {
        ++at_;
        bool hasEscape = false;
        if (!string(hasEscape)) return false;
        if (wanted != kNone) keep(wanted, hasEscape ? Kind::Escaped : Kind::String, begin + 1, at_ - 1);
        return true;
      }
      case 't':
        return word("true") && keep(wanted, Kind::True, begin, at_);
      case 'f':
        return word("false") && keep(wanted, Kind::False, begin, at_);
      case 'n':
        return word("null") && keep(wanted, Kind::Null, begin, at_);
      default:
        return number() && keep(wanted, Kind::Number, begin, at_);
    }
  }

  bool keep(uint32_t wanted, Kind kind, const char* begin, const char* end) {
    if (wanted == kNone) return true;
    spots_[wanted].kind = kind;
    spots_[wanted].begin = place(begin), spots_[wanted].size = static_cast<uint32_t>(end - begin);
    return true;
  }

  bool word(std::string_view spelling) {
    if (std::string_view(at_, static_cast<size_t>(end_ - at_)).substr(0, spelling.size()) != spelling) return false;
    at_ += spelling.size();
    return true;
  }

  bool digits() {
    const char* const begin = at_;
    while (at_ != end_ && isDigit(*at_)) ++at_;
    return at_ != begin;
  }

  bool number() {
    take('-');
    const bool isZero = at_ != end_ && *at_ == '0';
    const char* const begin = at_;
    if (!digits() || (isZero && at_ - begin > 1)) return false;
    if (take('.') && !digits()) return false;
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (!take('-')) take('+');
      if (!digits()) return false;
    }
    return true;
  }

  // Behind the opening quote; ends behind the closing one.
  bool string(bool& hasEscape) {
    for (;;) {
      skipPlain();
      if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20) return false;
      if (*at_++ == '"') return true;
      hasEscape = true;
      if (!escape()) return false;
    }
  }

  void skipPlain() {
    while (end_ - at_ >= 8) {
      uint64_t word;
      std::memcpy(&word, at_, 8);
      if (const uint64_t found = specials(word)) {
        at_ += std::countr_zero(found) / 8;
        return;
      }
      at_ += 8;
    }
    while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
  }

  bool escape() {
    if (at_ == end_) return false;
    const char letter = *at_++;
    if (letter == 'u') {
      if (end_ - at_ < 4 || !std::all_of(at_, at_ + 4, isHex)) return false;
      at_ += 4;
      return true;
    }
    return std::string_view("\"\\/bfnrt").find(letter) != std::string_view::npos;
  }

  JsonMembers& members_;
  const char* const begin_;
  const char* at_;
  const char* const end_;
  JsonSpot* const spots_;
  bool isDoubtful_ = false;
};

uint32_t JsonMembers::want(std::span<const std::string> path) {
  uint32_t node = 0;
  for (const std::string& name : path) {
    const std::vector<uint32_t>& children = nodes_[node].children;
    const auto known =
        std::find_if(children.begin(), children.end(), [&](uint32_t c) { return nodes_[c].name == name; });
    if (known != children.end()) {
      node = *known;
      continue;
    }
    const auto fresh = static_cast<uint32_t>(nodes_.size());
    nodes_[node].children.push_back(fresh);
    nodes_.push_back({node, name, isAsciiOnly(name), {}});
    node = fresh;
  }
  return node;
}

JsonMembers::Scan JsonMembers::scan(std::string_view text, JsonSpot* spots) {
  return Pass(*this, text, spots).run();
}

JsonSpot JsonMembers::at(const JsonSpot* spots, uint32_t node) const {
  if (node == 0) return spots[0];
  JsonSpot above = at(spots, nodes_[node].parent);
  switch (above.kind) {
    case Kind::Object: {
      JsonSpot spot = spots[node];
      // R15: a name but for case counts only where no member has the very name, and no two differ only in case.
      if (spot.kind == Kind::Missing && spot.isFoldable) spot.kind = Kind::Doubtful;
      return spot;
    }
    case Kind::Missing:
    case Kind::Doubtful:
    case Kind::Null:
    case Kind::IntoScalar:
      return above;
    case Kind::String:
    case Kind::Escaped:
      above.kind = options_.reparseJsonStrings ? Kind::Doubtful : Kind::IntoScalar;
      return above;
    default:
      above.kind = Kind::IntoScalar;
      return above;
  }
}

}  // namespace premap::resolve
