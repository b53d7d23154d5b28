// RE2's grammar by recursive descent, with its flags and classes; refuses what RE2 refuses.
#include <algorithm>
#include <optional>

#include "schema/regex/tree.h"
#include "schema/regex/utf8.h"

namespace premap {

namespace {

using Node = std::unique_ptr<RegexNode>;
using Kind = RegexNode::Kind;

constexpr int kMostRepetitions = 1000;  // RE2's limit, for one operator and for nested ones together
constexpr int kDeepestNesting = 200;    // RE2 allows 1000; a browser's stack is smaller

Node makeNode(Kind kind) {
  auto node = std::make_unique<RegexNode>();
  node->kind = kind;
  return node;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hexDigit(char c) {
  return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct NamedClass {
  std::string_view name;
  std::vector<std::pair<char32_t, char32_t>> ranges;
};

const NamedClass* findNamedClass(std::string_view name) {
  static const std::vector<NamedClass> kClasses{{"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                                {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
                                                {"ascii", {{0, 127}}},
                                                {"blank", {{'\t', '\t'}, {' ', ' '}}},
                                                {"cntrl", {{0, 31}, {127, 127}}},
                                                {"digit", {{'0', '9'}}},
                                                {"graph", {{'!', '~'}}},
                                                {"lower", {{'a', 'z'}}},
                                                {"print", {{' ', '~'}}},
                                                {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                                                {"space", {{'\t', '\r'}, {' ', ' '}}},
                                                {"upper", {{'A', 'Z'}}},
                                                {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
                                                {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
                                                {"d", {{'0', '9'}}},
                                                {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
                                                {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}}};
  auto found = std::find_if(kClasses.begin(), kClasses.end(), [&](const NamedClass& c) { return c.name == name; });
  return found == kClasses.end() ? nullptr : &*found;
}

struct Flags {
  bool anyCase = false, multiLine = false, dotAll = false, lazy = false;
};

// Recursive descent; after a fault every step answers null or false and the fault stands in failure_.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  Result<RegexTree> parse() {
    RegexTree tree;
    tree.root = choice(0);
    if (tree.root && !rest_.empty()) fail("unexpected )", rest_);
    if (failure_) return std::move(*failure_);
    if (nestedRepetitions(*tree.root, kMostRepetitions) == 0) return invalid("repetitions multiply beyond 1000", "");
    tree.groupCount = groupCount_;
    return tree;
  }

 private:
  static Diagnostic invalid(std::string_view what, std::string_view where) {
    std::string message = "regex: " + std::string(what);
    if (!where.empty()) message += ": " + std::string(where);
    return error("regex-invalid", std::move(message));
  }

  std::nullptr_t fail(std::string_view what, std::string_view where) {
    if (!failure_) failure_ = invalid(what, where);
    return nullptr;
  }

  // The text from `begin` to where we are.
  std::string_view since(std::string_view begin) const { return begin.substr(0, begin.size() - rest_.size()); }

  bool skip(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  char32_t take() {
    Decoded decoded = decodeUtf8(rest_);
    if (decoded.value == kInvalidByte) fail("invalid UTF-8", "");
    rest_.remove_prefix(decoded.length);
    return decoded.value;
  }

  // ---------------------------------------------------------------- structure

  Node choice(int depth) {
    if (depth > kDeepestNesting) return fail("the expression nests too deeply", "");
    Node node = makeNode(Kind::Choice);
    do {
      Node part = sequence(depth);
      if (!part) return nullptr;
      node->parts.push_back(std::move(part));
    } while (skip("|"));
    return node->parts.size() == 1 ? std::move(node->parts[0]) : std::move(node);
  }

  Node sequence(int depth) {
    Node node = makeNode(Kind::Sequence);
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      if (skip("\\Q")) {
        if (!quoted(*node, depth)) return nullptr;
        continue;
      }
      std::string_view begin = rest_;
      Node part = atom(depth);
      if (failure_) return nullptr;
      if (part) part = repeated(std::move(part), begin);
      if (failure_) return nullptr;
      if (part) node->parts.push_back(std::move(part));
    }
    return node;
  }

  // \Q…\E: everything up to \E stands for itself; an operator after it applies to the last character.
  bool quoted(RegexNode& to, int) {
    size_t end = rest_.find("\\E");
    std::string_view text = rest_.substr(0, end), after = end == std::string_view::npos ? "" : rest_.substr(end + 2);
    Node last;
    for (rest_ = text; !rest_.empty();) {
      if (last) to.parts.push_back(std::move(last));
      last = literal(take());
      if (failure_) return false;
    }
    rest_ = after;
    if (last) {
      last = repeated(std::move(last), rest_);
      if (!last) return false;
      to.parts.push_back(std::move(last));
    }
    return true;
  }

  // Null without a fault: the atom was a change of flags and leaves nothing.
  Node atom(int depth) {
    std::string_view begin = rest_;
    switch (rest_[0]) {
      case '(':
        return group(depth);
      case '[':
        return bracket();
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
        return fail("no argument for repetition operator", begin.substr(0, 1));
      case '.':
        rest_.remove_prefix(1);
        return any();
      case '^':
        rest_.remove_prefix(1);
        return place(flags_.multiLine ? kLineBegin : kTextBegin);
      case '$':
        rest_.remove_prefix(1);
        return place(flags_.multiLine ? kLineEnd : kTextEnd);
      default:
        if (int least = 0, most = 0; rest_[0] == '{' && braces(least, most))
          return fail("no argument for repetition operator", since(begin));
        return literal(take());
    }
  }

  Node group(int depth) {
    std::string_view begin = rest_;
    skip("(");
    const Flags outer = flags_;
    int number = 0;
    if (skip("?P<")) {
      if (!groupName(begin)) return nullptr;
      number = ++groupCount_;
    } else if (skip("?")) {
      bool opensGroup = false;
      if (!flagLetters(begin, opensGroup)) return nullptr;
      if (!opensGroup) return nullptr;  // (?i) holds to the end of the group it stands in
    } else {
      number = ++groupCount_;
    }
    Node inner = choice(depth + 1);
    if (!inner) return nullptr;
    if (!skip(")")) return fail("missing )", begin);
    flags_ = outer;
    Node node = makeNode(Kind::Group);
    node->group = number;
    node->parts.push_back(std::move(inner));
    return node;
  }

  bool groupName(std::string_view begin) {
    size_t length = 0;
    while (length < rest_.size() && (isLetter(rest_[length]) || isDigit(rest_[length]) || rest_[length] == '_'))
      ++length;
    rest_.remove_prefix(length);
    if (length > 0 && skip(">")) return true;
    fail("invalid named capture", begin);
    return false;
  }

  // i, m, s, U, each switched on or, after one minus, off; then `)` or `:`.
  bool flagLetters(std::string_view begin, bool& opensGroup) {
    Flags flags = flags_;
    bool value = true, any = false;
    for (;;) {
      const char c = rest_.empty() ? '\0' : rest_[0];
      if (!rest_.empty()) rest_.remove_prefix(1);
      bool* flag = c == 'i'   ? &flags.anyCase
                   : c == 'm' ? &flags.multiLine
                   : c == 's' ? &flags.dotAll
                   : c == 'U' ? &flags.lazy
                              : nullptr;
      if (flag) {
        *flag = value, any = true;
      } else if (c == '-' && value) {
        value = false, any = false;
      } else if ((c == ':' || c == ')') && (value || any)) {
        flags_ = flags;
        opensGroup = c == ':';
        return true;
      } else {
        fail("invalid perl operator", since(begin));
        return false;
      }
    }
  }

  // ---------------------------------------------------------------- repetition

  // The operators after an atom; one may follow with a question mark, a second operator may not.
  Node repeated(Node part, std::string_view) {
    std::string_view first = rest_;
    for (bool again = false;; again = true) {
      std::string_view begin = rest_;
      int least = 0, most = -1;
      if (rest_.empty()) return part;
      if (skip("+")) least = 1;
      else if (skip("?")) most = 1;
      else if (!skip("*") && !(rest_[0] == '{' && braces(least, most))) return part;
      const bool swapped = skip("?");
      if (again) return fail("bad repetition operator", since(first));
      if (least > kMostRepetitions || most > kMostRepetitions || (most >= 0 && most < least))
        return fail("invalid repetition size", since(begin));
      Node node = makeNode(Kind::Repeat);
      node->least = least;
      node->most = most;
      node->greedy = swapped == flags_.lazy;
      node->parts.push_back(std::move(part));
      part = std::move(node);
    }
  }

  // {n}, {n,} or {n,m}; anything else is no operator and nothing is read.
  bool braces(int& least, int& most) {
    std::string_view begin = rest_;
    skip("{");
    bool fits = number(least);
    if (fits && skip(",")) {
      most = -1;
      if (!rest_.empty() && isDigit(rest_[0])) fits = number(most);
    } else {
      most = least;
    }
    if (fits && skip("}")) return true;
    rest_ = begin;
    return false;
  }

  bool number(int& value) {
    if (rest_.empty() || !isDigit(rest_[0])) return false;
    for (value = 0; !rest_.empty() && isDigit(rest_[0]); rest_.remove_prefix(1))
      value = std::min(value * 10 + (rest_[0] - '0'), kMostRepetitions + 1);
    return true;
  }

  // What is left of `allowed` after dividing by every repetition on the way down; 0 = too many.
  static int nestedRepetitions(const RegexNode& node, int allowed) {
    if (node.kind == Kind::Repeat) {
      const int times = node.most < 0 ? node.least : node.most;
      if (times > 0) allowed /= times;
    }
    int least = allowed;
    for (const Node& part : node.parts) least = std::min(least, nestedRepetitions(*part, allowed));
    return least;
  }

  // ---------------------------------------------------------------- characters

  Node set(CharSet chars) {
    Node node = makeNode(Kind::Set);
    if (flags_.anyCase) chars.addOtherCases();
    else chars.finish();
    node->set = std::move(chars);
    return node;
  }

  Node literal(char32_t c) {
    CharSet chars;
    chars.add(c, c);
    return set(std::move(chars));
  }

  Node any() {
    Node node = makeNode(Kind::Set);
    if (flags_.dotAll) {
      node->set.add(0, kLastCodePoint);
    } else {
      node->set.add(0, '\n' - 1);
      node->set.add('\n' + 1, kLastCodePoint);
    }
    node->set.finish();
    return node;
  }

  static Node place(uint8_t which) {
    Node node = makeNode(Kind::Place);
    node->place = which;
    return node;
  }

  Node escape() {
    if (rest_.size() > 1) {
      const uint8_t which = rest_[1] == 'A'   ? kTextBegin
                            : rest_[1] == 'z' ? kTextEnd
                            : rest_[1] == 'b' ? kWordBoundary
                            : rest_[1] == 'B' ? kNoWordBoundary
                                              : 0;
      if (which) return rest_.remove_prefix(2), place(which);
    }
    CharSet chars;
    if (perlClass(chars)) return set(std::move(chars));
    if (failure_) return nullptr;
    auto c = escapedCharacter();
    return c ? literal(*c) : nullptr;
  }

  // \d \s \w, negated in upper case.
  bool perlClass(CharSet& to) {
    if (rest_.size() < 2 || rest_[0] != '\\') return false;
    const char letter = rest_[1];
    if (letter == 'p' || letter == 'P') return fail("Unicode classes are not available", rest_.substr(0, 2)), false;
    const char lower = static_cast<char>(letter | 32);
    if (lower != 'd' && lower != 's' && lower != 'w') return false;
    rest_.remove_prefix(2);
    addNamed(to, *findNamedClass(std::string_view(&lower, 1)), letter != lower);
    return true;
  }

  void addNamed(CharSet& to, const NamedClass& named, bool negated) const {
    CharSet chars;
    for (const auto& [low, high] : named.ranges) chars.add(low, high);
    if (flags_.anyCase) chars.addOtherCases();
    if (negated) chars.negate();
    to.add(chars);
  }

  std::optional<char32_t> escapedCharacter() {
    std::string_view begin = rest_;
    skip("\\");
    if (rest_.empty()) return fail("trailing \\", ""), std::nullopt;
    const char c = rest_[0];
    auto bad = [&] {
      if (rest_.size() == begin.size() - 1) take();
      fail("invalid escape sequence", since(begin));
      return std::nullopt;
    };
    if (static_cast<unsigned char>(c) < 0x80 && !isLetter(c) && !isDigit(c)) return rest_.remove_prefix(1), c;
    if (c >= '0' && c <= '7') {
      // One digit other than 0 would be a reference to a group, which RE2 does not have.
      if (c != '0' && (rest_.size() < 2 || rest_[1] < '0' || rest_[1] > '7')) return bad();
      char32_t value = 0;
      for (int i = 0; i < 3 && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '7'; ++i, rest_.remove_prefix(1))
        value = value * 8 + static_cast<char32_t>(rest_[0] - '0');
      return value;
    }
    if (c == 'x') return rest_.remove_prefix(1), hexCharacter(bad);
    static constexpr std::string_view kLetters = "aftnrv", kValues = "\a\f\t\n\r\v";
    if (size_t at = kLetters.find(c); at != std::string_view::npos)
      return rest_.remove_prefix(1), static_cast<char32_t>(kValues[at]);
    return bad();
  }

  // \x41 or \x{e9}
  template <class Bad>
  std::optional<char32_t> hexCharacter(Bad bad) {
    const bool inBraces = skip("{");
    char32_t value = 0;
    int digits = 0;
    for (; !rest_.empty() && hexDigit(rest_[0]) >= 0 && (inBraces || digits < 2); ++digits, rest_.remove_prefix(1)) {
      value = value * 16 + static_cast<char32_t>(hexDigit(rest_[0]));
      if (value > kLastCodePoint) return bad();
    }
    if (inBraces ? digits > 0 && skip("}") : digits == 2) return value;
    if (!rest_.empty()) take();
    return bad();
  }

  // ---------------------------------------------------------------- [...]

  Node bracket() {
    std::string_view begin = rest_;
    skip("[");
    const bool negated = skip("^");
    CharSet chars;
    for (bool first = true; first || rest_.empty() || rest_[0] != ']'; first = false) {
      if (rest_.empty()) return fail("missing ]", begin);
      if (!bracketItem(chars)) return failure_ ? nullptr : fail("missing ]", begin);
    }
    skip("]");
    Node node = set(std::move(chars));
    if (negated) node->set.negate();
    return node;
  }

  bool bracketItem(CharSet& to) {
    if (rest_.starts_with("[:")) {
      size_t end = rest_.find(":]", 2);
      if (end != std::string_view::npos) return posixClass(to, end);
    }
    if (perlClass(to)) return true;
    std::string_view begin = rest_;
    auto low = bracketCharacter();
    if (!low) return false;
    char32_t high = *low;
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      rest_.remove_prefix(1);
      auto upper = bracketCharacter();
      if (!upper) return false;
      high = *upper;
      if (high < *low) return fail("invalid character class range", since(begin)), false;
    }
    to.add(*low, high);
    return true;
  }

  std::optional<char32_t> bracketCharacter() {
    if (failure_ || rest_.empty()) return std::nullopt;
    if (rest_[0] == '\\') return escapedCharacter();
    char32_t c = take();
    if (failure_) return std::nullopt;
    return c;
  }

  bool posixClass(CharSet& to, size_t end) {
    std::string_view name = rest_.substr(2, end - 2);
    const bool negated = name.starts_with("^");
    const NamedClass* named = findNamedClass(negated ? name.substr(1) : name);
    if (!named || named->name.size() == 1)
      return fail("invalid character class range", rest_.substr(0, end + 2)), false;
    rest_.remove_prefix(end + 2);
    addNamed(to, *named, negated);
    return true;
  }

  std::string_view rest_;
  Flags flags_;
  int groupCount_ = 0;
  std::optional<Diagnostic> failure_;
};

}  // namespace

Result<RegexTree> parseRegex(std::string_view pattern) {
  return Parser(pattern).parse();
}

}  // namespace premap
