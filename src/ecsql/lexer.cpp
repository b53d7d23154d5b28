// One pass, one token at a time; what the native engine takes for a letter or a space decides, not Unicode.
#include "premap/ecsql/lexer.h"

#include <algorithm>
#include <array>

#include "comments.h"
#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

#include "reserved_words.inc"

bool isBetween(int c, int low, int high) {
  return c >= low && c <= high;
}
bool isNameStart(unsigned char c) {
  return c == '_' || c >= 0x80 || isBetween(c | 32, 'a', 'z');
}
bool isDigit(unsigned char c) {
  return isBetween(c, '0', '9');
}
bool isHexDigit(unsigned char c) {
  return isDigit(c) || isBetween(c | 32, 'a', 'f');
}
bool isNamePart(unsigned char c) {
  return isNameStart(c) || isDigit(c);
}

class Lexer {
 public:
  explicit Lexer(const Uncommented& source) : source_(source), text_(source.text()) {}

  Result<std::vector<Token>> run() {
    for (;;) {
      skipBlank();
      if (at_ >= text_.size()) break;
      if (auto failure = next()) return *failure;
    }
    push(TokenKind::End, "", text_.size(), text_.size());
    return std::move(tokens_);
  }

 private:
  using Failure = std::optional<Diagnostic>;

  unsigned char peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? static_cast<unsigned char>(text_[at_ + ahead]) : 0;
  }

  void push(TokenKind kind, std::string value, size_t begin, size_t end) {
    Token token{kind, std::move(value), false, source_.spanOf(begin, end)};
    token.reserved = kind == TokenKind::Name && isReservedWord(token.text);
    tokens_.push_back(std::move(token));
  }

  Diagnostic fail(std::string message, size_t begin, size_t end, std::string hint) const {
    return error("query-invalid", std::move(message)).withSpan(source_.spanOf(begin, end)).withHint(std::move(hint));
  }

  size_t blankAt(size_t at) const { return at < text_.size() ? ecsqlSpaceLength(text_.substr(at)) : 0; }

  bool isNamePartAt(size_t at) const {
    return at < text_.size() && isNamePart(static_cast<unsigned char>(text_[at])) && !blankAt(at);
  }

  // A `--` is left where a quote inside a [name] hid it from those who cut comments out; there it ends with its line.
  void skipBlank() {
    for (;;) {
      while (size_t length = blankAt(at_)) at_ += length;
      if (!text_.substr(at_).starts_with("--")) return;
      at_ += ecsqlCommentLength(text_.substr(at_));
    }
  }

  Failure next() {
    unsigned char c = peek();
    size_t begin = at_;
    if (isNameStart(c)) {
      while (isNamePartAt(at_)) ++at_;
      push(TokenKind::Name, std::string(text_.substr(begin, at_ - begin)), begin, at_);
      return std::nullopt;
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
    if (c == '\'') return quoted('\'', TokenKind::String, "string");
    if (c == '"') return quoted('"', TokenKind::QuotedName, "name");
    if (c == '`') return quoted('`', TokenKind::QuotedName, "name");
    if (c == '[') return quoted(']', TokenKind::QuotedName, "name");
    return operatorToken();
  }

  Failure number() {
    size_t begin = at_;
    if (peek() == '0' && (peek(1) | 32) == 'x' && isHexDigit(peek(2))) {
      at_ += 2;
      while (isHexDigit(peek())) ++at_;
      return finishNumber(TokenKind::Integer, begin);
    }
    TokenKind kind = TokenKind::Integer;
    while (isDigit(peek())) ++at_;
    if (peek() == '.') {
      kind = TokenKind::Real;
      ++at_;
      while (isDigit(peek())) ++at_;
    }
    if ((peek() | 32) == 'e') {
      size_t digits = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
      if (isDigit(peek(digits))) {
        kind = TokenKind::Real;
        at_ += digits;
        while (isDigit(peek())) ++at_;
      }
    }
    return finishNumber(kind, begin);
  }

  // A name may follow at once: `2AND` is two tokens.
  Failure finishNumber(TokenKind kind, size_t begin) {
    push(kind, std::string(text_.substr(begin, at_ - begin)), begin, at_);
    return std::nullopt;
  }

  // A doubled closing quote stands for one, except in [names].
  Failure quoted(char close, TokenKind kind, const char* what) {
    size_t begin = at_++;
    std::string value;
    for (; at_ < text_.size(); ++at_) {
      size_t space = kind == TokenKind::QuotedName ? ecsqlSpaceLength(text_.substr(at_)) : 0;
      if (space > 1) {  // an invisible one is a blank in a name, too
        value += ' ';
        at_ += space - 1;
      } else if (text_[at_] != close) {
        value += text_[at_];
      } else if (close != ']' && static_cast<char>(peek(1)) == close) {
        value += close;
        ++at_;
      } else {
        ++at_;
        push(kind, std::move(value), begin, at_);
        return std::nullopt;
      }
    }
    return fail(std::string("the ") + what + " is not closed", begin, text_.size(),
                std::string("close it with `") + close + "`");
  }

  Failure operatorToken() {
    static constexpr std::string_view kOperators[] = {"<=", ">=", "<>", "!=", "||", "<<", ">>", "->", "<",
                                                      ">",  "=",  "+",  "-",  "*",  "/",  "%",  "|",  "&",
                                                      "~",  "(",  ")",  ",",  ".",  ";",  "?",  "$",  ":"};
    for (std::string_view op : kOperators) {
      if (text_.substr(at_, op.size()) != op) continue;
      push(TokenKind::Operator, std::string(op), at_, at_ + op.size());
      at_ += op.size();
      return std::nullopt;
    }
    size_t begin = at_++;
    std::string hint = text_[begin] == '@' ? "parameters are written `?` or `:name`" : "";
    return fail("unexpected character `" + std::string(text_.substr(begin, 1)) + "`", begin, at_, hint);
  }

  const Uncommented& source_;
  std::string_view text_;  ///< of it
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

bool isReservedWord(std::string_view word) {
  return std::binary_search(std::begin(kReservedWords), std::end(kReservedWords), std::string_view(toLower(word)));
}

Result<std::vector<Token>> tokenize(std::string_view ecsql) {
  const Result<Uncommented> source = Uncommented::of(ecsql);
  if (!source) return source.diagnostics();
  return Lexer(*source).run();
}

}  // namespace premap::ecsql
