// Reads every shape a mapping comes in (premap's file, an API body, a saved answer, a bare group) into one model; a
// fault costs its own field, never the text.
#include "premap/mapping/read.h"

#include <algorithm>
#include <initializer_list>

#include "mapping/document.h"
#include "mapping/fields.h"
#include "premap/base/sort_stably.h"
#include "premap/base/text.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

struct PropertyList {
  std::string_view field;
  GroupPropertyKind kind;
};
// In the order of the output columns.
constexpr PropertyList kPropertyLists[] = {
    {"properties", GroupPropertyKind::Property},
    {"groupProperties", GroupPropertyKind::Property},
    {"calculatedProperties", GroupPropertyKind::CalculatedProperty},
    {"customCalculations", GroupPropertyKind::CustomCalculation},
};
constexpr PropertyList kSingleProperties[] = {
    {"property", GroupPropertyKind::Property},
    {"groupProperty", GroupPropertyKind::Property},
    {"calculatedProperty", GroupPropertyKind::CalculatedProperty},
    {"customCalculation", GroupPropertyKind::CustomCalculation},
};

bool hasAnyOf(const ObjectView& object, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names)
    if (object.has(name)) return true;
  return false;
}

bool holdsMapping(const ObjectView& object) {
  return hasAnyOf(object, {"mapping", "mappingName", "groups", "extractionEnabled", "sourceMappingId"});
}

bool holdsPropertyLists(const ObjectView& object) {
  for (const PropertyList& list : kPropertyLists)
    if (object.has(list.field)) return true;
  for (const PropertyList& single : kSingleProperties)
    if (object.has(single.field)) return true;
  return false;
}

bool isPropertyBody(const ObjectView& object) {
  return hasAnyOf(object, {"propertyName", "ecProperties", "dataType", "calculatedPropertyType", "formula"});
}

bool holdsGroup(const ObjectView& object) {
  return hasAnyOf(object, {"group", "groupName", "query"}) || holdsPropertyLists(object) || isPropertyBody(object);
}

// A v1 list of calculated properties is called `properties` too; its items are told by their `type`.
bool isCalculatedBody(const ObjectView& object) {
  if (!object.has("type") || hasAnyOf(object, {"dataType", "ecProperties", "formula"})) return false;
  const JsonNode& type = object.document()[object.find("type")];
  const bool isText = type.kind == JsonKind::String;
  return !isText || !dataTypeFrom(object.document().string(object.find("type"))) ||
         object.document().raw(type.span) == "\"Undefined\"";
}

// Alone, without a name, and so of a word that other files do not have: a package.json has a `type`, too.
bool isLoneCalculatedBody(const ObjectView& object) {
  if (!isCalculatedBody(object)) return false;
  const JsonNode& type = object.document()[object.find("type")];
  if (type.kind != JsonKind::String) return false;
  const std::string word = object.document().string(object.find("type"));
  return word == "Undefined" || calculatedPropertyTypeFrom(word).has_value();
}

template <class T>
bool isUnwritten(const Field<T>& field) {
  return field.state == FieldState::Absent;
}

class MappingReader {
 public:
  MappingReader(const JsonDocument& document, DiagnosticSink& sink) : document_(document), sink_(sink) {}

  /// The mappings of the text; none when its shape is not known (then reported).
  std::vector<Mapping> readRoot();

 private:
  std::vector<Mapping> readRootObject(ObjectView root);
  std::vector<Mapping> readRootArray();
  std::vector<Mapping> readMappingList(NodeId list, const std::string& path);
  Mapping readMapping(ObjectView outer);
  Mapping implicitMapping(NodeId node, const std::string& path);
  void readGroups(const ObjectView& owner, Mapping& mapping);
  void readGroupList(NodeId list, const std::string& path, Mapping& mapping);
  /// `isChecked`: the strays of `outer` have been reported by its owner.
  Group readGroup(ObjectView outer, Mapping& mapping, bool mayBeImplicit, bool isChecked);
  void readProperties(const ObjectView& owner, Group& group, Mapping& mapping);
  void readSingleProperty(const ObjectView& owner, const PropertyList& single, Group& group, Mapping& mapping);
  void readPropertyList(NodeId list, const std::string& path, GroupPropertyKind kind, Group& group, Mapping& mapping);
  GroupProperty readProperty(ObjectView object, GroupPropertyKind kind, Levels levels, Mapping& mapping);
  void reportStrayType(const ObjectView& object, GroupProperty& property);
  void readEntries(const ObjectView& object, GroupProperty& property);
  void readMetadata(const ObjectView& object, Group& group);
  void noteLinks(const ObjectView& object, Mapping& mapping);
  void noteSign(ApiGeneration api, const ObjectView& object, std::string_view name, Mapping& mapping);
  std::string textOrEmpty(const ObjectView& object, std::string_view name) const;
  /// Calls `read` with each item of a list that is an object.
  template <class Read>
  void forEachItem(NodeId list, const std::string& path, std::string_view what, Read read) {
    size_t index = 0;
    for (NodeId item = document_[list].firstChild; item != kNoNode; item = document_[item].nextSibling, ++index) {
      std::string itemPath = path + "/" + std::to_string(index);
      if (expectItem(item, itemPath, what)) read(ObjectView(document_, item, std::move(itemPath)));
    }
  }
  /// False, and reported, when an item of a list is no object.
  bool expectItem(NodeId item, const std::string& path, std::string_view what);
  void reportUnknownShape(const ObjectView& root);

  const JsonDocument& document_;
  DiagnosticSink& sink_;
};

std::vector<Mapping> MappingReader::readRoot() {
  const JsonNode& root = document_[0];
  if (root.kind == JsonKind::Object) return readRootObject(ObjectView(document_, 0, ""));
  if (root.kind == JsonKind::Array) return readRootArray();
  sink_.add(error("mapping-shape-unknown", "a mapping is an object, not " + std::string(describe(root.kind)))
                .withSpan(root.span)
                .withHint("start with {\"mappingName\": \"…\", \"groups\": []}"));
  return {};
}

std::vector<Mapping> MappingReader::readRootObject(ObjectView root) {
  if (root.hasArray("mappings")) {
    root.reportStrays(kEnvelopeLevel, sink_);
    return readMappingList(root.find("mappings"), "/mappings");
  }
  std::vector<Mapping> mappings;
  if (holdsMapping(root)) {
    mappings.push_back(readMapping(std::move(root)));
  } else if (holdsGroup(root) || isLoneCalculatedBody(root)) {
    Mapping mapping = implicitMapping(0, "");
    Group group = readGroup(std::move(root), mapping, true, false);
    mapping.groups.push_back(std::move(group));
    mappings.push_back(std::move(mapping));
  } else {
    reportUnknownShape(root);
  }
  return mappings;
}

std::vector<Mapping> MappingReader::readRootArray() {
  NodeId first = document_[0].firstChild;
  if (first == kNoNode || document_[first].kind != JsonKind::Object) {
    sink_.add(error("mapping-shape-unknown", "the text is a list, but not of mappings, groups or properties")
                  .withSpan(document_[0].span)
                  .withHint("start with {\"mappingName\": \"…\", \"groups\": []}"));
    return {};
  }
  ObjectView sample(document_, first, "/0");
  if (holdsMapping(sample)) return readMappingList(0, "");
  std::vector<Mapping> mappings;
  if (hasAnyOf(sample, {"group", "groupName", "query"}) && !isPropertyBody(sample)) {
    mappings.push_back(implicitMapping(0, ""));
    mappings.back().groupsPath = "";
    readGroupList(0, "", mappings.back());
  } else if (isPropertyBody(sample) || isLoneCalculatedBody(sample) || holdsPropertyLists(sample)) {
    Mapping& mapping = mappings.emplace_back(implicitMapping(0, ""));
    Group group;
    group.place = mapping.place;
    group.isImplicit = true;
    group.query.key = "query";
    group.query.span = {document_[0].span.begin, document_[0].span.begin + 1};
    group.propertiesPath = "";
    readPropertyList(0, "", GroupPropertyKind::Property, group, mapping);
    mapping.groups.push_back(std::move(group));
  } else {
    reportUnknownShape(sample);
  }
  return mappings;
}

std::vector<Mapping> MappingReader::readMappingList(NodeId list, const std::string& path) {
  std::vector<Mapping> mappings;
  forEachItem(list, path, "a mapping", [&](ObjectView object) { mappings.push_back(readMapping(std::move(object))); });
  if (mappings.empty())
    sink_.add(error("mapping-shape-unknown", "the list of mappings is empty")
                  .withPath(path)
                  .withSpan(document_[list].span)
                  .withHint("save the answer of one mapping with its groups and properties"));
  if (mappings.size() > 1)
    sink_.add(info("mappings-several", "the text holds " + std::to_string(mappings.size()) +
                                           " mappings; a preview shows the first, `" + mappings[0].mappingName.value +
                                           "`")
                  .withPath(mappings[1].place.path)
                  .withSpan(mappings[1].place.span)
                  .withHint("keep one mapping a file"));
  return mappings;
}

Mapping MappingReader::implicitMapping(NodeId node, const std::string& path) {
  Mapping mapping;
  mapping.place = {path, document_[node].span};
  mapping.isImplicit = true;
  const Span opening{document_[node].span.begin, document_[node].span.begin + 1};
  mapping.mappingName.key = "mappingName", mapping.mappingName.span = opening;
  mapping.extractionEnabled.key = "extractionEnabled", mapping.extractionEnabled.span = opening;
  return mapping;
}

Mapping MappingReader::readMapping(ObjectView outer) {
  const bool isWrapped = outer.hasObject("mapping");
  outer.expectObject("mapping", sink_);
  // Beside a wrapped mapping its groups, or one group's properties, may have been put in the same file.
  outer.reportStrays(isWrapped              ? kEnvelopeLevel | kGroupLevel
                     : outer.has("mapping") ? kEnvelopeLevel
                                            : kMappingLevel,
                     sink_);
  Mapping mapping;
  ObjectView body =
      isWrapped ? ObjectView(document_, outer.find("mapping"), outer.pathTo("mapping")) : std::move(outer);
  if (isWrapped) body.reportStrays(kMappingLevel, sink_);
  mapping.place = {body.path(), body.span()};
  mapping.mappingName = body.text("mappingName", sink_);
  mapping.description = body.text("description", sink_);
  mapping.extractionEnabled = body.boolean("extractionEnabled", sink_);
  mapping.iModelId = body.text("iModelId", sink_);
  mapping.sourceMappingId = body.text("sourceMappingId", sink_);
  mapping.id = textOrEmpty(body, "id");
  // A saved list of groups says nothing of its mapping.
  mapping.isImplicit = !isWrapped && body.has("groups") && body.has("_links") && !body.has("id") &&
                       isUnwritten(mapping.mappingName) && isUnwritten(mapping.extractionEnabled);
  noteLinks(body, mapping);
  readGroups(body, mapping);
  if (!isWrapped) return mapping;
  readGroups(outer, mapping);
  const bool hasLooseGroup = outer.has("query") || holdsPropertyLists(outer);
  if (hasLooseGroup && !outer.has("group") && mapping.groups.empty()) {
    Group group = readGroup(std::move(outer), mapping, true, true);
    mapping.groups.push_back(std::move(group));
  }
  return mapping;
}

void MappingReader::readGroups(const ObjectView& owner, Mapping& mapping) {
  const FieldState state = owner.array("groups", sink_).state;
  if (!mapping.groupsPath || state == FieldState::Present) mapping.groupsPath = owner.pathTo("groups");
  if (mapping.groupsState == FieldState::Absent) mapping.groupsState = state;
  if (state == FieldState::Present) readGroupList(owner.find("groups"), owner.pathTo("groups"), mapping);
  owner.expectObject("group", sink_);
  if (owner.hasObject("group")) {
    Group group = readGroup(owner, mapping, false, true);
    mapping.groups.push_back(std::move(group));
  }
}

void MappingReader::readGroupList(NodeId list, const std::string& path, Mapping& mapping) {
  forEachItem(list, path, "a group", [&](ObjectView object) {
    Group group = readGroup(std::move(object), mapping, false, false);
    mapping.groups.push_back(std::move(group));
  });
}

Group MappingReader::readGroup(ObjectView outer, Mapping& mapping, bool mayBeImplicit, bool isChecked) {
  const bool isWrapped = outer.hasObject("group");
  const bool isLoneProperty =
      mayBeImplicit && !isWrapped && !holdsPropertyLists(outer) && (isPropertyBody(outer) || isCalculatedBody(outer));
  const Levels aside = isWrapped ? kEnvelopeLevel : isLoneProperty ? kPropertyLevel : 0;
  if (!isChecked) outer.reportStrays(kGroupLevel | aside, sink_);
  ObjectView body = isWrapped ? ObjectView(document_, outer.find("group"), outer.pathTo("group")) : outer;
  if (isWrapped) body.reportStrays(kGroupLevel, sink_);

  Group group;
  group.place = {body.path(), body.span()};
  group.isImplicit = mayBeImplicit && !isWrapped && !body.has("groupName");
  group.groupName = body.text("groupName", sink_);
  group.description = body.text("description", sink_);
  group.query = body.text("query", sink_);
  group.id = textOrEmpty(body, "id");
  body.expectObject("source", sink_);
  if (body.hasObject("source"))
    group.sourceGroupId = textOrEmpty(ObjectView(document_, body.find("source"), body.pathTo("source")), "groupId");
  noteLinks(body, mapping);
  readMetadata(body, group);
  if (isLoneProperty) {
    GroupPropertyKind kind =
        isCalculatedBody(body) ? GroupPropertyKind::CalculatedProperty : GroupPropertyKind::Property;
    group.properties.push_back(readProperty(body, kind, 0, mapping));
    return group;
  }
  readProperties(body, group, mapping);
  if (isWrapped) readProperties(outer, group, mapping);
  sortStably(group.properties, [](const GroupProperty& a, const GroupProperty& b) { return a.kind < b.kind; });
  return group;
}

void MappingReader::readProperties(const ObjectView& owner, Group& group, Mapping& mapping) {
  if (!group.propertiesPath) group.propertiesPath = owner.pathTo("properties");
  for (const PropertyList& list : kPropertyLists) {
    const FieldState state = owner.array(list.field, sink_).state;
    if (state == FieldState::Faulty || group.propertiesState == FieldState::Absent) group.propertiesState = state;
    if (state != FieldState::Present) continue;
    if (list.kind == GroupPropertyKind::Property) group.propertiesPath = owner.pathTo(list.field);
    readPropertyList(owner.find(list.field), owner.pathTo(list.field), list.kind, group, mapping);
  }
  for (const PropertyList& single : kSingleProperties) {
    owner.expectObject(single.field, sink_);
    if (owner.hasObject(single.field)) readSingleProperty(owner, single, group, mapping);
  }
  for (const char* name : {"calculatedProperties", "customCalculations", "calculatedProperty", "customCalculation"})
    if (owner.has(name)) noteSign(ApiGeneration::V1, owner, name, mapping);
}

void MappingReader::readSingleProperty(const ObjectView& owner, const PropertyList& single, Group& group,
                                       Mapping& mapping) {
  ObjectView object(document_, owner.find(single.field), owner.pathTo(single.field));
  GroupPropertyKind kind = isCalculatedBody(object) ? GroupPropertyKind::CalculatedProperty : single.kind;
  const bool bringsQuery = group.isImplicit && !owner.has("query") && object.has("query");
  if (bringsQuery) {
    group.place = {object.path(), object.span()};
    group.query = object.text("query", sink_);
  }
  Levels levels = bringsQuery ? kPropertyLevel | kGroupLevel : kPropertyLevel;
  group.properties.push_back(readProperty(std::move(object), kind, levels, mapping));
}

void MappingReader::readPropertyList(NodeId list, const std::string& path, GroupPropertyKind kind, Group& group,
                                     Mapping& mapping) {
  forEachItem(list, path, "a property", [&](ObjectView object) {
    GroupPropertyKind itemKind = kind;
    for (const PropertyList& single : kSingleProperties) {
      if (!object.hasObject(single.field)) continue;
      object.reportStrays(kEnvelopeLevel, sink_);
      itemKind = single.kind == GroupPropertyKind::Property ? kind : single.kind;
      object = ObjectView(document_, object.find(single.field), object.pathTo(single.field));
      break;
    }
    if (itemKind == GroupPropertyKind::Property && isCalculatedBody(object))
      itemKind = GroupPropertyKind::CalculatedProperty;
    group.properties.push_back(readProperty(std::move(object), itemKind, kPropertyLevel, mapping));
  });
}

GroupProperty MappingReader::readProperty(ObjectView object, GroupPropertyKind kind, Levels levels, Mapping& mapping) {
  if (levels) object.reportStrays(levels, sink_);
  GroupProperty property;
  property.kind = kind;
  property.place = {object.path(), object.span()};
  property.propertyName = object.text("propertyName", sink_);
  property.dataType = object.text("dataType", sink_);
  property.quantityType = object.text("quantityType", sink_);
  property.formula = object.text("formula", sink_);
  property.id = textOrEmpty(object, "id");
  const bool isCalculated = kind == GroupPropertyKind::CalculatedProperty;
  const bool usesType = isCalculated && !object.has("calculatedPropertyType");
  property.calculatedPropertyType = object.text(usesType ? "type" : "calculatedPropertyType", sink_);
  if (isCalculated && usesType && object.has("type")) noteSign(ApiGeneration::V1, object, "type", mapping);
  if (!usesType && object.has("type")) reportStrayType(object, property);
  noteLinks(object, mapping);
  readEntries(object, property);
  return property;
}

// `type` is the field of a v1 calculated property; elsewhere the data type was meant.
void MappingReader::reportStrayType(const ObjectView& object, GroupProperty& property) {
  Diagnostic fault = warning("field-unknown", "`type` is the field of a v1 calculated property; it has no effect here")
                         .withPath(object.pathTo("type"))
                         .withSpan(document_[object.find("type")].keySpan)
                         .withHint("the data type of a property is `dataType`");
  if (property.dataType.state == FieldState::Absent) {
    fault.severity = Severity::Error;
    fault.patch = movePatch(object.pathTo("type"), object.pathTo("dataType"));
    property.dataType.state = FieldState::Faulty;
  }
  sink_.add(std::move(fault));
}

void MappingReader::readEntries(const ObjectView& object, GroupProperty& property) {
  property.ecPropertiesList = object.array("ecProperties", sink_);
  if (!property.ecPropertiesList.isPresent()) return;
  property.ecProperties.reserve(property.ecPropertiesList.value);
  forEachItem(object.find("ecProperties"), object.pathTo("ecProperties"), "an entry of `ecProperties`",
              [&](ObjectView entryObject) {
                entryObject.reportStrays(kECPropertyLevel, sink_);
                ECProperty entry;
                entry.place = {entryObject.path(), entryObject.span()};
                entry.ecSchemaName = entryObject.text("ecSchemaName", sink_);
                entry.ecClassName = entryObject.text("ecClassName", sink_);
                entry.ecPropertyName = entryObject.text("ecPropertyName", sink_);
                entry.ecPropertyType = entryObject.text("ecPropertyType", sink_);
                property.ecProperties.push_back(std::move(entry));
              });
}

void MappingReader::readMetadata(const ObjectView& object, Group& group) {
  if (!object.array("metadata", sink_).isPresent()) return;
  forEachItem(object.find("metadata"), object.pathTo("metadata"), "an entry of `metadata`",
              [&](ObjectView entryObject) {
                entryObject.reportStrays(kMetadataLevel, sink_);
                MetadataEntry entry;
                entry.place = {entryObject.path(), entryObject.span()};
                entry.key = entryObject.text("key", sink_);
                entry.value = entryObject.text("value", sink_);
                group.metadata.push_back(std::move(entry));
              });
}

// The two APIs spell one link differently, which tells their answers apart.
void MappingReader::noteLinks(const ObjectView& object, Mapping& mapping) {
  if (!object.hasObject("_links")) return;
  const ObjectView links(document_, object.find("_links"), object.pathTo("_links"));
  for (NodeId link = document_[links.id()].firstChild; link != kNoNode; link = document_[link].nextSibling) {
    std::string name = document_.key(link);
    if (name == "imodel") noteSign(ApiGeneration::V1, links, name, mapping);
    if (name == "iModel") noteSign(ApiGeneration::GroupingAndMapping, links, name, mapping);
  }
}

void MappingReader::noteSign(ApiGeneration api, const ObjectView& object, std::string_view name, Mapping& mapping) {
  for (const ApiSign& sign : mapping.signs)
    if (sign.api == api) return;
  mapping.signs.push_back({api, "`" + std::string(name) + "`", object.pathTo(name), document_[object.find(name)].span});
}

std::string MappingReader::textOrEmpty(const ObjectView& object, std::string_view name) const {
  NodeId value = object.find(name);
  return value != kNoNode && document_[value].kind == JsonKind::String ? document_.string(value) : std::string();
}

bool MappingReader::expectItem(NodeId item, const std::string& path, std::string_view what) {
  if (document_[item].kind == JsonKind::Object) return true;
  Diagnostic fault =
      error("field-type", std::string(what) + " must be an object, not " + std::string(describe(document_[item].kind)))
          .withPath(path)
          .withSpan(document_[item].span);
  if (document_[item].kind == JsonKind::Null) {
    fault.hint = "remove it";
    fault.patch = removePatch(path), fault.isPatchSafe = true;
  } else if (what.find("ecProperties") != what.npos) {
    fault.hint = "write {\"ecSchemaName\": …, \"ecClassName\": …, \"ecPropertyName\": …}";
  }
  sink_.add(std::move(fault));
  return false;
}

void MappingReader::reportUnknownShape(const ObjectView& root) {
  Diagnostic fault =
      error("mapping-shape-unknown",
            root.members().empty() ? "the object is empty" : "the text is JSON, but no mapping, group or property")
          .withPath(root.path())
          .withSpan(root.span())
          .withHint("a mapping has `groups`; a group has `groupName`, `query` and `properties`");
  if (root.hasObject("error")) {
    ObjectView answer(document_, root.find("error"), root.pathTo("error"));
    fault.message = "this is an error answer of the API: `" + textOrEmpty(answer, "code") + "`";
    fault.hint = "save the answer of a request that succeeded; the API says: " + textOrEmpty(answer, "message");
  }
  if (hasAnyOf(root, {"ecSchemaName", "ecClassName", "ecPropertyName"})) {
    fault.hint =
        "this is one entry of `ecProperties`; put it in a property: {\"propertyName\": …, \"dataType\": …, "
        "\"ecProperties\": [ … ]}";
    return sink_.add(std::move(fault));
  }
  std::vector<std::string> names;
  for (const KnownField& field : knownFields())
    if (!field.isOfAnswers) names.emplace_back(field.name);
  for (const auto& [key, value] : root.members()) {
    std::optional<std::string> meant = nearestName(key, names);
    if (meant && *meant != key)
      fault.related.push_back({quoteName(key) + " is not a known field; did you mean `" + *meant + "`?",
                               root.pathTo(key), document_[value].keySpan});
  }
  sink_.add(std::move(fault));
}

}  // namespace

ReadResult readMapping(std::string_view text, FaultScope scope) {
  ReadResult result;
  JsonDocument document;
  if (std::optional<Diagnostic> fault = parseDocument(text, document)) {
    result.diagnostics.push_back(std::move(*fault));
    return result;
  }
  DiagnosticSink sink(scope);
  std::vector<Mapping> mappings = MappingReader(document, sink).readRoot();
  result.diagnostics = sink.take();
  if (mappings.empty()) return result;
  result.isReadable = true;
  result.mapping = std::move(mappings[0]);
  for (size_t i = 1; i < mappings.size(); ++i) result.others.push_back(std::move(mappings[i]));
  return result;
}

}  // namespace premap
