// A query, or a bare class id that stands for one, as ECSQL whose places are still those of the text.
#include "resolve/group_query.h"

#include "premap/base/text.h"
#include "premap/ecsql/compile.h"

namespace premap::resolve {

namespace {

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// `Schema:Class`, `Schema.Class` or `alias:Class` and nothing else; a name with a version in it is no class id.
const Class* bareClass(std::string_view text, const Catalog& catalog, bool& looksLikeOne) {
  size_t separator = text.find_first_of(".:");
  if (separator == std::string_view::npos || separator == 0 || separator + 1 == text.size()) return nullptr;
  for (size_t i = 0; i < text.size(); ++i)
    if (i != separator && !isNameCharacter(text[i])) return nullptr;
  looksLikeOne = true;
  return catalog.findClass(text.substr(0, separator), text.substr(separator + 1));
}

std::string elementsOwning(const Class& aspect, const Class& aspectRoot, const Catalog& catalog) {
  auto owners = [](const Class& cls) { return "SELECT Element.Id FROM [" + cls.schema->name + "].[" + cls.name + "]"; };
  std::string ids;
  if (&aspect == &aspectRoot) {
    // The root itself has no Element property; its two subclasses have one each.
    for (const char* name : {"ElementMultiAspect", "ElementUniqueAspect"})
      if (const Class* cls = catalog.findClass("BisCore", name)) ids += (ids.empty() ? "" : " UNION ") + owners(*cls);
  } else {
    ids = owners(aspect);
  }
  return "SELECT ECInstanceId, ECClassId FROM [BisCore].[Element] WHERE ECInstanceId IN (" + ids + ")";
}

}  // namespace

GroupQuery readGroupQuery(std::string_view text, const Catalog& catalog) {
  GroupQuery query;
  while (!text.empty() && (isSpace(text.back()) || text.back() == ';')) text.remove_suffix(1);
  query.ecsql = std::string(text);
  size_t indent = 0;
  while (indent < text.size() && isSpace(text[indent])) ++indent;
  bool looksLikeClass = false;
  const Class* cls = bareClass(text.substr(indent), catalog, looksLikeClass);
  Span span{static_cast<uint32_t>(indent), static_cast<uint32_t>(text.size())};
  if (!looksLikeClass) return query;
  query.isBareClass = true;
  const Class* element = catalog.findClass("BisCore", "Element");
  const Class* aspect = catalog.findClass("BisCore", "ElementAspect");
  if (cls && element && catalog.isA(*cls, *element)) {
    query.ecsql = "SELECT ECInstanceId, ECClassId FROM [" + cls->schema->name + "].[" + cls->name + "]";
  } else if (cls && aspect && catalog.isA(*cls, *aspect)) {
    query.ecsql = elementsOwning(*cls, *aspect, catalog);
  } else {
    query.yieldsNothing = true;
    query.diagnostics.push_back(
        (cls ? warning("query-not-element", "`" + cls->fullName('.') +
                                                "` is neither an element nor an aspect class: as a bare class id it "
                                                "gives no rows")
             : warning("class-unknown", "this snapshot has no class `" + std::string(text.substr(indent)) +
                                            "`: as a bare class id it gives no rows"))
            .withSpan(span)
            .withHint("write an ECSQL query that selects ECInstanceId and ECClassId"));
  }
  return query;
}

Diagnostics subselectFaults(std::string_view text, const Catalog& catalog) {
  const GroupQuery query = readGroupQuery(text, catalog);
  if (query.isBareClass) return {};
  auto compiled = ecsql::compile("SELECT * FROM (" + query.ecsql + "\n)", catalog,
                                 {.classIdsIn = {}, .withPieces = false, .explainsHabits = false});
  return compiled ? Diagnostics() : std::move(compiled.diagnostics());
}

}  // namespace premap::resolve
