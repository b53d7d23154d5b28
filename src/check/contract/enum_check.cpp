// A word outside its list gets the one that was most likely meant: by letters, or by what other tools call it.
#include "check/contract/enum_check.h"

#include <algorithm>

namespace premap {

namespace {

struct Synonym {
  std::string_view written, meant;
};
constexpr Synonym kSynonyms[] = {
    {"Text", "String"},      {"Char", "String"},    {"DateTime", "String"},   {"Int", "Integer"},
    {"Int32", "Integer"},    {"Int64", "Integer"},  {"Long", "Integer"},      {"Float", "Double"},
    {"Real", "Double"},      {"Decimal", "Double"}, {"Number", "Double"},     {"Bool", "Boolean"},
    {"Length", "Distance"},  {"Width", "Distance"}, {"Height", "Distance"},   {"Weight", "Mass"},
    {"Cost", "Monetary"},    {"Price", "Monetary"}, {"Currency", "Monetary"}, {"Duration", "Time"},
    {"SurfaceArea", "Area"},
};

}  // namespace

std::string wordMeant(std::string_view written, const std::vector<std::string>& allowed) {
  for (const Synonym& synonym : kSynonyms)
    if (equalsIgnoreCase(synonym.written, written) &&
        std::find(allowed.begin(), allowed.end(), synonym.meant) != allowed.end())
      return std::string(synonym.meant);
  return nearestName(written, allowed).value_or(std::string());
}

}  // namespace premap
