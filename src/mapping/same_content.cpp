// Field by field; a binding names every member, so that a new one cannot be forgotten here.
#include "premap/mapping/same_content.h"

namespace premap {

bool sameContent(const ECProperty& a, const ECProperty& b) {
  const auto& [schema, cls, property, type, place] = a;
  return sameContent(schema, b.ecSchemaName) && sameContent(cls, b.ecClassName) &&
         sameContent(property, b.ecPropertyName) && sameContent(type, b.ecPropertyType);
}

bool sameContent(const GroupProperty& a, const GroupProperty& b) {
  const auto& [kind, name, dataType, quantityType, entries, list, calculated, formula, id, place] = a;
  return kind == b.kind && sameContent(name, b.propertyName) && sameContent(dataType, b.dataType) &&
         sameContent(quantityType, b.quantityType) && sameContent(entries, b.ecProperties) &&
         sameContent(list, b.ecPropertiesList) && sameContent(calculated, b.calculatedPropertyType) &&
         sameContent(formula, b.formula) && id == b.id;
}

}  // namespace premap
