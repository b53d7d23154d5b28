// The table of fields by kind of object; a field that is not in it is stray, misspelt or in the wrong place,
// and told as such.
#include "mapping/fields.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

constexpr Levels kAllNodes = kMappingLevel | kGroupLevel | kPropertyLevel;
// Where lists and single resources may stand: in an answer's envelope, or inside their owner.
constexpr Levels kHoldsMappings = kEnvelopeLevel;
constexpr Levels kHoldsGroups = kEnvelopeLevel | kMappingLevel;
constexpr Levels kHoldsProperties = kEnvelopeLevel | kGroupLevel;

constexpr KnownField kFields[] = {
    {"mapping", kHoldsMappings},
    {"mappings", kHoldsMappings},
    {"mappingName", kMappingLevel},
    {"extractionEnabled", kMappingLevel},
    {"iModelId", kMappingLevel},
    {"sourceMappingId", kMappingLevel},
    {"groups", kHoldsGroups},
    {"group", kHoldsGroups},
    {"groupName", kGroupLevel},
    {"query", kGroupLevel},
    {"metadata", kGroupLevel},
    {"source", kGroupLevel},
    {"properties", kHoldsProperties},
    {"groupProperties", kHoldsProperties},
    {"calculatedProperties", kHoldsProperties},
    {"customCalculations", kHoldsProperties},
    {"property", kHoldsProperties},
    {"groupProperty", kHoldsProperties},
    {"calculatedProperty", kHoldsProperties},
    {"customCalculation", kHoldsProperties},
    {"propertyName", kPropertyLevel},
    {"dataType", kPropertyLevel},
    {"quantityType", kPropertyLevel},
    {"ecProperties", kPropertyLevel},
    {"calculatedPropertyType", kPropertyLevel},
    {"type", kPropertyLevel},
    {"formula", kPropertyLevel},
    {"description", kMappingLevel | kGroupLevel},
    {"ecSchemaName", kECPropertyLevel},
    {"ecClassName", kECPropertyLevel},
    {"ecPropertyName", kECPropertyLevel},
    {"ecPropertyType", kECPropertyLevel},
    {"key", kMetadataLevel},
    {"value", kMetadataLevel},
    {"id", kAllNodes, true},
    {"_links", kAllNodes | kEnvelopeLevel, true},
    {"createdOn", kAllNodes, true},
    {"createdBy", kAllNodes, true},
    {"modifiedOn", kAllNodes, true},
    {"modifiedBy", kAllNodes, true},
};

// Words people write that no edit distance leads from.
struct Alias {
  std::string_view written;
  Levels level;
  std::string_view meant;
};
constexpr Alias kAliases[] = {
    {"name", kMappingLevel, "mappingName"},
    {"name", kGroupLevel, "groupName"},
    {"name", kPropertyLevel, "propertyName"},
    {"displayName", kMappingLevel, "mappingName"},
    {"displayName", kGroupLevel, "groupName"},
    {"displayName", kPropertyLevel, "propertyName"},
    {"enabled", kMappingLevel, "extractionEnabled"},
    {"ecsql", kGroupLevel, "query"},
    {"sql", kGroupLevel, "query"},
    {"columns", kGroupLevel, "properties"},
    {"quantity", kPropertyLevel, "quantityType"},
    {"sources", kPropertyLevel, "ecProperties"},
    {"entries", kPropertyLevel, "ecProperties"},
    {"schema", kECPropertyLevel, "ecSchemaName"},
    {"schemaName", kECPropertyLevel, "ecSchemaName"},
    {"ecSchema", kECPropertyLevel, "ecSchemaName"},
    {"class", kECPropertyLevel, "ecClassName"},
    {"className", kECPropertyLevel, "ecClassName"},
    {"ecClass", kECPropertyLevel, "ecClassName"},
    {"name", kECPropertyLevel, "ecPropertyName"},
    {"path", kECPropertyLevel, "ecPropertyName"},
    {"property", kECPropertyLevel, "ecPropertyName"},
    {"propertyName", kECPropertyLevel, "ecPropertyName"},
    {"ecProperty", kECPropertyLevel, "ecPropertyName"},
    {"type", kECPropertyLevel, "ecPropertyType"},
    {"dataType", kECPropertyLevel, "ecPropertyType"},
    {"name", kMetadataLevel, "key"},
};

const KnownField* findKnown(std::string_view name) {
  for (const KnownField& field : kFields)
    if (field.name == name) return &field;
  return nullptr;
}

}  // namespace

std::span<const KnownField> knownFields() {
  return kFields;
}

std::string_view describe(Levels levels) {
  if (levels & kEnvelopeLevel) return "an answer of the API";
  if (levels & kMappingLevel) return "a mapping";
  if (levels & kGroupLevel) return "a group";
  if (levels & kPropertyLevel) return "a property";
  if (levels & kECPropertyLevel) return "an entry of `ecProperties`";
  return "an entry of `metadata`";
}

std::string escapePointer(std::string_view token) {
  std::string out;
  for (char c : token) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

std::string suggestField(std::string_view key, Levels levels) {
  for (const Alias& alias : kAliases)
    if ((alias.level & levels) && equalsIgnoreCase(alias.written, key)) return std::string(alias.meant);
  std::vector<std::string> candidates;
  for (const KnownField& field : kFields)
    if ((field.levels & levels) && !field.isOfAnswers) candidates.emplace_back(field.name);
  return nearestName(key, candidates).value_or(std::string());
}

ObjectView::ObjectView(const JsonDocument& document, NodeId object, std::string path)
    : document_(&document), id_(object), path_(std::move(path)) {
  if ((*document_)[id_].kind != JsonKind::Object) return;
  for (NodeId child = (*document_)[id_].firstChild; child != kNoNode; child = (*document_)[child].nextSibling)
    members_.emplace_back(document_->key(child), child);
  std::sort(members_.begin(), members_.end());
}

NodeId ObjectView::find(std::string_view name) const {
  auto after = std::upper_bound(members_.begin(), members_.end(), name,
                                [](std::string_view wanted, const auto& member) { return wanted < member.first; });
  if (after == members_.begin() || (after - 1)->first != name) return kNoNode;
  return (after - 1)->second;
}

bool ObjectView::hasObject(std::string_view name) const {
  NodeId value = find(name);
  return value != kNoNode && (*document_)[value].kind == JsonKind::Object;
}

bool ObjectView::hasArray(std::string_view name) const {
  NodeId value = find(name);
  return value != kNoNode && (*document_)[value].kind == JsonKind::Array;
}

bool ObjectView::isMisspelt(std::string_view name) const {
  return std::find(misspelt_.begin(), misspelt_.end(), name) != misspelt_.end();
}

void ObjectView::reportRepeats(DiagnosticSink& sink) const {
  for (size_t i = 0; i + 1 < members_.size(); ++i) {
    if (members_[i].first != members_[i + 1].first) continue;
    if (i > 0 && members_[i - 1].first == members_[i].first) continue;
    size_t last = i + 1;
    while (last + 1 < members_.size() && members_[last + 1].first == members_[i].first) ++last;
    Diagnostic fault =
        error("field-duplicate", "the field " + quoteName(members_[i].first) + " is written " +
                                     (last - i == 1 ? std::string("twice") : std::to_string(last - i + 1) + " times") +
                                     "; only the last one counts")
            .withPath(pathTo(members_[i].first))
            .withSpan((*document_)[members_[last].second].keySpan)
            .withHint("remove all but one");
    fault.related.push_back(
        {"first written here", pathTo(members_[i].first), (*document_)[members_[i].second].keySpan});
    sink.add(std::move(fault));
  }
}

void ObjectView::reportStray(const std::string& key, NodeId value, Levels levels, DiagnosticSink& sink) {
  const Span span = (*document_)[value].keySpan;
  std::string meant = suggestField(key, levels);
  if (!meant.empty() && !has(meant)) {
    misspelt_.push_back(meant);
    Diagnostic fault = error("field-unknown", std::string(describe(levels)) + " has no field " + quoteName(key))
                           .withPath(pathTo(key))
                           .withSpan(span)
                           .withHint("did you mean `" + meant + "`?");
    fault.patch = movePatch(pathTo(key), pathTo(meant));
    fault.isPatchSafe = equalsIgnoreCase(key, meant);
    sink.add(std::move(fault));
    return;
  }
  const KnownField* known = findKnown(key);
  if (known && !known->isOfAnswers) {
    sink.add(error("field-misplaced",
                   "`" + key + "` is a field of " +
                       std::string(describe(known->levels & ~kEnvelopeLevel ? known->levels & ~kEnvelopeLevel
                                                                            : known->levels)) +
                       ", not of " + std::string(describe(levels)) + "; it has no effect here")
                 .withPath(pathTo(key))
                 .withSpan(span)
                 .withHint("move it to where it belongs, or remove it"));
    return;
  }
  sink.add(warning("field-unknown", std::string(describe(levels)) + " has no field " + quoteName(key))
               .withPath(pathTo(key))
               .withSpan(span)
               .withHint(meant.empty() ? "remove it; it has no effect"
                                       : "remove it; the field is `" + meant + "`, which is there too"));
}

void ObjectView::reportStrays(Levels levels, DiagnosticSink& sink) {
  reportRepeats(sink);
  for (size_t i = 0; i < members_.size(); ++i) {
    const std::string& key = members_[i].first;
    if (i + 1 < members_.size() && members_[i + 1].first == key) continue;
    const KnownField* known = findKnown(key);
    if (known && (known->levels & levels)) continue;
    if (known && known->isOfAnswers) continue;
    if (key.starts_with("$")) continue;
    reportStray(key, members_[i].second, levels, sink);
  }
}

void ObjectView::reportType(std::string_view name, NodeId value, JsonKind wanted, DiagnosticSink& sink) const {
  const JsonNode& node = (*document_)[value];
  Diagnostic fault =
      error("field-type", "`" + std::string(name) + "` must be " + std::string(premap::describe(wanted)) + ", not " +
                              std::string(premap::describe(node.kind)))
          .withPath(pathTo(name))
          .withSpan(node.span)
          .withTarget(std::string(name));
  std::string_view raw = document_->raw(node.span);
  constexpr size_t kLongestRepair = 4096;
  if (wanted == JsonKind::Boolean && (raw == "\"true\"" || raw == "\"false\"")) {
    fault.hint = "write it without quotes";
    fault.patch = replacePatch(fault.path, raw.substr(1, raw.size() - 2));
  } else if (wanted == JsonKind::String && (node.kind == JsonKind::Number || node.kind == JsonKind::Boolean)) {
    fault.hint = "put it in double quotes";
    fault.patch = replacePatch(fault.path, "\"" + std::string(raw) + "\"");
  } else if (wanted == JsonKind::String && node.kind == JsonKind::Array) {
    fault.hint = "write one text; a line break inside it is \\n";
  } else if (name == "metadata") {
    fault.hint = "write a list of {\"key\": …, \"value\": …}";
  } else if (wanted == JsonKind::Array && node.kind == JsonKind::Object && raw.size() < kLongestRepair) {
    fault.hint = "put it in brackets: a list with one item";
    fault.patch = replacePatch(fault.path, "[" + std::string(raw) + "]");
  }
  fault.isPatchSafe = !fault.patch.empty();
  sink.add(std::move(fault));
}

template <class T>
Field<T> ObjectView::open(std::string_view name, JsonKind wanted, DiagnosticSink& sink) const {
  Field<T> field;
  field.key = name;
  field.span = {span().begin, span().begin + 1};
  NodeId value = find(name);
  if (value == kNoNode) {
    if (isMisspelt(name)) field.state = FieldState::Faulty;
    return field;
  }
  field.span = (*document_)[value].span;
  if ((*document_)[value].kind == wanted) {
    field.state = FieldState::Present;
  } else if ((*document_)[value].kind == JsonKind::Null) {
    field.state = FieldState::Null;
  } else {
    field.state = FieldState::Faulty;
    reportType(name, value, wanted, sink);
  }
  return field;
}

TextField ObjectView::text(std::string_view name, DiagnosticSink& sink) const {
  TextField field = open<std::string>(name, JsonKind::String, sink);
  if (field.isPresent()) field.value = document_->string(find(name));
  return field;
}

BoolField ObjectView::boolean(std::string_view name, DiagnosticSink& sink) const {
  BoolField field = open<bool>(name, JsonKind::Boolean, sink);
  if (field.isPresent()) field.value = document_->raw(field.span) == "true";
  return field;
}

Field<size_t> ObjectView::array(std::string_view name, DiagnosticSink& sink) const {
  Field<size_t> field = open<size_t>(name, JsonKind::Array, sink);
  if (!field.isPresent()) return field;
  for (NodeId item = (*document_)[find(name)].firstChild; item != kNoNode; item = (*document_)[item].nextSibling)
    ++field.value;
  return field;
}

void ObjectView::expectObject(std::string_view name, DiagnosticSink& sink) const {
  NodeId value = find(name);
  if (value == kNoNode || (*document_)[value].kind == JsonKind::Object || (*document_)[value].kind == JsonKind::Null)
    return;
  reportType(name, value, JsonKind::Object, sink);
}

}  // namespace premap
