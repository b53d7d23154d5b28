// The call `schemas`: everything the catalog knows of names and types, in one answer.
#include <array>
#include <cstdio>

#include "premap/check/quantity.h"
#include "session/calls/calls.h"

namespace premap::calls {

namespace {

const char* nameOf(ClassType type) {
  static constexpr std::array names = {"entity", "relationship", "struct", "customAttribute"};
  return names[static_cast<size_t>(type)];
}

const char* nameOf(ClassModifier modifier) {
  static constexpr std::array names = {"none", "abstract", "sealed"};
  return names[static_cast<size_t>(modifier)];
}

const char* nameOf(PropertyKind kind) {
  static constexpr std::array names = {"primitive", "struct", "primitiveArray", "structArray", "navigation"};
  return names[static_cast<size_t>(kind)];
}

std::string typeOf(const Property& property) {
  switch (property.kind) {
    case PropertyKind::Primitive:
      return primitiveTypeName(property.primitive);
    case PropertyKind::PrimitiveArray:
      return std::string(primitiveTypeName(property.primitive)) + "[]";
    case PropertyKind::Struct:
      return property.structClass ? property.structClass->fullName('.') : "struct";
    case PropertyKind::StructArray:
      return (property.structClass ? property.structClass->fullName('.') : "struct") + "[]";
    case PropertyKind::Navigation:
      return "navigation";
  }
  return "unknown";
}

std::string versionText(const Schema& schema) {
  char text[40];
  std::snprintf(text, sizeof text, "%02d.%02d.%02d", schema.versionRead, schema.versionWrite, schema.versionMinor);
  return text;
}

// Rows can be selected from entity and relationship classes that have a place in the file, and from mixins.
bool isQueryable(const Class& cls) {
  if (cls.type != ClassType::Entity && cls.type != ClassType::Relationship) return false;
  return cls.isMixin || cls.strategy != MapStrategy::NotMapped || !cls.viewQuery.empty();
}

void writeNavigation(JsonWriter& json, const Property& property) {
  if (!property.relationship) return;
  json.key("relationship").value(property.relationship->fullName('.'));
  const RelationshipEnd& end =
      property.navigationForward ? property.relationship->target : property.relationship->source;
  json.key("target").beginArray();
  for (const Class* target : end.classes) json.value(target->fullName('.'));
  json.endArray();
}

void writeQuantity(JsonWriter& json, const std::pair<std::string, std::string>& kindAndUnit) {
  const auto& [kind, unit] = kindAndUnit;
  json.optional("kindOfQuantity", kind);
  json.optional("unit", std::string(unitName(unit)));
  if (const auto quantity = quantityOfUnit(unit)) json.key("quantityType").value(toString(*quantity));
}

void writeProperty(JsonWriter& json, const Property& property, const Catalog& catalog) {
  json.beginObject();
  json.key("name").value(property.name);
  json.key("kind").value(nameOf(property.kind));
  json.key("type").value(typeOf(property));
  json.optional("extendedType", property.extendedType);
  json.key("label").value(property.label);
  json.key("owner").value(property.owner->fullName('.'));
  writeNavigation(json, property);
  if (const Enumeration* list = property.enumeration)
    json.key("enumeration").value(list->schema->name + "." + list->name);
  if (property.kindOfQuantityId) writeQuantity(json, catalog.kindOfQuantity(property.kindOfQuantityId));
  json.endObject();
}

void writeClass(JsonWriter& json, const Class& cls, const Catalog& catalog) {
  json.beginObject();
  json.key("name").value(cls.name);
  json.key("id").value(idToHex(cls.id));
  json.key("type").value(nameOf(cls.type));
  json.key("modifier").value(nameOf(cls.modifier));
  json.key("isMixin").value(cls.isMixin);
  json.key("label").value(cls.label);
  json.key("bases").beginArray();
  for (const Class* base : cls.bases) json.value(base->fullName('.'));
  json.endArray();
  json.key("isQueryable").value(isQueryable(cls));
  json.key("properties").beginArray();
  for (const Property* property : cls.properties) writeProperty(json, *property, catalog);
  json.endArray();
  json.endObject();
}

}  // namespace

std::string schemas(SessionState& state, const Params&) {
  const Catalog& catalog = *state.catalog;
  JsonWriter json;
  json.beginArray();
  for (const Schema* schema : catalog.schemas()) {
    json.beginObject();
    json.key("name").value(schema->name);
    json.key("alias").value(schema->alias);
    json.key("version").value(versionText(*schema));
    json.key("label").value(schema->label);
    json.key("description").value(schema->description);
    json.key("classes").beginArray();
    for (const Class* cls : schema->classes) writeClass(json, *cls, catalog);
    json.endArray();
    json.endObject();
  }
  json.endArray();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
