// Entries against the schemas of the snapshot: classes and properties it does not have, with the nearest spelling it
// does have; properties of one name and several types; quantities against units.
#include <algorithm>
#include <array>
#include <map>

#include "check/snapshot/checked_group.h"
#include "premap/base/text.h"
#include "premap/check/quantity.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

using Names = std::vector<std::string>;
using resolve::PathLeaf, resolve::PathWalk, resolve::segmentsOf;

/// `*`: any schema, any class.
constexpr std::string_view kAnyName = "*";

// What makes two properties of one name hold different kinds of values.
std::string typeOf(const Property& property) {
  switch (property.kind) {
    case PropertyKind::Primitive:
      return property.primitive == PrimitiveType::Long ? "int" : primitiveTypeName(property.primitive);
    case PropertyKind::Struct:
      return "struct";
    case PropertyKind::Navigation:
      return "navigation property";
    default:
      return "array";
  }
}

class EntryRules {
 public:
  EntryRules(const CheckedGroup& facts, Diagnostics& faults)
      : facts_(facts), catalog_(facts.planner.catalog()), faults_(faults) {}

  void run() {
    for (const GroupProperty& property : facts_.group.properties)
      for (const ECProperty& entry : property.ecProperties) check(entry, property);
  }

 private:
  void check(const ECProperty& entry, const GroupProperty& property) {
    const std::string &schemaName = entry.ecSchemaName.value, &className = entry.ecClassName.value;
    if (schemaName.empty() || className.empty() || entry.ecPropertyName.value.empty()) return;
    if (!isPossible(schemaName) || !isPossible(className)) return;  // told by the contract's rules
    const Schema* schema = schemaName == kAnyName ? nullptr : schemaOf(entry);
    if (schemaName != kAnyName && !schema) return;
    const std::vector<const Class*> classes = classesOf(schema, className);
    if (classes.empty() && className != kAnyName) return reportClass(entry, schema);
    if (!schema && className != kAnyName) checkAspectWildcard(entry, classes);
    checkPath(entry, property, matchingRows(classes, schema, className));
  }

  static bool isPossible(std::string_view name) { return name == kAnyName || name.find_first_of("*:. ") == name.npos; }

  // Entries name a schema by its name; the alias that queries may use matches nothing.
  const Schema* schemaOf(const ECProperty& entry) {
    const std::string& name = entry.ecSchemaName.value;
    const Schema* schema = catalog_.findSchema(name);
    if (schema && equalsIgnoreCase(schema->name, name)) return schema;
    if (schema) {
      report(warning("class-unknown", "`" + name + "` is the alias of a schema; entries take its name"), entry,
             entry.ecSchemaName, schema->name, true);
      return nullptr;
    }
    Names owners, names;
    for (const Schema* known : catalog_.schemas()) {
      names.push_back(known->name);
      const Class* cls = catalog_.findClass(known->name, entry.ecClassName.value);
      if (cls && catalog_.findProperty(*cls, segmentsOf(entry.ecPropertyName.value)[0])) owners.push_back(known->name);
    }
    // Those that have all else the entry names say more than letters that are alike.
    std::optional<std::string> meant = nearestName(name, owners.empty() ? names : owners);
    if (!meant && owners.size() == 1) meant = owners[0];
    report(warning("class-unknown", "the snapshot has no schema `" + name + "`"), entry, entry.ecSchemaName,
           meant.value_or(std::string()));
    return nullptr;
  }

  std::vector<const Class*> classesOf(const Schema* schema, std::string_view name) const {
    if (schema && name != kAnyName) {
      const Class* found = catalog_.findClass(schema->name, name);
      return found ? catalog_.selfAndDerived(*found) : std::vector<const Class*>();
    }
    if (schema) return schema->classes;
    std::vector<const Class*> classes;
    if (name != kAnyName)
      for (const Class* known : catalog_.classes())
        if (equalsIgnoreCase(known->name, name)) classes.push_back(known);
    return classes;
  }

  void reportClass(const ECProperty& entry, const Schema* schema) {
    const std::string& name = entry.ecClassName.value;
    Names names;
    for (const Class* known : schema ? schema->classes : catalog_.classes()) names.push_back(known->name);
    Diagnostic fault = warning("class-unknown", schema ? "the schema `" + schema->name + "` has no class `" + name + "`"
                                                       : "no schema of the snapshot has a class `" + name + "`");
    const std::vector<const Class*> elsewhere = classesOf(nullptr, name);
    if (schema && elsewhere.size() == 1) {
      fault.message += "; `" + elsewhere[0]->schema->name + "` has one";
      return report(std::move(fault), entry, entry.ecSchemaName, elsewhere[0]->schema->name);
    }
    report(std::move(fault), entry, entry.ecClassName, nearestName(name, names).value_or(std::string()));
  }

  // R9: with a wildcard the aspects of an element are not looked at.
  void checkAspectWildcard(const ECProperty& entry, const std::vector<const Class*>& classes) {
    const Class* aspect = catalog_.findClass("BisCore", "ElementAspect");
    if (!aspect) return;
    for (const Class* cls : classes) {
      if (!catalog_.isA(*cls, *aspect)) return;
      for (const Class* row : facts_.rowClasses)
        if (catalog_.isA(*row, *aspect)) return;  // A28: the rows are aspects themselves
    }
    report(warning("aspect-wildcard",
                   "with `*` as its schema the aspect `" + classes[0]->name + "` is not looked up on elements"),
           entry, entry.ecSchemaName, classes.size() == 1 ? classes[0]->schema->name : std::string());
  }

  // The classes a value may be read from: of the rows where they are known, otherwise those that the query may give;
  // and the aspects an entry names.
  std::vector<const Class*> matchingRows(std::vector<const Class*> classes, const Schema* schema,
                                         std::string_view className) const {
    std::vector<const Class*> rows;
    const bool isUnread = facts_.rowClasses.empty() && facts_.plan;
    for (const Class* row : isUnread ? facts_.plan->rowClasses() : facts_.rowClasses) {
      const bool isAnyClass = className == kAnyName;
      const bool matches = isAnyClass ? !schema || row->schema == schema
                                      : std::find(classes.begin(), classes.end(), row) != classes.end();
      if (matches) rows.push_back(row);
    }
    return rows.empty() ? classes : rows;
  }

  // Without classes: any class of the snapshot may have the property.
  void checkPath(const ECProperty& entry, const GroupProperty& property, const std::vector<const Class*>& classes) {
    const std::string& path = entry.ecPropertyName.value;
    const Names segments = segmentsOf(path);
    if (std::any_of(segments.begin(), segments.end(), [](const std::string& s) { return s.empty(); })) return;
    if (facts_.hasColumn(path)) return;
    const PathWalk ofClasses =
        classes.empty() ? PathWalk() : resolve::walkPath(classes, segments, facts_.planner.census());
    const PathWalk& walk = classes.empty() ? facts_.walks.walk(path, facts_.planner.census()) : ofClasses;
    if (!walk.isFound) return reportPath(entry, segments, walk, lackingOf(entry, walk, classes));
    if (entry.ecClassName.value == kAnyName && !facts_.rowClasses.empty()) checkTypes(entry, walk);
    checkQuantity(property, walk);
  }

  // Who has no property of the first name.
  std::string lackingOf(const ECProperty& entry, const PathWalk& walk, const std::vector<const Class*>& classes) const {
    if (classes.empty()) return "no class of the snapshot has a property";
    const bool isAnyRow = facts_.rowClasses.empty() && entry.ecClassName.value == kAnyName && classes.size() > 1;
    return isAnyRow ? "no element that the query may give has a property" : "`" + walk.failedOn + "` has no property";
  }

  void reportPath(const ECProperty& entry, const Names& segments, const PathWalk& walk, const std::string& lacking) {
    const std::string& failed = segments[walk.failedAt];
    auto rejoined = [&](size_t count, const std::string& last) {
      std::string path;
      for (size_t i = 0; i < count; ++i) path += (i ? "." : "") + segments[i];
      return last.empty() ? path : path + (path.empty() ? "" : ".") + last;
    };
    if (walk.isIntoScalar)
      return report(
          warning("property-unknown", "`" + walk.failedOn + "` is a single value; it has no part `" + failed + "`"),
          entry, entry.ecPropertyName, rejoined(walk.failedAt, ""));
    std::string fixed =
        nearestName(failed, Names(walk.candidates.begin(), walk.candidates.end())).value_or(std::string());
    if (!fixed.empty()) {
      fixed = rejoined(walk.failedAt, fixed);
      for (size_t i = walk.failedAt + 1; i < segments.size(); ++i) fixed += "." + segments[i];
    }
    report(warning("property-unknown", walk.failedAt == 0
                                           ? lacking + " `" + failed + "`"
                                           : "`" + rejoined(walk.failedAt, "") + "` leads to `" + walk.failedOn +
                                                 "`, which has no property `" + failed + "`"),
           entry, entry.ecPropertyName, fixed);
  }

  void checkTypes(const ECProperty& entry, const PathWalk& walk) {
    std::map<std::string, const Class*> types;
    for (const PathLeaf& leaf : walk.leaves) types.emplace(typeOf(*leaf.property), leaf.owner);
    if (types.size() < 2) return;
    std::string list;
    for (const auto& [type, owner] : types)
      list += (list.empty() ? "a " : ", a ") + type + " in `" + owner->fullName('.') + "`";
    faults_.push_back(warning("wildcard-ambiguous-types", "the property `" + entry.ecPropertyName.value +
                                                              "` of any class is of several types here: " + list)
                          .withPath(entry.place.at(entry.ecPropertyName))
                          .withSpan(entry.ecPropertyName.span)
                          .withTarget("ecProperties")
                          .withHint("name the class that is meant, in an entry for each"));
  }

  // A13: nobody converts units; a wrong quantity makes readers of the table convert from the wrong one.
  void checkQuantity(const GroupProperty& property, const PathWalk& walk) {
    if (!property.quantityType.isPresent()) return;
    const std::optional<QuantityType> declared = quantityTypeFrom(property.quantityType.value);
    if (!declared || *declared == QuantityType::Undefined) return;
    for (const PathLeaf& leaf : walk.leaves) {
      if (!leaf.property->kindOfQuantityId) continue;
      const auto [kind, unit] = catalog_.kindOfQuantity(leaf.property->kindOfQuantityId);
      const std::optional<QuantityType> stored = quantityOfUnit(unit);
      if (!stored || *stored == *declared) continue;
      const std::string path = property.place.at(property.quantityType);
      Diagnostic fault = warning("quantity-unit-mismatch", "the column is declared `" + property.quantityType.value +
                                                               "`, but `" + leaf.property->name + "` is stored as `" +
                                                               kind + "` in the unit `" + unit + "`")
                             .withPath(path)
                             .withSpan(property.quantityType.span)
                             .withTarget("quantityType")
                             .withHint("write `" + std::string(toString(*stored)) + "`, or map another property");
      fault.patch = replaceTextPatch(path, toString(*stored));
      faults_.push_back(std::move(fault));
      return;
    }
  }

  // `meant`: what to write in the field; empty when nobody knows.
  void report(Diagnostic fault, const ECProperty& entry, const TextField& field, const std::string& meant,
              bool isCertain = false) {
    Diagnostic placed =
        std::move(fault).withPath(entry.place.at(field)).withSpan(field.span).withTarget("ecProperties");
    placed.hint = meant.empty() ? "correct the name, or remove the entry"
                  : isCertain   ? "write `" + meant + "`"
                                : "did you mean `" + meant + "`?";
    if (!meant.empty()) placed.patch = replaceTextPatch(entry.place.at(field), meant);
    placed.isPatchSafe = isCertain;
    faults_.push_back(std::move(placed));
  }

  const CheckedGroup& facts_;
  const Catalog& catalog_;
  Diagnostics& faults_;
};

}  // namespace

void checkEntriesOnSnapshot(const CheckedGroup& facts, Diagnostics& faults) {
  EntryRules(facts, faults).run();
}

}  // namespace premap
