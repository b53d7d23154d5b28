// Regular expressions in RE2's syntax with RE2's meaning: leftmost-first, no backtracking, time linear in the text.
//
//   auto regex = Regex::compile("(\\d+)-([a-z]+)");
//   std::vector<std::string_view> groups;
//   if (regex->search("x 12-ab", &groups)) use(groups[1]);   // "12"
//
// Not here: Unicode classes (\p{Greek}), single bytes (\C). A pattern that has them is refused, not misread.
// parser.cpp turns text into a tree, compiler.cpp the tree into a program, matcher.cpp runs all threads of it at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"

namespace premap {

struct RegexProgram;

class Regex {
 public:
  /// Errors: `regex-invalid` with the faulty piece of the pattern.
  static Result<Regex> compile(std::string_view pattern);
  Regex(Regex&&) noexcept;
  ~Regex();

  /// Is there a match anywhere in the text? `groups` gets the whole match and then the groups in order; one that took
  /// no part is empty. Cost: length of the text times length of the pattern.
  bool search(std::string_view text, std::vector<std::string_view>* groups = nullptr) const;
  /// The rewrite text with \0 to \9 replaced by groups and \\ by a backslash; nullopt when it asks for a group that the
  /// pattern does not have, or has another escape.
  std::optional<std::string> rewrite(std::string_view rewrite, const std::vector<std::string_view>& groups) const;

 private:
  explicit Regex(std::unique_ptr<RegexProgram> program);
  std::unique_ptr<RegexProgram> program_;
};

}  // namespace premap
