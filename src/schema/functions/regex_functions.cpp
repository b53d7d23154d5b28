// regexp and regexp_extract. A constant pattern is compiled once a statement.
#include <memory>

#include "schema/functions/registrar.h"
#include "schema/regex/regex.h"

namespace premap {

namespace {

// The compiled pattern of argument `index`; null after a fault, which is answered then.
class PatternLease {
 public:
  PatternLease(sqlite3_context* context, int index, sqlite3_value* pattern)
      : regex_(static_cast<Regex*>(sqlite3_get_auxdata(context, index))), context_(context), index_(index) {
    if (regex_) return;
    auto compiled = Regex::compile(textOf(pattern));
    if (compiled) {
      own_ = std::make_unique<Regex>(std::move(*compiled));
      regex_ = own_.get();
    } else {
      answerError(context, compiled.diagnostics().front().message);
    }
  }
  ~PatternLease() {
    if (own_)
      sqlite3_set_auxdata(context_, index_, own_.release(), [](void* regex) { delete static_cast<Regex*>(regex); });
  }
  PatternLease(const PatternLease&) = delete;
  PatternLease& operator=(const PatternLease&) = delete;
  const Regex* get() const { return regex_; }

 private:
  Regex* regex_;
  std::unique_ptr<Regex> own_;
  sqlite3_context* context_;
  int index_;
};

// NULL unless the value is text; a pattern that is neither text nor NULL is a fault.
bool canMatch(sqlite3_context* context, sqlite3_value* pattern, sqlite3_value* value) {
  if (isNullValue(pattern) || isNullValue(value)) return false;
  if (isTextValue(pattern)) return isTextValue(value);
  answerError(context, "regex: the pattern must be text");
  return false;
}

void regexpMatches(sqlite3_context* context, int, sqlite3_value** values) {
  if (!canMatch(context, values[0], values[1])) return;
  PatternLease pattern(context, 0, values[0]);
  if (pattern.get()) sqlite3_result_int(context, pattern.get()->search(textOf(values[1])) ? 1 : 0);
}

void regexpExtract(sqlite3_context* context, int count, sqlite3_value** values) {
  if (isNullValue(values[0])) return;
  if (count == 3 && !isTextValue(values[2])) return answerError(context, "regex: the rewrite text must be text");
  if (!canMatch(context, values[1], values[0])) return;
  PatternLease pattern(context, 1, values[1]);
  std::vector<std::string_view> groups;
  if (!pattern.get() || !pattern.get()->search(textOf(values[0]), &groups)) return;
  if (count == 2) return answerText(context, groups[0]);
  if (auto text = pattern.get()->rewrite(textOf(values[2]), groups)) answerText(context, *text);
}

}  // namespace

void registerRegexFunctions(Registrar& registrar) {
  registrar.scalar("regexp", 2, regexpMatches);
  registrar.scalar("regexp_extract", 2, regexpExtract);
  registrar.scalar("regexp_extract", 3, regexpExtract);
}

}  // namespace premap
