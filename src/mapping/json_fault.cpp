// Puts a JSON syntax fault in words a person can act on: where, what was expected, what stands there instead.
#include <algorithm>

#include "mapping/document.h"
#include "premap/base/position.h"
#include "premap/base/text.h"

namespace premap {

namespace {

using After = JsonFault::After;

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

size_t skipSpace(std::string_view text, size_t at) {
  while (at < text.size() && isSpace(text[at])) ++at;
  return at;
}

// The token the parser could not use: its begin, and the separator that was rightly read before it.
struct Offender {
  size_t begin = 0;
  char separator = 0;
};

Offender findOffender(std::string_view text, const JsonFault& fault) {
  Offender offender;
  offender.begin = skipSpace(text, fault.lastEnd);
  const char wanted = fault.after == After::Key                                            ? ':'
                      : fault.after == After::MemberValue || fault.after == After::Element ? ','
                                                                                           : '\0';
  if (wanted && offender.begin < text.size() && text[offender.begin] == wanted) {
    offender.separator = wanted;
    offender.begin = skipSpace(text, offender.begin + 1);
  }
  return offender;
}

std::string expectation(After after, char separator) {
  switch (after) {
    case After::Nothing:
      return "a JSON value";
    case After::OpenObject:
      return "a field name in double quotes, or `}`";
    case After::OpenArray:
      return "a value, or `]`";
    case After::Key:
      return separator ? "a value" : "`:` after the field name";
    case After::MemberValue:
      return separator ? "a field name in double quotes" : "`,` or `}` after the value";
    case After::Element:
      return separator ? "a value" : "`,` or `]` after the value";
    case After::Root:
      return "the end of the text";
  }
  return "a value";
}

size_t tokenEnd(std::string_view text, size_t begin) {
  size_t end = begin;
  if (end < text.size() && text[end] == '"') {
    for (++end; end < text.size() && text[end] != '"' && text[end] != '\n'; ++end)
      if (text[end] == '\\' && end + 1 < text.size()) ++end;
    return std::min(end + 1, text.size());
  }
  const bool isNumber = end < text.size() && (text[end] == '-' || (text[end] >= '0' && text[end] <= '9'));
  while (end < text.size() && (isWordByte(text[end]) || (isNumber && (text[end] == '.' || text[end] == '-')))) ++end;
  if (end == begin && end < text.size()) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  }
  return end;
}

std::string quoteShort(std::string_view token) {
  constexpr size_t kLongest = 40;
  if (!token.empty() && static_cast<unsigned char>(token[0]) < 0x20) return "a control character";
  if (token == "`") return "a back quote";
  if (token.size() <= kLongest) return "`" + std::string(token) + "`";
  size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(token[cut]) & 0xC0) == 0x80) --cut;
  return "`" + std::string(token.substr(0, cut)) + "…`";
}

bool startsWithWord(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && equalsIgnoreCase(text.substr(0, word.size()), word) &&
         (text.size() == word.size() || !isWordByte(text[word.size()]));
}

std::string hintForToken(std::string_view token, After after, char separator) {
  const char first = token.empty() ? '\0' : token[0];
  if (separator == ',' && (first == '}' || first == ']')) return "remove the comma before it";
  if (separator == ',' && first == ',') return "remove one of the two commas";
  if (first == '\'') return "JSON strings stand in double quotes";
  if (first == '/' || first == '#') return "JSON has no comments; remove it";
  if (first == '`') return "JSON strings stand in double quotes";
  if (after == After::Key && !separator) return "put `:` between a field and its value";
  if (after == After::Root) return "a text holds one JSON value; several mappings go into a list";
  if (!separator && (first == ']' || first == '}')) return "remove it; it closes nothing that is open";
  if ((after == After::MemberValue || after == After::Element) && !separator && (first == '"' || first == '{'))
    return "a comma is missing before it";
  if (!separator && first >= '0' && first <= '9') return "a number does not begin with 0";
  const bool wantsName = after == After::OpenObject || (after == After::MemberValue && separator);
  if (wantsName && (isWordByte(first) && !(first >= '0' && first <= '9')))
    return "put the field name in double quotes: \"" + std::string(token) + "\"";
  for (std::string_view literal : {"true", "false", "null"})
    if (equalsIgnoreCase(token, literal)) return "write it in lower case: " + std::string(literal);
  if (token == "None" || token == "undefined" || token == "nil") return "write null, or leave the field out";
  if (token == "NaN" || token == "Infinity") return "JSON has no such number";
  if (after == After::Key && (first == '}' || first == ',')) return "write its value, or null";
  return {};
}

std::string hintForWholeText(std::string_view text) {
  size_t begin = skipSpace(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  std::string_view rest = text.substr(begin);
  if (startsWithWord(rest, "SELECT") || startsWithWord(rest, "WITH"))
    return "this is an ECSQL query; to preview it as a group write {\"query\": \"…\"}";
  if (rest.starts_with("<")) return "this is XML or HTML; was an error page saved instead of the answer?";
  const size_t colon = rest.find(": ");
  if (rest.starts_with("---") || (colon != rest.npos && colon < rest.find_first_of(" \n{[\"")))
    return "this looks like YAML; premap reads JSON";
  if (rest.starts_with("SQLite format 3"))
    return "this is a snapshot; give it as the snapshot and a JSON text as the mapping";
  return {};
}

// The part of the parser's words that names a fault inside one token.
std::string_view lexerWords(std::string_view message) {
  size_t begin = message.find(" - invalid ");
  if (begin == std::string_view::npos) return {};
  message.remove_prefix(begin + 3);
  return message.substr(0, message.find("; last read"));
}

struct Wording {
  std::string message, hint;
  Span span;
};

Wording wordStringFault(std::string_view text, size_t begin, size_t position, std::string_view words) {
  size_t at = std::min(position == 0 ? 0 : position - 1, text.size());
  Span here{static_cast<uint32_t>(at), static_cast<uint32_t>(std::min(at + 1, text.size()))};
  Span opening{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + 1)};
  if (words.find("missing closing quote") != words.npos)
    return {"the string that begins here is never closed", "add the closing double quote", opening};
  if (words.find("U+000A") != words.npos || words.find("U+000D") != words.npos)
    return {"a line break inside a string", "close the string on the same line, or write the break as \\n", here};
  if (words.find("U+0009") != words.npos) return {"a tab inside a string", "write the tab as \\t", here};
  if (words.find("control character") != words.npos)
    return {"a control character inside a string", "remove it, or write it as \\u00XX", here};
  if (words.find("ill-formed UTF-8") != words.npos)
    return {"bytes that are no UTF-8 text", "save the mapping with the encoding UTF-8", here};
  if (words.find("forbidden character after backslash") != words.npos)
    return {"an unknown escape sequence " + quoteShort("\\" + std::string(text.substr(at, 1))),
            "a backslash itself is written \\\\", here};
  if (words.find("surrogate") != words.npos)
    return {"half of a surrogate pair", "write the character itself, or both halves as \\uD8XX\\uDCXX", here};
  if (words.find("\\u") != words.npos) return {"an incomplete \\u escape", "it takes four hexadecimal digits", here};
  return {"a faulty string", "", here};
}

Wording wordTokenFault(std::string_view text, const JsonFault& fault, const Offender& offender) {
  size_t end = tokenEnd(text, offender.begin);
  std::string_view token = text.substr(offender.begin, end - offender.begin);
  Wording wording;
  wording.span = {static_cast<uint32_t>(offender.begin), static_cast<uint32_t>(end)};
  wording.message = "expected " + expectation(fault.after, offender.separator) + ", found " +
                    (token.empty() ? std::string("the end of the text") : quoteShort(token));
  wording.hint = hintForToken(token, fault.after, offender.separator);
  if (token.empty() && fault.after != After::Nothing && fault.after != After::Root)
    wording.hint = "the text breaks off; is the file complete?";
  return wording;
}

Wording wordFault(std::string_view text, const JsonFault& fault) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return {"the text is UTF-16", "save the mapping with the encoding UTF-8", {0, 2}};
  Offender offender = findOffender(text, fault);
  if (fault.parserMessage.find("number overflow") != std::string::npos) {
    auto end = static_cast<uint32_t>(std::min(fault.position, text.size()));
    return {"a number too large for JSON",
            "write a smaller one, or put it in double quotes",
            {static_cast<uint32_t>(offender.begin), end}};
  }
  std::string_view words = lexerWords(fault.parserMessage);
  if (words.starts_with("invalid string")) return wordStringFault(text, offender.begin, fault.position, words);
  Wording wording = wordTokenFault(text, fault, offender);
  if (words.starts_with("invalid number") && wording.hint.empty())
    wording.hint = "numbers are written like 12, -0.5 or 1e6";
  return wording;
}

}  // namespace

Diagnostic explainJsonFault(std::string_view text, const JsonFault& fault) {
  const size_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (skipSpace(text, start) == text.size())
    return error("json-invalid", "the mapping is empty")
        .withSpan({static_cast<uint32_t>(start), static_cast<uint32_t>(text.size())})
        .withHint("start with {\"mappingName\": \"…\", \"groups\": []}");
  Wording wording = wordFault(text, fault);
  std::string whole = fault.after == After::Nothing ? hintForWholeText(text) : std::string();
  TextPosition at = LineIndex(text).at(wording.span.begin);
  return error("json-invalid", "the mapping is no JSON: line " + std::to_string(at.line) + ", column " +
                                   std::to_string(at.column) + ": " + wording.message)
      .withSpan(wording.span)
      .withHint(whole.empty() ? wording.hint : whole);
}

}  // namespace premap
