// Cuts a query into words, quoted texts and signs, tolerant of every fault: the rules that need no schema read these.
#include "check/contract/query_text.h"

#include "premap/base/text.h"

namespace premap {

namespace {

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
 public:
  explicit Scanner(std::string_view query) : query_(query) {}

  std::vector<QueryToken> scan() {
    while (at_ < query_.size()) {
      const char c = query_[at_];
      if (const size_t space = ecsqlSpaceLength(query_.substr(at_))) at_ += space;
      else if (c == '\'') quoted('\'', QueryTokenKind::Text);
      else if (c == '"') quoted('"', QueryTokenKind::Word);
      else if (c == '[') quoted(']', QueryTokenKind::Word);
      else if (const size_t length = ecsqlCommentLength(query_.substr(at_))) comment(length);
      else if (isWordByte(c)) word(QueryTokenKind::Word, at_);
      else symbol();
    }
    return std::move(tokens_);
  }

 private:
  void add(QueryTokenKind kind, size_t begin, size_t end, std::string_view text) {
    tokens_.push_back({kind, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, text});
    at_ = end;
  }

  // A doubled closing quote stands for itself.
  void quoted(char close, QueryTokenKind kind) {
    size_t end = at_ + 1;
    while (end < query_.size()) {
      if (query_[end] != close) ++end;
      else if (end + 1 < query_.size() && query_[end + 1] == close) end += 2;
      else return add(kind, at_, end + 1, query_.substr(at_ + 1, end - at_ - 1));
    }
    add(QueryTokenKind::Unclosed, at_, query_.size(), query_.substr(at_, 1));
  }

  void comment(size_t length) {
    if (length == query_.npos) return add(QueryTokenKind::Unclosed, at_, query_.size(), "/*");
    if (query_[at_ + 1] == '*') at_ += length;
    else add(QueryTokenKind::LineComment, at_, at_ + length, query_.substr(at_, length));
  }

  void word(QueryTokenKind kind, size_t begin) {
    size_t end = begin;
    while (end < query_.size() && isWordByte(query_[end]) && !ecsqlSpaceLength(query_.substr(end))) ++end;
    add(kind, at_, end, query_.substr(begin, end - begin));
  }

  void symbol() {
    const char c = query_[at_];
    // `Schema:Class` has its colon close behind a name; a parameter's follows anything else.
    const bool touchesName = at_ > 0 && (isWordByte(query_[at_ - 1]) || query_[at_ - 1] == ']');
    const bool namesNext = at_ + 1 < query_.size() && isWordByte(query_[at_ + 1]);
    if (c == '?') return add(QueryTokenKind::Parameter, at_, at_ + 1, query_.substr(at_, 1));
    if ((c == '@' || (c == ':' && !touchesName)) && namesNext) return word(QueryTokenKind::Parameter, at_ + 1);
    if (c == ':' && !touchesName && !tokens_.empty() && tokens_.back().kind == QueryTokenKind::Symbol)
      return add(QueryTokenKind::Parameter, at_, at_ + 1, query_.substr(at_, 1));  // `= : name`, `= :[name]`
    add(QueryTokenKind::Symbol, at_, at_ + 1, query_.substr(at_, 1));
  }

  std::string_view query_;
  size_t at_ = 0;
  std::vector<QueryToken> tokens_;
};

}  // namespace

std::vector<QueryToken> scanQuery(std::string_view query) {
  return Scanner(query).scan();
}

}  // namespace premap
