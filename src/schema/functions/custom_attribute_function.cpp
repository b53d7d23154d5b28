// XmlCAToJson: a custom attribute, stored as XML, as JSON text by the properties its class declares.
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"
#include "schema/functions/registrar.h"
#include "schema/xml.h"

namespace premap {

namespace {

using Json = nlohmann::json;

std::string_view localName(std::string_view name) {
  size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// Text that is no number is kept as it stands: better the stored text than a made-up 0.
Json integerOf(const std::string& text) {
  int64_t value = 0;
  std::string_view digits = trimmed(text);
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size()) return text;
  return value;
}

Json doubleOf(const std::string& text) {
  auto value = readDouble(trimmed(text));
  return value && std::isfinite(*value) ? Json(*value) : Json(text);
}

Json primitiveOf(const XmlElement& element, PrimitiveType type) {
  switch (type) {
    case PrimitiveType::Boolean:
      return equalsIgnoreCase(trimmed(element.text), "true") || trimmed(element.text) == "1";
    case PrimitiveType::Integer:
    case PrimitiveType::Long:
      return integerOf(element.text);
    case PrimitiveType::Double:
      return doubleOf(element.text);
    default:
      return element.text;
  }
}

const Property* findProperty(const Class& cls, std::string_view name) {
  for (const Property* property : cls.properties)
    if (equalsIgnoreCase(property->name, name)) return property;
  return nullptr;
}

Json membersOf(const XmlElement& element, const Class* cls);

Json valueOf(const XmlElement& element, const Property& property) {
  Json array = Json::array();
  switch (property.kind) {
    case PropertyKind::Struct:
      return membersOf(element, property.structClass);
    case PropertyKind::PrimitiveArray:
      for (const XmlElement& item : element.children) array.push_back(primitiveOf(item, property.primitive));
      return array;
    case PropertyKind::StructArray:
      for (const XmlElement& item : element.children) array.push_back(membersOf(item, property.structClass));
      return array;
    default:
      return primitiveOf(element, property.primitive);
  }
}

// The element tree is limited in depth (see xml.h), and so is this recursion.
Json membersOf(const XmlElement& element, const Class* cls) {
  Json members = Json::object();
  for (const XmlElement& child : element.children)
    if (const Property* property = cls ? findProperty(*cls, localName(child.name)) : nullptr)
      members[property->name] = valueOf(child, *property);
  return members;
}

void customAttributeToJson(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER || sqlite3_value_type(values[1]) != SQLITE_TEXT) return;
  const Class* cls = catalogOf(context).classById(sqlite3_value_int64(values[0]));
  auto root = parseXml(textOf(values[1]));
  if (!cls || !root || !equalsIgnoreCase(localName(root->name), cls->name))
    return answerError(context, "XmlCAToJson: the text is no custom attribute of that class");
  Json json = Json::object();
  json[cls->name] = membersOf(*root, cls);
  json["ecClass"] = cls->name;
  json["ecSchema"] = root->attribute("xmlns");
  answerText(context, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void registerCustomAttributeFunction(Registrar& registrar) {
  registrar.scalar("XmlCAToJson", 2, customAttributeToJson);
}

}  // namespace premap
