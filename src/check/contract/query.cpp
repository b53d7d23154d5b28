// A group's query as text: is it there, is it one ECSQL select, can the service use it as a sub-select, does it name
// the id columns. Everything that needs a parser or a schema is left to the ecsql and resolve modules.
#include <algorithm>

#include "check/contract/checks.h"
#include "check/contract/query_text.h"
#include "premap/base/text.h"
#include "premap/mapping/edits.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

using Kind = QueryTokenKind;
using Tokens = std::vector<QueryToken>;

class QueryCheck {
 public:
  QueryCheck(const Group& group, const Contract& contract)
      : group_(group), contract_(contract), query_(group.query.value), tokens_(scanQuery(query_)) {}

  void run() {
    if (isClassName()) return checkClassName();
    if (!checkIsSelect()) return;
    if (!checkClosed()) return;
    checkEnd();
    checkParameters();
    checkIdColumns();
    checkLimits();
    checkPortability();
    checkDialect();
  }

 private:
  void report(Diagnostic fault, Span inQuery, std::string hint, std::string patch = {}, bool isPatchSafe = false) {
    fault = onField(std::move(fault), group_.place, group_.query).withHint(std::move(hint));
    fault.span = inQuery;
    fault.literal = group_.query.span;
    fault.patch = std::move(patch);
    fault.isPatchSafe = isPatchSafe;
    contract_.sink.add(std::move(fault));
  }

  Span whole() const { return {0, static_cast<uint32_t>(query_.size())}; }

  // `Schema:Class` or `Schema.Class`, which v1 takes in place of a query.
  bool isClassName() const {
    return tokens_.size() == 3 && tokens_[0].kind == Kind::Word && tokens_[2].kind == Kind::Word &&
           (tokens_[1].text == ":" || tokens_[1].text == ".");
  }

  void checkClassName() {
    if (contract_.isV1()) return;
    std::string name = std::string(tokens_[0].text) + "." + std::string(tokens_[2].text);
    report(error("query-not-ecsql",
                 "`query` is the class name " + quoteName(query_) + "; Grouping and Mapping takes only ECSQL"),
           whole(), "write a SELECT over the class",
           replaceTextPatch(group_.place.at(group_.query), "SELECT ECInstanceId, ECClassId FROM " + name));
  }

  bool checkIsSelect() {
    const QueryToken* first = firstWord();
    if (first && (equalsIgnoreCase(first->text, "SELECT") || equalsIgnoreCase(first->text, "WITH"))) return true;
    for (std::string_view verb : {"INSERT", "UPDATE", "DELETE", "PRAGMA"}) {
      if (!first || !equalsIgnoreCase(first->text, verb)) continue;
      report(error("query-not-ecsql", "a group's query only reads; this is " + std::string(verb)), first->span,
             "write a SELECT");
      return false;
    }
    const bool looksVersioned = std::count_if(tokens_.begin(), tokens_.end(),
                                              [](const QueryToken& t) { return t.text == "." || t.text == ":"; }) >= 3;
    if (looksVersioned && tokens_.size() <= 9)
      report(error("query-not-ecsql", "a class name with a schema version is no query"), whole(),
             contract_.isV1() ? "write `Schema:Class` without the version, or a SELECT" : "write a SELECT");
    else
      report(error("query-not-ecsql", "the query does not begin with SELECT or WITH"), first ? first->span : whole(),
             "write an ECSQL query: SELECT ECInstanceId, ECClassId FROM Schema.Class");
    return false;
  }

  const QueryToken* firstWord() const {
    for (const QueryToken& token : tokens_) {
      if (token.kind == Kind::LineComment || token.text == "(") continue;
      return token.kind == Kind::Word ? &token : nullptr;
    }
    return nullptr;
  }

  bool checkClosed() {
    for (const QueryToken& token : tokens_) {
      if (token.kind != Kind::Unclosed) continue;
      const bool isComment = token.text == "/*";
      report(error("query-invalid",
                   isComment ? std::string("the comment is never closed")
                             : "the text that begins with `" + std::string(token.text) + "` is never closed"),
             token.span, isComment ? "add */" : "add the closing quote; a quote inside is written twice");
    }
    return tokens_.empty() || tokens_.back().kind != Kind::Unclosed;
  }

  // The service and the widget wrap the query as `SELECT … FROM (query)`.
  void checkEnd() {
    size_t last = tokens_.size();
    while (last > 0 && (tokens_[last - 1].kind == Kind::LineComment || tokens_[last - 1].text == ";")) --last;
    for (size_t i = 0; i < last; ++i)
      if (tokens_[i].text == ";" && tokens_[i].kind == Kind::Symbol)
        return report(error("query-invalid", "the query holds more than one statement"), tokens_[i].span,
                      "keep one SELECT");
    if (last == tokens_.size() || last == 0) return;
    const QueryToken& stray = tokens_[last];
    const bool isSemicolon = stray.text == ";";
    report(warning("query-not-subselectable",
                   isSemicolon ? "the query ends with `;`, which breaks it when it is used as a sub-select"
                               : "the query ends with a comment, which swallows what follows when it is used as a "
                                 "sub-select"),
           stray.span, isSemicolon ? "remove the semicolon" : "remove the comment, or write it as /* … */",
           replaceTextPatch(group_.place.at(group_.query), query_.substr(0, tokens_[last - 1].span.end)), true);
  }

  void checkParameters() {
    for (const QueryToken& token : tokens_)
      if (token.kind == Kind::Parameter)
        report(
            error("query-parameter", "the query has the parameter " +
                                         quoteName(query_.substr(token.span.begin, token.span.end - token.span.begin)) +
                                         "; nobody gives it a value"),
            token.span, "write the value itself");
  }

  void checkIdColumns() {
    auto names = [&](std::string_view word) {
      return std::any_of(tokens_.begin(), tokens_.end(), [&](const QueryToken& token) {
        return (token.kind == Kind::Word && equalsIgnoreCase(token.text, word)) || token.text == "*" ||
               token.text == "$";
      });
    };
    if (!names("ECInstanceId"))
      return report(error("query-no-ecinstanceid", "the query gives no column named `ECInstanceId`"), whole(),
                    "select it; another id needs the name: SELECT Element.Id ECInstanceId FROM …");
    if (!names("ECClassId"))
      report(
          warning("query-no-ecclassid", "the query gives no column named `ECClassId`; its rows are taken for elements"),
          whole(), "select ECInstanceId and ECClassId", patchWithClassId(), true);
  }

  bool isWordAt(size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].kind == Kind::Word && equalsIgnoreCase(tokens_[at].text, word);
  }

  // `SELECT …, ECInstanceId, …` or `SELECT …, a.ECInstanceId, …` of a plain query takes one more column behind the id.
  std::string patchWithClassId() const {
    bool isJoined = false;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      for (std::string_view word : {"UNION", "EXCEPT", "INTERSECT", "GROUP", "DISTINCT", "WITH"})
        if (isWordAt(i, word)) return {};
      isJoined = isJoined || isWordAt(i, "JOIN");
      // A query in FROM would have to give the class id, too.
      if ((isWordAt(i, "FROM") || isWordAt(i, "JOIN")) && isSymbol(i + 1, "(")) return {};
    }
    if (!isWordAt(0, "SELECT")) return {};
    size_t depth = 0;
    for (size_t i = 1; i + 1 < tokens_.size() && !(depth == 0 && isWordAt(i, "FROM")); ++i) {
      if (tokens_[i].text == "(" && tokens_[i].kind == Kind::Symbol) ++depth;
      if (tokens_[i].text == ")" && tokens_[i].kind == Kind::Symbol && depth > 0) --depth;
      if (depth > 0 || !isWordAt(i, "ECInstanceId")) continue;
      const bool hasAlias = i > 2 && tokens_[i - 1].text == "." && tokens_[i - 2].kind == Kind::Word;
      const size_t begin = hasAlias ? i - 2 : i;
      const bool isWhole =
          (begin == 1 || tokens_[begin - 1].text == ",") && (tokens_[i + 1].text == "," || isWordAt(i + 1, "FROM"));
      // Without an alias the class id would be that of any of the joined classes.
      if (!isWhole || (isJoined && !hasAlias)) continue;
      std::string query(query_);
      const uint32_t from = tokens_[begin].span.begin, to = tokens_[i].span.begin;
      query.insert(tokens_[i].span.end, ", " + std::string(query_.substr(from, to - from)) + "ECClassId");
      return replaceTextPatch(group_.place.at(group_.query), query);
    }
    return {};
  }

  // Each LIMIT belongs to the select at its depth of parentheses, and so does the ORDER BY that
  // makes it mean something.
  void checkLimits() {
    std::vector<bool> isOrdered{false};
    for (const QueryToken& token : tokens_) {
      if (token.text == "(" && token.kind == Kind::Symbol) isOrdered.push_back(false);
      if (token.text == ")" && token.kind == Kind::Symbol && isOrdered.size() > 1) isOrdered.pop_back();
      if (token.kind != Kind::Word || query_.substr(token.span.begin, 1) == "[" ||
          query_.substr(token.span.begin, 1) == "\"")
        continue;
      if (equalsIgnoreCase(token.text, "SELECT")) isOrdered.back() = false;
      if (equalsIgnoreCase(token.text, "ORDER")) isOrdered.back() = true;
      if (!equalsIgnoreCase(token.text, "LIMIT") || isOrdered.back()) continue;
      report(warning("query-limit-unordered",
                     "LIMIT without ORDER BY keeps whatever rows come first; the service may keep others"),
             token.span, "add ORDER BY with what decides, such as ECInstanceId, or leave LIMIT out");
    }
  }

  // What holds in one iModel only: ids, and labels that people choose.
  void checkPortability() {
    constexpr std::string_view kLabels[] = {"CodeValue", "UserLabel", "DisplayLabel"};
    const QueryToken *label = nullptr, *id = nullptr;
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].kind != Kind::Word) continue;
      const QueryToken* value = valueComparedTo(i);
      if (!value) continue;
      const bool isLabel = std::any_of(std::begin(kLabels), std::end(kLabels),
                                       [&](std::string_view name) { return equalsIgnoreCase(tokens_[i].text, name); });
      if (isLabel && value->kind == Kind::Text && !label) label = &tokens_[i];
      if (value->text.starts_with("0x") && !id) id = value;
    }
    if (label)
      report(info("query-not-portable", "the query finds rows by " + quoteName(label->text) +
                                            ", a text that people choose; another iModel may have other ones"),
             label->span, "check the row count in every iModel the mapping is used with");
    if (id)
      report(info("query-not-portable",
                  "the query names the id " + quoteName(id->text) + ", which means something else in every iModel"),
             id->span, "find the rows by a class or a property, if the mapping is used with several iModels");
  }

  // What ECSQL takes, and what finds no row, or every row, where another dialect would do what is meant.
  void checkDialect() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      comparedWithNull(i);
      likeWithStars(i);
      quotedId(i);
    }
  }

  bool isSymbol(size_t at, std::string_view sign) const {
    return at < tokens_.size() && tokens_[at].kind == Kind::Symbol && tokens_[at].text == sign;
  }
  // A bare one: names may be quoted.
  bool isWord(size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].kind == Kind::Word && equalsIgnoreCase(tokens_[at].text, word) &&
           tokens_[at].span.end - tokens_[at].span.begin == word.size();
  }
  std::string patchWith(Span span, std::string_view text) const {
    TextEdits edits{{span, std::string(text)}};
    keepWordsApart(edits, query_);
    return replaceTextPatch(group_.place.at(group_.query), applyEdits(query_, edits));
  }

  // How many tokens a comparison takes whose first is at a place, and whether it is one that asks for the same.
  struct Comparison {
    size_t length = 0;
    bool isEqual = false;
  };
  Comparison comparisonAt(size_t at) const {
    const bool isSecondSign =
        at > 0 && (isSymbol(at - 1, "<") || isSymbol(at - 1, ">") || isSymbol(at - 1, "!") || isSymbol(at - 1, "="));
    if (isSecondSign) return {};
    if (isSymbol(at, "=")) return {1, true};
    const bool isUnequal = (isSymbol(at, "<") && isSymbol(at + 1, ">")) || (isSymbol(at, "!") && isSymbol(at + 1, "="));
    return {isUnequal ? 2U : 0U, false};
  }

  void comparedWithNull(size_t at) {
    const Comparison comparison = comparisonAt(at);
    if (comparison.length == 0 || !isWord(at + comparison.length, "NULL")) return;
    const Span span{tokens_[at].span.begin, tokens_[at + comparison.length].span.end};
    const std::string test = comparison.isEqual ? "IS NULL" : "IS NOT NULL";
    report(
        warning("query-dialect", "nothing is equal or unequal to NULL: `" +
                                     std::string(query_.substr(span.begin, span.end - span.begin)) + "` keeps no row"),
        span, "write `" + test + "`", patchWith(span, test));
  }

  void likeWithStars(size_t at) {
    if (!isWord(at, "LIKE") || at + 1 >= tokens_.size() || tokens_[at + 1].kind != Kind::Text) return;
    const Span span = tokens_[at + 1].span;
    std::string pattern(query_.substr(span.begin, span.end - span.begin));
    // Of stars alone, or where one stands for itself behind an escape, stars are meant.
    const bool hasOthers = tokens_[at + 1].text.find_first_not_of('*') != pattern.npos;
    if (pattern.find('*') == pattern.npos || pattern.find_first_of("%_") != pattern.npos) return;
    if (!hasOthers || isWord(at + 2, "ESCAPE")) return;
    std::replace(pattern.begin(), pattern.end(), '*', '%');
    report(warning("query-dialect", "to LIKE a `*` is a `*` and nothing else"), span,
           "`%` stands for any characters, `_` for one: write " + pattern, patchWith(span, pattern));
  }

  // `Schema.Class` or `Schema:Class`.
  static bool isClassName(std::string_view text) {
    const size_t split = text.find_first_of(".:");
    const auto isName = [](std::string_view name) {
      return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
      });
    };
    return split != text.npos && isName(text.substr(0, split)) && isName(text.substr(split + 1));
  }

  // `FROM a.B name`, `FROM a.B AS name`, `FROM (…) name`: then `name.Id` is a property, which may be a text.
  bool isAlias(std::string_view name) const {
    for (size_t i = 2; i < tokens_.size(); ++i) {
      const bool isBehindClass = tokens_[i - 1].kind == Kind::Word && (isSymbol(i - 2, ".") || isSymbol(i - 2, ":"));
      if ((isBehindClass || isWord(i - 1, "AS") || isSymbol(i - 1, ")")) && isWordAt(i, name)) return true;
    }
    return false;
  }

  // Ids are numbers, which equal no text.
  void quotedId(size_t at) {
    constexpr std::string_view kIds[] = {"ECInstanceId", "SourceECInstanceId", "TargetECInstanceId", "ECClassId"};
    const bool isId = std::any_of(std::begin(kIds), std::end(kIds), [&](auto name) { return isWord(at, name); }) ||
                      (isWord(at, "Id") && at > 1 && isSymbol(at - 1, ".") && !isAlias(tokens_[at - 2].text));
    const Comparison comparison = isId ? comparisonAt(at + 1) : Comparison();
    const size_t value = at + 1 + comparison.length;
    if (comparison.length == 0 || value >= tokens_.size() || tokens_[value].kind != Kind::Text) return;
    const Span span = tokens_[value].span;
    const std::string text(tokens_[value].text);
    const bool isHex = text.size() > 2 && text.size() <= 18 && text[0] == '0' && (text[1] | 32) == 'x' &&
                       text.find_first_not_of("0123456789abcdefABCDEF", 2) == text.npos;
    if (isHex)
      return report(warning("query-dialect", "an id is a number, and no number equals the text '" + text + "'"), span,
                    "write it without quotes: " + text, patchWith(span, text));
    if (!isWord(at, "ECClassId") || !isClassName(text)) return;
    const Span test{tokens_[at + 1].span.begin, span.end};
    const std::string inEcsql = (comparison.isEqual ? "IS (" : "IS NOT (") + text + ")";
    report(warning("query-dialect", "an ECClassId is a number, and no number equals the text '" + text + "'"), span,
           "write `ECClassId " + inEcsql + "`", patchWith(test, inEcsql));
  }

  // The literal after `name =`, `name LIKE` or `name IN (`; null when there is none.
  const QueryToken* valueComparedTo(size_t name) const {
    bool isCompared = false;
    for (size_t at = name + 1; at < tokens_.size(); ++at) {
      const QueryToken& token = tokens_[at];
      const bool isWord =
          token.kind == Kind::Word && (equalsIgnoreCase(token.text, "LIKE") || equalsIgnoreCase(token.text, "IN") ||
                                       equalsIgnoreCase(token.text, "NOT"));
      const bool isSign = token.kind == Kind::Symbol && (token.text == "=" || token.text == "<" || token.text == ">" ||
                                                         token.text == "!" || (isCompared && token.text == "("));
      if (!isWord && !isSign) return isCompared && token.kind != Kind::Symbol ? &token : nullptr;
      isCompared = true;
    }
    return nullptr;
  }

  const Group& group_;
  const Contract& contract_;
  std::string_view query_;
  Tokens tokens_;
};

}  // namespace

void checkQuery(const Group& group, const Contract& contract) {
  const TextField& query = group.query;
  if (query.isPresent() && !trim(query.value).empty()) return QueryCheck(group, contract).run();
  if (query.state == FieldState::Faulty || (group.isImplicit && isMissing(query))) return;
  Diagnostic fault = onField(error("query-blank", "the group has no query"), group.place, query)
                         .withHint("add one: SELECT ECInstanceId, ECClassId FROM Schema.Class");
  fault.related.push_back(clientAnswer("create", "query", "Required field query was null or undefined."));
  if (query.isPresent() && !query.value.empty())
    fault.related.push_back(
        clientAnswer("update", "query", "Field query cannot consist only of whitespace characters."));
  contract.sink.add(std::move(fault));
}

}  // namespace premap
