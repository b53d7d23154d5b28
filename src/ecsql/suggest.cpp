// Looked for where a slip of the pen leads: another name of the schema, another schema of the name, the name without
// its schema. A class is called as the query calls its schema, else by the alias.
#include "suggest.h"

#include "parser_parts.h"
#include "premap/base/text.h"
#include "sql_text.h"

namespace premap::ecsql {

namespace {

using Names = std::vector<std::string>;

bool isQueryable(const Class& cls) {
  return (cls.type == ClassType::Entity || cls.type == ClassType::Relationship) &&
         cls.strategy != MapStrategy::NotMapped;
}

Names namesOf(const std::vector<const Class*>& classes) {
  Names names;
  for (const Class* cls : classes)
    if (isQueryable(*cls)) names.push_back(cls->name);
  return names;
}

// Of several those of elements come first: groups are made of them.
const Class* classNamed(std::string_view name, const Catalog& catalog) {
  const Class* element = catalog.findClass("BisCore", "Element");
  const Class* found = nullptr;
  for (const Class* cls : catalog.classes()) {
    if (!isQueryable(*cls) || !equalsIgnoreCase(cls->name, name)) continue;
    if (element && catalog.isA(*cls, *element)) return cls;
    if (!found) found = cls;
  }
  return found;
}

// What a query calls a schema: its alias, unless that is the name of another one.
const std::string& aliasOf(const Schema& schema, const Catalog& catalog) {
  return catalog.findSchema(schema.alias) == &schema ? schema.alias : schema.name;
}

Span spanOf(const std::vector<NamePart>& parts) {
  return {parts.front().span.begin, parts.back().span.end};
}

Suggestion meant(const std::string& schema, const Class& cls, const std::vector<NamePart>& parts) {
  return {"did you mean `" + schema + "." + cls.name + "`?",
          {{spanOf(parts), asName(schema) + "." + asName(cls.name)}}};
}

// Schema and class where both are in one pair of brackets, or beside a third name: a database before them, as others
// have it, or a property behind. Each takes the place of all that is written.
std::vector<std::vector<NamePart>> readings(const std::vector<NamePart>& parts) {
  const Span all = spanOf(parts);
  const auto two = [&](std::string schema, std::string name) {
    return std::vector<NamePart>{{std::move(schema), false, all}, {std::move(name), false, all}};
  };
  if (parts.size() == 3) return {two(parts[1].text, parts[2].text), two(parts[0].text, parts[1].text)};
  const std::string& text = parts[0].text;
  const size_t dot = text.find_first_of(".:");
  if (parts.size() != 1 || !parts[0].quoted || dot == std::string::npos) return {};
  return {two(text.substr(0, dot), text.substr(dot + 1))};
}

Suggestion exactly(const std::string& schema, const Class& cls, const std::vector<NamePart>& parts) {
  Suggestion suggestion = meant(schema, cls, parts);
  suggestion.hint = "write `" + schema + "." + cls.name + "`";
  return suggestion;
}

Suggestion bareClass(const std::vector<NamePart>& parts, const Catalog& catalog, const Names& tables) {
  const std::string& name = parts[0].text;
  if (nearestName(name, tables)) return nearestOf(parts[0], tables);
  const Class* cls = classNamed(name, catalog);
  const bool isExact = cls != nullptr;
  if (const auto near = isExact ? std::nullopt : nearestName(name, namesOf(catalog.classes())))
    cls = classNamed(*near, catalog);
  if (!cls) return {"write `schema.Class`", {}};
  const std::string& alias = aliasOf(*cls->schema, catalog);
  return isExact ? exactly(alias, *cls, parts) : meant(alias, *cls, parts);
}

}  // namespace

std::string asName(const std::string& name) {
  return isIdentifier(name) && !isReservedWord(name) ? name : bracket(name);
}

Suggestion nearestOf(const NamePart& name, const Names& candidates) {
  const auto near = nearestName(name.text, candidates);
  if (!near) return {};
  return {"did you mean `" + *near + "`?", {{name.span, asName(*near)}}};
}

Suggestion classMeant(const std::vector<NamePart>& parts, const Catalog& catalog, const Names& tables) {
  for (const auto& two : readings(parts))
    if (const Class* cls = catalog.findClass(two[0].text, two[1].text)) return exactly(two[0].text, *cls, parts);
  for (const auto& two : readings(parts))
    if (Suggestion near = classMeant(two, catalog, tables); near.hint.starts_with("did you mean")) return near;
  if (parts.size() == 1) return bareClass(parts, catalog, tables);
  if (parts.size() != 2) return {"write `schema.Class`", {}};
  const std::string &schemaName = parts[0].text, &name = parts[1].text;
  const Schema* schema = catalog.findSchema(schemaName);
  if (schema)
    if (const auto near = nearestName(name, namesOf(schema->classes)))
      return meant(schemaName, *catalog.findClass(schema->name, *near), parts);
  Names schemas;
  for (const Schema* known : catalog.schemas()) schemas.insert(schemas.end(), {known->name, known->alias});
  const auto nearSchema = schema ? std::nullopt : nearestName(schemaName, schemas);
  if (nearSchema) {
    const Schema& other = *catalog.findSchema(*nearSchema);
    const auto near = nearestName(name, namesOf(other.classes));
    if (const Class* cls = near ? catalog.findClass(other.name, *near) : nullptr)
      return meant(*nearSchema, *cls, parts);
  }
  if (const Class* cls = classNamed(name, catalog)) {
    const std::string& alias = aliasOf(*cls->schema, catalog);
    // Of the two names the one that is as long as what was written.
    return meant(schemaName.size() > alias.size() + 2 ? cls->schema->name : alias, *cls, parts);
  }
  if (schema) return {};
  const std::string missing = "this file has no schema `" + schemaName + "`";
  if (!nearSchema) return {missing, {}};
  return {missing + "; did you mean `" + *nearSchema + "`?", {{parts[0].span, asName(*nearSchema)}}};
}

}  // namespace premap::ecsql
