// XmlCAToJson: a custom attribute, stored as XML, as JSON text by the properties its class declares.
#include <charconv>
#include <cmath>

#include "premap/base/json_writer.h"
#include "premap/base/text.h"
#include "schema/functions/registrar.h"
#include "schema/xml.h"

namespace premap {

namespace {

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
void writeInteger(JsonWriter& json, const std::string& text) {
  int64_t value = 0;
  std::string_view digits = trimmed(text);
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size()) json.value(text);
  else json.value(value);
}

void writeDouble(JsonWriter& json, const std::string& text) {
  auto value = readDouble(trimmed(text));
  if (value && std::isfinite(*value)) json.value(*value);
  else json.value(text);
}

void writePrimitive(JsonWriter& json, const XmlElement& element, PrimitiveType type) {
  switch (type) {
    case PrimitiveType::Boolean:
      json.value(equalsIgnoreCase(trimmed(element.text), "true") || trimmed(element.text) == "1");
      return;
    case PrimitiveType::Integer:
    case PrimitiveType::Long:
      return writeInteger(json, element.text);
    case PrimitiveType::Double:
      return writeDouble(json, element.text);
    default:
      json.value(element.text);
  }
}

void writeMembers(JsonWriter& json, const XmlElement& element, const Class* cls);

void writeValue(JsonWriter& json, const XmlElement& element, const Property& property) {
  switch (property.kind) {
    case PropertyKind::Struct:
      return writeMembers(json, element, property.structClass);
    case PropertyKind::PrimitiveArray:
    case PropertyKind::StructArray:
      json.beginArray();
      for (const XmlElement& item : element.children) {
        if (property.kind == PropertyKind::StructArray) writeMembers(json, item, property.structClass);
        else writePrimitive(json, item, property.primitive);
      }
      json.endArray();
      return;
    default:
      writePrimitive(json, element, property.primitive);
  }
}

// In the order of the class. The element tree is limited in depth (see xml.h), and so is this recursion.
void writeMembers(JsonWriter& json, const XmlElement& element, const Class* cls) {
  json.beginObject();
  for (const Property* property : cls ? cls->properties : std::vector<const Property*>())
    for (const XmlElement& child : element.children)
      if (equalsIgnoreCase(property->name, localName(child.name))) {
        json.key(property->name);
        writeValue(json, child, *property);
        break;
      }
  json.endObject();
}

void customAttributeToJson(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER || sqlite3_value_type(values[1]) != SQLITE_TEXT) return;
  const Class* cls = catalogOf(context).classById(sqlite3_value_int64(values[0]));
  auto root = parseXml(textOf(values[1]));
  if (!cls || !root || !equalsIgnoreCase(localName(root->name), cls->name))
    return answerError(context, "XmlCAToJson: the text is no custom attribute of that class");
  JsonWriter json;
  json.beginObject().key("ecClass").value(cls->name).key("ecSchema").value(root->attribute("xmlns")).key(cls->name);
  writeMembers(json, *root, cls);
  answerText(context, json.endObject().text());
}

}  // namespace

void registerCustomAttributeFunction(Registrar& registrar) {
  registrar.scalar("XmlCAToJson", 2, customAttributeToJson);
}

}  // namespace premap
