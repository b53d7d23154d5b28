// One pass; operators of other languages are known by name, so that their writers are told what to write here.
#include "formula/lexer.h"

#include "premap/base/text.h"
#include "premap/base/unicode.h"

namespace premap::formula {

namespace {

// Longest first. Those after the gap are written by people who know other languages; no formula has them.
constexpr std::string_view kOperators[] = {"**", "==", "!=", "<=", ">=", "&&", "||", "*",
                                           "/",  "%",  "+",  "-",  "<",  ">",  "!"};
constexpr std::string_view kForeignOperators[] = {"===", "!==", "++", "--", "+=", "-=", "*=", "/=", "<<", ">>",
                                                  "??",  "=>",  "=",  "&",  "|",  "?",  ":",  "^",  "~",  "@",
                                                  "#",   "$",   "[",  "]",  "{",  "}",  ";",  "\\"};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

int digitOf(char c) {
  if (isDigit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> scan() {
    while (true) {
      skipSpace();
      if (at_ == text_.size()) break;
      if (std::optional<Diagnostic> fault = scanOne()) return std::move(*fault);
    }
    add(TokenKind::End, at_);
    return std::move(tokens_);
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skipSpace() {
    while (at_ < text_.size()) {
      size_t next = at_;
      const char32_t c = nextCodePoint(text_, next);
      if (c != ' ' && (c < '\t' || c > '\r') && c != 0xA0 && c != 0xFEFF) return;
      at_ = next;
    }
  }

  Token& add(TokenKind kind, size_t begin) {
    Token& token = tokens_.emplace_back();
    token.kind = kind;
    token.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at_)};
    return token;
  }

  Diagnostic fault(const char* code, size_t begin, std::string message, std::string hint = {}) const {
    const size_t end = std::max(at_, std::min(begin + 1, text_.size()));
    return error(code, std::move(message))
        .withSpan({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)})
        .withHint(std::move(hint));
  }

  std::optional<Diagnostic> scanOne() {
    const char c = peek();
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return scanNumber();
    if (c == '\'' || c == '"' || c == '`') return scanText();
    if (isNameStart()) return scanName();
    if (c == '(' || c == ')' || c == ',') {
      const size_t begin = at_++;
      add(c == '(' ? TokenKind::Open : c == ')' ? TokenKind::Close : TokenKind::Comma, begin);
      return std::nullopt;
    }
    return scanOperator();
  }

  bool isNameStart() const {
    if (at_ >= text_.size()) return false;
    if (peek() == '_') return true;
    size_t next = at_;
    return nameCharacterOf(nextCodePoint(text_, next)) == NameCharacter::Letter;
  }

  std::optional<Diagnostic> scanName() {
    const size_t begin = at_;
    while (at_ < text_.size() && (isNameStart() || isDigit(peek()))) nextCodePoint(text_, at_);
    if (peek() == '.') {
      ++at_;
      return fault("formula-literal", begin, "Decimal separator in variable.",
                   "a formula reads columns of its own group only; a path belongs into `ecProperties`");
    }
    add(TokenKind::Name, begin).text = text_.substr(begin, at_ - begin);
    return std::nullopt;
  }

  std::optional<Diagnostic> scanNumber() {
    if (peek() == '0')
      for (auto [letter, base] : {std::pair{'b', 2}, std::pair{'o', 8}, std::pair{'x', 16}})
        if ((peek(1) | 0x20) == letter && digitOf(peek(2)) < base) return scanRadix(base);
    return scanDecimal();
  }

  std::optional<Diagnostic> scanRadix(int base) {
    const size_t begin = at_;
    double value = 0;
    for (at_ += 2; digitOf(peek()) < base; ++at_) value = value * base + digitOf(peek());
    if (isDigit(peek()) || isNameStart())
      return fault("formula-literal", begin, "A digit does not fit the number's base.",
                   "0b takes 0 and 1, 0o takes 0 to 7, 0x takes 0 to 9 and a to f");
    add(TokenKind::Number, begin).number = value;
    return std::nullopt;
  }

  std::optional<Diagnostic> scanDecimal() {
    const size_t begin = at_;
    auto digits = [&] {
      while (isDigit(peek())) ++at_;
    };
    digits();
    if (peek() == '.') ++at_, digits();
    const size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    const bool hasExponent = (peek() == 'e' || peek() == 'E') && isDigit(peek(1 + sign));
    if (hasExponent) at_ += 1 + sign, digits();
    if (peek() == '.') {
      ++at_;
      return hasExponent ? fault("formula-literal", begin, "The exponent in scientific notation must be an integer.")
                         : fault("formula-literal", begin, "A number cannot have multiple decimal separators.");
    }
    add(TokenKind::Number, begin).number = readDouble(text_.substr(begin, at_ - begin)).value_or(0);
    return std::nullopt;
  }

  std::optional<Diagnostic> scanText() {
    const size_t begin = at_;
    const char quote = text_[at_++];
    std::string value;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        const char escaped = text_[++at_];
        value += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      } else {
        value += text_[at_];
      }
      ++at_;
    }
    if (at_ == text_.size())
      return fault("formula-literal", begin, std::string("Missing closing string delimiter (") + quote + ").",
                   "add the closing quote; a quote inside is written with a backslash before it");
    ++at_;
    add(TokenKind::Text, begin).text = std::move(value);
    return std::nullopt;
  }

  std::optional<Diagnostic> scanOperator() {
    const size_t begin = at_;
    const std::string_view rest = text_.substr(at_);
    std::string_view foreign;
    for (std::string_view symbol : kForeignOperators)
      if (rest.starts_with(symbol) && symbol.size() > foreign.size()) foreign = symbol;
    for (std::string_view symbol : kOperators) {
      if (!rest.starts_with(symbol) || foreign.size() > symbol.size()) continue;
      at_ += symbol.size();
      add(TokenKind::Operator, begin).text = symbol;
      return std::nullopt;
    }
    if (foreign.empty()) {
      nextCodePoint(text_, at_);
      return fault("formula-invalid", begin, "Formula is invalid.",
                   "remove the character; nothing in a formula begins with it");
    }
    at_ += foreign.size();
    return fault("formula-operator", begin, "Operator \"" + std::string(foreign) + "\" is not supported.",
                 hintFor(foreign));
  }

  static std::string hintFor(std::string_view symbol) {
    if (symbol == "=" || symbol == "===") return "compare with ==";
    if (symbol == "!==") return "compare with !=";
    if (symbol == "&") return "use && for `and`, + to join texts";
    if (symbol == "|") return "use ||";
    if (symbol == "?" || symbol == ":") return "use if(condition, value, otherwise)";
    if (symbol == "??") return "use ifnull(value, otherwise)";
    if (symbol == "^") return "use ** for powers";
    if (symbol == "--") return "put a space between the two signs";
    return {};
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> scan(std::string_view formula) {
  return Scanner(formula).scan();
}

}  // namespace premap::formula
