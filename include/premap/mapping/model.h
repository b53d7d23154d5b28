// The mapping as written: Mapping > Group > GroupProperty > ECProperty, every node with its JSON pointer and byte span.
//
//   for (const Group& group : mapping.groups)
//     for (const GroupProperty& property : group.properties)
//       for (const ECProperty& entry : property.ecProperties)
//         use(entry.ecClassName.value, entry.place.path);            // "/groups/0/properties/2/ecProperties/0"
//   error("path-invalid", "…").withPath(entry.place.at(entry.ecPropertyName)).withSpan(entry.ecPropertyName.span);
//
// The model says what the file says, faults included: a name may be empty, an enum word unknown, a field absent. What
// is wrong with it is told by readMapping (read.h) and validateContract (check/contract.h), never
// by throwing nodes away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"
#include "premap/mapping/vocabulary.h"

namespace premap {

/// How a field stands in the text.
enum class FieldState : uint8_t {
  Absent,
  Null,    ///< written as null: as good as absent for the APIs
  Faulty,  ///< there, but of a wrong JSON type, or misspelt; readMapping has reported it
  Present
};

/// One field of a node. `value` is the type's default unless the state is Present.
template <class T>
struct Field {
  T value{};
  FieldState state = FieldState::Absent;
  std::string_view key;  ///< the field's name in the file ("type" for a v1 calculated property's type); static text
  Span span;             ///< of the JSON value with its quotes; for an absent field that of its node's opening brace
  bool isPresent() const { return state == FieldState::Present; }
};
/// Is the field as good as not written?
template <class T>
bool isMissing(const Field<T>& field) {
  return field.state == FieldState::Absent || field.state == FieldState::Null;
}
using TextField = Field<std::string>;
using BoolField = Field<bool>;

/// Where a node stands.
struct Place {
  std::string path;  ///< JSON pointer (RFC 6901), "" for the whole text
  Span span;         ///< of the object with its braces
  template <class T>
  std::string at(const Field<T>& field) const {
    return path + "/" + std::string(field.key);
  }
};

/// Places a fault that was found in a field's decoded text (a query, a formula); one without a place is
/// about all of it. What repairs the field's text becomes a patch of the mapping.
void placeInside(Diagnostic& fault, const Place& place, const TextField& field);

/// One source of a column: a class and a path of properties.
struct ECProperty {
  TextField ecSchemaName;    ///< "*": any
  TextField ecClassName;     ///< "*": any
  TextField ecPropertyName;  ///< a property, or a dotted path
  TextField ecPropertyType;  ///< v1 only; a dataTypeFrom word
  Place place;
};

/// Which resource of the API a column comes from.
enum class GroupPropertyKind : uint8_t {
  Property,            ///< v1 GroupProperty, or a Grouping and Mapping property with up to three kinds of source
  CalculatedProperty,  ///< v1 only: calculatedPropertyType alone (written `type`)
  CustomCalculation    ///< v1 only: formula alone; its data type is inferred from the formula unless an answer gives it
};

/// Something in the text that only one generation of the API has.
struct ApiSign {
  ApiGeneration api = ApiGeneration::GroupingAndMapping;
  std::string what;  ///< "`ecPropertyType`"
  std::string path;
  Span span;
};

/// One column of a group's table.
struct GroupProperty {
  GroupPropertyKind kind = GroupPropertyKind::Property;
  TextField propertyName;
  TextField dataType;      ///< a dataTypeFrom word
  TextField quantityType;  ///< a quantityTypeFrom word; absent = none
  std::vector<ECProperty> ecProperties;
  Field<size_t> ecPropertiesList;    ///< state and span of the array itself; value = its length
  TextField calculatedPropertyType;  ///< a calculatedPropertyTypeFrom word
  TextField formula;
  std::string id;  ///< of a saved answer
  Place place;
};

struct MetadataEntry {
  TextField key;
  TextField value;  ///< may be absent or null
  Place place;
};

/// One output table: a query and its columns.
struct Group {
  TextField groupName;
  TextField description;
  TextField query;  ///< ECSQL; in v1 also a bare class name
  std::vector<MetadataEntry> metadata;
  /// Columns in output order: properties, then v1 calculated properties, then v1 custom calculations, as written.
  std::vector<GroupProperty> properties;
  FieldState propertiesState = FieldState::Absent;  ///< of all lists of properties together
  std::optional<std::string> propertiesPath;  ///< of the list a new property goes to, though it may not be there yet
  std::string sourceGroupId;  ///< Grouping and Mapping: create with the columns of another group, which the file lacks
  std::string id;             ///< of a saved answer
  Place place;
  bool isImplicit = false;  ///< the text holds no group object (a pasted property body): it needs no name
};

struct Mapping {
  TextField mappingName;
  TextField description;
  BoolField extractionEnabled;  ///< default when absent: true in v1, false in Grouping and Mapping
  TextField iModelId;
  TextField sourceMappingId;
  std::vector<Group> groups;
  FieldState groupsState = FieldState::Absent;  ///< of the list as it stands in the text
  std::optional<std::string> groupsPath;        ///< of the list a new group goes to, though it may not be there yet
  std::string id;                               ///< of a saved answer
  Place place;
  bool isImplicit = false;     ///< the text holds no mapping object (a pasted group or property): it needs no name
  std::vector<ApiSign> signs;  ///< the first of each generation that reading met outside the fields above
};

}  // namespace premap
