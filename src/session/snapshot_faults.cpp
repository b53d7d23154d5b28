#include "session/snapshot_faults.h"

#include <set>

#include "premap/base/text.h"
#include "premap/mapping/read.h"
#include "premap/resolve/plan.h"

namespace premap {

namespace {

constexpr std::string_view kAny = "*";
constexpr std::string_view kSystemProperties[] = {"ECInstanceId",    "ECClassId",          "SourceECInstanceId",
                                                  "SourceECClassId", "TargetECInstanceId", "TargetECClassId"};

using NameSet = std::set<std::string, LessIgnoreCase>;

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Every word of the query: a column's name, given or taken over, is among them unless `*` selects it.
NameSet wordsOf(std::string_view query) {
  NameSet words;
  for (size_t at = 0; at < query.size();) {
    size_t end = at;
    while (end < query.size() && isWordByte(query[end])) ++end;
    if (end > at) words.emplace(query.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  const std::optional<std::string> nearest = nearestName(name, candidates);
  return nearest ? "did you mean `" + *nearest + "`?" : std::string();
}

class EntryCheck {
 public:
  EntryCheck(const Catalog& catalog, Diagnostics& faults) : catalog_(catalog), faults_(faults) {}

  void checkGroup(const Group& group) {
    queryWords_ = wordsOf(group.query.value);
    selectsAll_ = group.query.value.find('*') != std::string::npos || !queryWords_.contains("SELECT");
    for (const GroupProperty& property : group.properties)
      for (const ECProperty& entry : property.ecProperties) check(entry);
  }

 private:
  void check(const ECProperty& entry) {
    const std::string &schemaName = entry.ecSchemaName.value, &className = entry.ecClassName.value;
    if (schemaName.empty() || className.empty() || entry.ecPropertyName.value.empty()) return;
    const Schema* schema = schemaName == kAny ? nullptr : schemaOf(entry);
    if (schemaName != kAny && !schema) return;
    const std::vector<const Class*> classes = classesOf(schema, className);
    if (classes.empty() && className != kAny) return reportClass(entry, schema);
    checkProperty(entry, classes);
  }

  // Entries name a schema by its name; the alias that queries may use matches nothing.
  const Schema* schemaOf(const ECProperty& entry) {
    const std::string& name = entry.ecSchemaName.value;
    const Schema* schema = catalog_.findSchema(name);
    if (schema && equalsIgnoreCase(schema->name, name)) return schema;
    std::vector<std::string> names;
    for (const Schema* known : catalog_.schemas()) names.push_back(known->name);
    report(warning("class-unknown", schema ? "`" + name + "` is the alias of a schema; entries take its name"
                                           : "the snapshot has no schema `" + name + "`"),
           entry, entry.ecSchemaName, schema ? "write `" + schema->name + "`" : suggestion(name, names));
    return nullptr;
  }

  std::vector<const Class*> classesOf(const Schema* schema, std::string_view name) const {
    if (schema && name != kAny) {
      const Class* found = catalog_.findClass(schema->name, name);
      return found ? catalog_.selfAndDerived(*found) : std::vector<const Class*>();
    }
    if (schema) return schema->classes;
    std::vector<const Class*> classes;
    if (name != kAny)
      for (const Class* known : catalog_.classes())
        if (equalsIgnoreCase(known->name, name)) classes.push_back(known);
    return classes;
  }

  void reportClass(const ECProperty& entry, const Schema* schema) {
    std::vector<std::string> names;
    for (const Class* known : schema ? schema->classes : catalog_.classes()) names.push_back(known->name);
    const std::string& name = entry.ecClassName.value;
    report(warning("class-unknown", schema ? "the schema `" + schema->name + "` has no class `" + name + "`"
                                           : "no schema of the snapshot has a class `" + name + "`"),
           entry, entry.ecClassName, suggestion(name, names));
  }

  // Without classes: any class of the snapshot may have the property.
  void checkProperty(const ECProperty& entry, const std::vector<const Class*>& classes) {
    const std::string& path = entry.ecPropertyName.value;
    const std::string first = path.substr(0, path.find('.'));
    if (first.empty() || queryWords_.contains(first)) return;
    for (std::string_view system : kSystemProperties)
      if (equalsIgnoreCase(system, first)) return;
    const NameSet& everywhere = allProperties();
    // `SELECT *` over joined classes has columns we do not look up here.
    if (everywhere.contains(first) && (classes.empty() || selectsAll_)) return;
    NameSet ofClasses;
    for (const Class* cls : classes)
      for (const Property* property : cls->properties) ofClasses.insert(property->name);
    if (ofClasses.contains(first)) return;
    const NameSet& near = classes.empty() ? everywhere : ofClasses;
    report(warning("property-unknown", classes.empty()
                                           ? "no class of the snapshot has a property `" + first + "`"
                                           : "`" + entry.ecClassName.value + "` has no property `" + first + "`"),
           entry, entry.ecPropertyName, suggestion(first, {near.begin(), near.end()}));
  }

  const NameSet& allProperties() {
    if (!all_.empty()) return all_;
    for (const Class* cls : catalog_.classes())
      for (const Property* property : cls->ownProperties) all_.insert(property->name);
    return all_;
  }

  void report(Diagnostic fault, const ECProperty& entry, const TextField& field, std::string hint) {
    if (hint.empty()) hint = "the entry never supplies a value on this snapshot";
    faults_.push_back(std::move(fault)
                          .withPath(entry.place.at(field))
                          .withSpan(field.span)
                          .withTarget("ecProperties")
                          .withHint(std::move(hint)));
  }

  const Catalog& catalog_;
  Diagnostics& faults_;
  NameSet queryWords_, all_;
  bool selectsAll_ = false;
};

void checkQuery(const Group& group, std::string_view text, resolve::ClassCensus& census, Diagnostics& faults) {
  if (!group.query.isPresent()) return;
  auto plan = resolve::GroupPlan::make(group, census, resolve::ResolveOptions());
  for (Diagnostic fault : plan ? (*plan)->diagnostics() : plan.diagnostics()) {
    const bool isInQuery = fault.path == group.place.at(group.query) || fault.path.empty();
    if (fault.path.empty()) fault.path = group.place.at(group.query);
    if (isInQuery) fault.span = fault.span ? spanInside(text, group.query, *fault.span) : group.query.span;
    faults.push_back(std::move(fault));
  }
}

}  // namespace

Diagnostics snapshotFaults(const Mapping& mapping, std::string_view text, resolve::ClassCensus& census) {
  Diagnostics faults;
  EntryCheck entries(census.catalog(), faults);
  for (const Group& group : mapping.groups) {
    checkQuery(group, text, census, faults);
    entries.checkGroup(group);
  }
  return faults;
}

}  // namespace premap
