// The call `outline`: the mapping as the engine read it, each part with its pointer and place, for whoever
// shows or edits it.
#include <algorithm>

#include "premap/formula/formula.h"
#include "premap/mapping/api.h"
#include "premap/mapping/read.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

std::string_view kindOf(const GroupProperty& column) {
  if (!column.ecProperties.empty()) return "mapped";
  if (column.calculatedPropertyType.isPresent()) return "calculated";
  return column.formula.isPresent() ? "formula" : "placeholder";
}

std::string_view resourceOf(GroupPropertyKind kind) {
  switch (kind) {
    case GroupPropertyKind::Property:
      return "properties";
    case GroupPropertyKind::CalculatedProperty:
      return "calculatedProperties";
    case GroupPropertyKind::CustomCalculation:
      return "customCalculations";
  }
  return {};
}

class OutlineWriter {
 public:
  explicit OutlineWriter(std::string_view text) : places_(text) {}

  std::string write(const ReadResult& read, const ApiInference& told) && {
    const Mapping& mapping = read.mapping;
    json_.beginObject().key("api").value(apiName(told.api));
    if (told.sign)
      json_.key("apiSign")
          .beginObject()
          .key("what")
          .value(told.sign->what)
          .key("pointer")
          .value(told.sign->path)
          .endObject();
    json_.key("mappingCount").value(read.others.size() + 1);
    json_.key("name").value(mapping.mappingName.value);
    field("description", mapping.description);
    if (mapping.extractionEnabled.isPresent()) json_.key("extractionEnabled").value(mapping.extractionEnabled.value);
    json_.optional("id", mapping.id);
    place(mapping.place);
    list("groupsPointer", mapping.groupsPath);
    json_.key("groups").beginArray();
    for (const Group& group : mapping.groups) write(group);
    json_.endArray().endObject();
    return json_.take();
  }

 private:
  void write(const Group& group) {
    json_.beginObject().key("name").value(group.groupName.value).key("query").value(group.query.value);
    field("description", group.description);
    json_.optional("id", group.id);
    place(group.place);
    list("columnsPointer", group.propertiesPath);
    if (!group.metadata.empty()) write(group.metadata);
    json_.key("columns").beginArray();
    for (const GroupProperty& column : group.properties) write(column);
    json_.endArray().endObject();
  }

  void write(const std::vector<MetadataEntry>& metadata) {
    json_.key("metadata").beginArray();
    for (const MetadataEntry& entry : metadata) {
      json_.beginObject().key("key").value(entry.key.value);
      field("value", entry.value);
      json_.endObject();
    }
    json_.endArray();
  }

  void write(const GroupProperty& column) {
    json_.beginObject().key("name").value(column.propertyName.value).key("kind").value(kindOf(column));
    json_.key("resource").value(resourceOf(column.kind));
    field("dataType", column.dataType);
    field("quantityType", column.quantityType);
    field("calculatedPropertyType", column.calculatedPropertyType);
    field("formula", column.formula);
    if (column.formula.isPresent()) writeNames(column.formula.value);
    json_.optional("id", column.id);
    place(column.place);
    json_.key("entries").beginArray();
    for (const ECProperty& entry : column.ecProperties) write(entry);
    json_.endArray().endObject();
  }

  // In UTF-16 units of the formula.
  void writeNames(std::string_view formula) {
    PlaceFinder inFormula(formula);
    json_.key("names").beginArray();
    for (const FormulaName& name : namesInFormula(formula)) {
      const FoundPlace at = inFormula.find(name.span, std::nullopt);
      json_.beginObject().key("name").value(name.name).key("from").value(at.from).key("to").value(at.to).endObject();
    }
    json_.endArray();
  }

  void write(const ECProperty& entry) {
    json_.beginObject().key("schema").value(entry.ecSchemaName.value).key("class").value(entry.ecClassName.value);
    json_.key("property").value(entry.ecPropertyName.value);
    field("type", entry.ecPropertyType);
    place(entry.place);
    json_.endObject();
  }

  void field(std::string_view name, const TextField& text) {
    if (text.isPresent()) json_.key(name).value(text.value);
  }

  void list(std::string_view name, const std::optional<std::string>& path) {
    if (path) json_.key(name).value(*path);
  }

  void place(const Place& place) {
    json_.key("pointer").value(place.path);
    writeSpan(json_, place.span, places_);
  }

  JsonWriter json_;
  PlaceFinder places_;
};

}  // namespace

std::string_view apiName(ApiGeneration api) {
  return api == ApiGeneration::V1 ? "reporting" : "groupingAndMapping";
}

std::string outline(Readings& readings, const Params& params) {
  const auto source = readings.read(params.view("mapping"));
  if (!source->read.isReadable) return failEnvelope(source->read.diagnostics, source->text);
  ApiInference told = inferApi(source->read.mapping);
  if (const auto asked = apiOf(params)) told = {*asked, std::nullopt, std::nullopt};
  return okEnvelope(OutlineWriter(source->text).write(source->read, told));
}

}  // namespace premap::calls
