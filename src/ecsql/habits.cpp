// By the tokens around a fault, as the parser has no place for what is no ECSQL. A rule takes a fault when it knows it;
// the first that does has the say.
#include "habits.h"

#include <algorithm>

#include "functions.h"
#include "premap/base/text.h"
#include "premap/ecsql/lexer.h"
#include "sql_text.h"
#include "suggest.h"

namespace premap::ecsql {
namespace {

struct ForeignFunction {
  std::string_view name;
  std::string_view inEcsql;      ///< how to write it
  std::string_view replacement;  ///< of the name, where the arguments stay as they are
};

constexpr ForeignFunction kForeignFunctions[] = {
    {"isnull", "IFNULL(value, other)", "IFNULL"},
    {"nvl", "IFNULL(value, other)", "IFNULL"},
    {"len", "LENGTH(text)", "LENGTH"},
    {"ucase", "UPPER(text)", "UPPER"},
    {"lcase", "LOWER(text)", "LOWER"},
    {"mid", "SUBSTR(text, start, count)", "SUBSTR"},
    {"left", "SUBSTR(text, 1, count)", ""},
    {"right", "SUBSTR(text, -count)", ""},
    {"charindex", "INSTR(text, part)", ""},
    {"convert", "CAST(value AS STRING)", ""},
    {"to_char", "CAST(value AS STRING)", ""},
    {"getdate", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"},
    {"now", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"},
    {"date", "[date](value)", "[date]"},
    {"year", "STRFTIME('%Y', date)", ""},
    {"month", "STRFTIME('%m', date)", ""},
    {"day", "STRFTIME('%d', date)", ""},
    {"datediff", "JULIANDAY(later) - JULIANDAY(earlier)", ""},
    {"if", "IIF(condition, value, other)", "IIF"},
    {"contains", "text LIKE '%part%'", ""},
    {"startswith", "text LIKE 'part%'", ""},
    {"endswith", "text LIKE '%part'", ""},
};

class Habits {
 public:
  Habits(std::string_view ecsql, std::vector<Token> tokens) : ecsql_(ecsql), tokens_(std::move(tokens)) {}

  void explain(Diagnostic& fault) {
    if (!fault.span || fault.code != "query-invalid") return;
    fault_ = &fault;
    const auto from = std::find_if(tokens_.begin(), tokens_.end(),
                                   [&](const Token& token) { return token.span.begin >= fault.span->begin; });
    at_ = static_cast<size_t>(from - tokens_.begin());
    static constexpr bool (Habits::*kRules[])() = {
        &Habits::quotedText,   &Habits::top,          &Habits::fetchFirst,    &Habits::noLock,
        &Habits::doubledSign,  &Habits::function,     &Habits::classBehindIs, &Habits::limitWithComma,
        &Habits::decimalComma, &Habits::nationalText, &Habits::otherWord,     &Habits::strayComma,
        &Habits::keywordTypo};
    for (auto rule : kRules)
      if ((this->*rule)()) return;
  }

 private:
  const Token& token(size_t at) const { return tokens_[std::min(at, tokens_.size() - 1)]; }
  bool isOp(size_t at, std::string_view op) const {
    return at < tokens_.size() && tokens_[at].kind == TokenKind::Operator && tokens_[at].text == op;
  }
  bool isWord(size_t at, std::string_view upper) const {
    return at < tokens_.size() && tokens_[at].kind == TokenKind::Name && equalsIgnoreCase(tokens_[at].text, upper);
  }
  bool isAnyWord(size_t at, std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return isWord(at, word); });
  }
  bool isNumber(size_t at) const { return at < tokens_.size() && tokens_[at].kind == TokenKind::Integer; }
  bool touch(size_t at) const { return at > 0 && tokens_[at - 1].span.end == tokens_[at].span.begin; }
  size_t before(size_t count) const { return at_ >= count ? at_ - count : tokens_.size(); }

  bool say(std::string hint, TextEdits edits = {}) {
    fault_->hint = std::move(hint);
    fault_->edits = std::move(edits);
    return true;
  }
  TextEdit put(size_t from, size_t to, std::string text) const {
    return {{token(from).span.begin, token(to).span.end}, std::move(text)};
  }
  // With the space before it.
  TextEdit takeOut(size_t from, size_t to) const {
    return {{from > 0 ? token(from - 1).span.end : token(from).span.begin, token(to).span.end}, ""};
  }

  // `"text"` is a name. Behind a comparison a text was meant, whatever name is like it.
  bool quotedText() {
    const Token& name = token(at_);
    if (name.kind != TokenKind::QuotedName || ecsql_[name.span.begin] != '"' || name.span != *fault_->span)
      return false;
    static constexpr std::string_view kSigns[] = {"=", "<>", "!=", "<", ">", "<=", ">=", "||", "+"};
    const bool isCompared =
        isAnyWord(before(1), {"LIKE", "THEN", "ELSE", "BETWEEN"}) ||
        std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) { return isOp(before(1), sign); });
    if (!isCompared && !fault_->hint.empty()) return false;
    const std::string text = quoteText(name.text);
    return say("texts are in single quotes: `" + text + "`; double quotes are for names", {put(at_, at_, text)});
  }

  // `SELECT TOP 10 …`, `SELECT TOP(10) …`
  bool top() {
    const size_t word = isWord(at_, "TOP") ? at_ : isWord(before(1), "TOP") ? at_ - 1 : tokens_.size();
    if (word == tokens_.size() || word == 0 || !isAnyWord(word - 1, {"SELECT", "DISTINCT", "ALL"})) return false;
    const bool isCall = isOp(word + 1, "(");
    const size_t number = word + (isCall ? 2 : 1);
    if (!isNumber(number)) return false;
    const std::string limit = "LIMIT " + token(number).text;
    const std::string hint = "ECSQL limits at the end: `" + limit + "`";
    const size_t end = endOfSelect(word);
    const size_t next = number + (isCall ? 2 : 1);
    if (end == 0 || isAnyWord(next, {"PERCENT", "WITH"})) return say(hint);
    const uint32_t behind = token(end - 1).span.end;
    return say(hint, {{{token(word).span.begin, token(next).span.begin}, ""}, {{behind, behind}, " " + limit}});
  }

  // The token before which LIMIT goes; 0 where the select has one, or is joined with others.
  size_t endOfSelect(size_t from) const {
    int depth = 0;
    for (size_t at = from; at < tokens_.size(); ++at) {
      if (isOp(at, "(")) ++depth;
      if (isOp(at, ")") && depth-- == 0) return at;
      if (depth > 0) continue;
      if (isAnyWord(at, {"UNION", "INTERSECT", "EXCEPT", "LIMIT"})) return 0;
      if (isAnyWord(at, {"OPTIONS", "ECSQLOPTIONS"}) || isOp(at, ";")) return at;
    }
    return tokens_.size() - 1;
  }

  // `FETCH FIRST 10 ROWS ONLY`, of which the parser takes FETCH for an alias.
  bool fetchFirst() {
    const size_t word = isWord(at_, "FETCH") ? at_ : isWord(before(1), "FETCH") ? at_ - 1 : tokens_.size();
    if (!isAnyWord(word + 1, {"FIRST", "NEXT"}) || !isNumber(word + 2) || !isWord(word + 4, "ONLY")) return false;
    const std::string limit = "LIMIT " + token(word + 2).text;
    const std::string hint = "ECSQL writes `" + limit + "`";
    const bool hasLimit = (word > 1 && isWord(word - 2, "LIMIT")) || (word > 3 && isWord(word - 4, "LIMIT"));
    return hasLimit ? say(hint) : say(hint, {put(word, word + 4, limit)});
  }

  // `WITH (NOLOCK)`, `(NOLOCK)`, `NOLOCK`
  bool noLock() {
    const size_t with = isWord(at_, "WITH") ? 1 : 0;
    const size_t open = isOp(at_ + with, "(") ? 1 : 0;
    size_t from = at_, word = at_ + with + open;
    if (!isWord(word, "NOLOCK")) return false;
    size_t to = word + open;
    if (open == 0 && isOp(before(1), "(") && isOp(word + 1, ")")) --from, ++to;
    return say("nobody writes to a snapshot, so nothing is locked: leave it out", {takeOut(from, to)});
  }

  // `==`, `&&`, `=>`, `=<`
  bool doubledSign() {
    static constexpr std::string_view kSigns[][3] = {
        {"=", "=", "="}, {"&", "&", "AND"}, {"=", ">", ">="}, {"=", "<", "<="}};
    for (auto& [first, second, inEcsql] : kSigns)
      if (isOp(before(1), first) && isOp(at_, second) && touch(at_)) {
        const std::string sign(inEcsql);
        return say("ECSQL writes `" + sign + "`", {put(at_ - 1, at_, sign)});
      }
    if (isWord(at_, "NOT") && isOp(at_ + 1, "=")) return say("ECSQL writes `<>`", {put(at_, at_ + 1, "<>")});
    return false;
  }

  bool function() {
    // Of arguments that are refused themselves the function is no matter yet.
    const bool isAboutArgument = fault_->message.rfind("no property", 0) == 0;
    for (size_t name : {at_, isAboutArgument ? tokens_.size() : before(2)}) {
      if (!isOp(name + 1, "(") || token(name).kind != TokenKind::Name) continue;
      for (const ForeignFunction& foreign : kForeignFunctions)
        if (equalsIgnoreCase(token(name).text, foreign.name)) return foreignFunction(foreign, name);
    }
    if (fault_->message.rfind("no such function", 0) != 0) return false;
    const auto near = nearestName(token(at_).text, functionNames());
    return near && say("did you mean `" + toUpperAscii(*near) + "`?", {put(at_, at_, toUpperAscii(*near))});
  }

  static std::string toUpperAscii(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
  }

  bool foreignFunction(const ForeignFunction& foreign, size_t name) {
    const std::string hint = "ECSQL writes `" + std::string(foreign.inEcsql) + "`";
    if (foreign.replacement.empty()) return say(hint);
    const bool isConstant = foreign.inEcsql == foreign.replacement;
    if (isConstant && !isOp(name + 2, ")")) return say(hint);
    return say(hint, {put(name, isConstant ? name + 2 : name, std::string(foreign.replacement))});
  }

  // `ECClassId IS bt.Beam`
  bool classBehindIs() {
    const bool isBehind = isWord(before(1), "IS") || (isWord(before(1), "NOT") && isWord(before(2), "IS"));
    if (!isBehind || !(isOp(at_ + 1, ".") || isOp(at_ + 1, ":"))) return false;
    const std::string name = asName(token(at_).text) + "." + asName(token(at_ + 2).text);
    return say("a class is tested in parentheses: `IS (" + name + ")`", {put(at_, at_ + 2, "(" + name + ")")});
  }

  // `LIMIT 20, 10`
  bool limitWithComma() {
    if (!isOp(at_, ",") || !isWord(before(2), "LIMIT") || !isNumber(at_ - 1) || !isNumber(at_ + 1)) return false;
    const std::string limit = token(at_ + 1).text + " OFFSET " + token(at_ - 1).text;
    return say("ECSQL writes `LIMIT " + limit + "`", {put(at_ - 1, at_ + 1, limit)});
  }

  bool decimalComma() {
    if (!isOp(at_, ",") || !isNumber(before(1)) || !isNumber(at_ + 1) || !touch(at_) || !touch(at_ + 1)) return false;
    const std::string number = token(at_ - 1).text + "." + token(at_ + 1).text;
    return say("numbers have a point: `" + number + "`", {put(at_ - 1, at_ + 1, number)});
  }

  // `N'text'`
  bool nationalText() {
    if (token(at_).kind != TokenKind::String || !isWord(before(1), "N") || !touch(at_)) return false;
    const Span& letter = token(at_ - 1).span;
    return say("texts need no N before them", {{letter, ""}});
  }

  bool otherWord() {
    if (isWord(at_, "CONTAINS")) return contains();
    if (!isWord(at_, "ILIKE")) return false;
    return say("LIKE does not tell the letters A to Z from a to z", {put(at_, at_, "LIKE")});
  }

  // `UserLabel CONTAINS 'x'`
  bool contains() {
    if (token(at_ + 1).kind != TokenKind::String) return say("ECSQL writes `text LIKE '%part%'`");
    const std::string pattern = "LIKE " + quoteText("%" + token(at_ + 1).text + "%");
    return say("ECSQL writes `" + pattern + "`", {put(at_, at_ + 1, pattern)});
  }

  // `SELECT a, b, FROM …`
  bool strayComma() {
    if (!isWord(at_, "FROM") || !isOp(before(1), ",")) return false;
    return say("leave out the comma before FROM", {put(at_ - 1, at_ - 1, "")});
  }

  // A word like a keyword, which the parser took for an alias before it met what follows.
  bool keywordTypo() {
    if (fault_->message.rfind("unexpected", 0) != 0) return false;
    static const std::vector<std::string> kWords = {"SELECT", "FROM",  "WHERE",   "GROUP", "HAVING",
                                                    "ORDER",  "LIMIT", "UNION",   "JOIN",  "INNER",
                                                    "LEFT",   "LIKE",  "BETWEEN", "AND",   "OFFSET"};
    for (size_t word : {before(1), at_}) {
      if (word >= tokens_.size() || token(word).kind != TokenKind::Name || token(word).reserved) continue;
      const std::string& text = token(word).text;
      const auto near = text.size() < 3 ? std::nullopt : nearestName(text, kWords);
      if (near && near->size() < text.size() + 2 && text.size() < near->size() + 2)
        return say("did you mean `" + *near + "`?", {put(word, word, *near)});
    }
    return false;
  }

  std::string_view ecsql_;
  std::vector<Token> tokens_;
  Diagnostic* fault_ = nullptr;
  size_t at_ = 0;  ///< the first token of the fault
};

}  // namespace

Diagnostics explainHabits(Diagnostics faults, std::string_view ecsql) {
  auto tokens = tokenize(ecsql);
  if (!tokens) return faults;
  Habits habits(ecsql, std::move(*tokens));
  for (Diagnostic& fault : faults) habits.explain(fault);
  return faults;
}

}  // namespace premap::ecsql
