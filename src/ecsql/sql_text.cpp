// Names in brackets, texts in straight quotes: nothing inside them can be read as SQL.
#include "sql_text.h"

namespace premap::ecsql {

std::string bracket(std::string_view name) {
  std::string out = "[";
  for (char c : name) {
    if (c != ']') out += c;
  }
  return out + "]";
}

std::string quoteText(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

}  // namespace premap::ecsql
