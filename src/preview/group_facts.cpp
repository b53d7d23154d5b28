// Every group's rows are skimmed for their ids, which go into sets; overlaps and leftovers are what the sets tell.
#include "premap/preview/group_facts.h"

#include <algorithm>
#include <unordered_map>

#include "premap/preview/id_set.h"
#include "premap/resolve/plan.h"
#include "premap/resolve/sql_text.h"

namespace premap {

namespace {

using resolve::GroupPlan;

constexpr size_t kRowsAtOnce = 512;

class FactReader {
 public:
  FactReader(const Mapping& mapping, resolve::Planner& planner, const resolve::ResolveOptions& options)
      : mapping_(mapping), planner_(planner), options_(options) {}

  Result<GroupFacts> run() {
    nameGroups();
    for (size_t g = 0; g < facts_.groups.size(); ++g) {
      Step step = readGroup(g);
      if (step == Step::Interrupted) return error("cancelled", "counting the groups was stopped");
    }
    compare();
    Status counted = countUngrouped();
    if (!counted.ok()) return std::move(counted.diagnostics());
    return std::move(facts_);
  }

 private:
  // R20: one table a name, unless merging is switched off (A15).
  void nameGroups() {
    for (size_t i = 0; i < mapping_.groups.size(); ++i) {
      const std::string& name = mapping_.groups[i].groupName.value;
      auto known = std::find_if(facts_.groups.begin(), facts_.groups.end(), [&](const GroupCounts& counts) {
        return options_.mergeSameNameGroups && counts.group == name;
      });
      if (known == facts_.groups.end()) {
        known = facts_.groups.emplace(facts_.groups.end());
        known->group = name;
      }
      known->parts.push_back(i);
    }
    ids_.resize(facts_.groups.size());
  }

  Step readGroup(size_t g) {
    GroupCounts& counts = facts_.groups[g];
    std::unordered_map<const Class*, uint64_t> classes;
    for (size_t part : counts.parts) {
      Step step = readPart(mapping_.groups[part], counts, ids_[g], classes);
      if (step == Step::Interrupted) return step;
      counts.isRead = counts.isRead || step == Step::Done;
    }
    counts.elementCount = ids_[g].elements.size();
    for (const auto& [cls, count] : classes) counts.classes.emplace_back(cls->fullName('.'), count);
    std::sort(counts.classes.begin(), counts.classes.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return Step::Done;
  }

  Step readPart(const Group& group, GroupCounts& counts, SeenIds& ids,
                std::unordered_map<const Class*, uint64_t>& classes) {
    auto note = [&](const Diagnostics& faults) {
      counts.diagnostics.insert(counts.diagnostics.end(), faults.begin(), faults.end());
      return Step::Failed;
    };
    auto plan = planner_.plan(group, options_, resolve::PlanScope::Rows);
    if (!plan) return note(plan.diagnostics());
    note(plan->diagnostics());
    resolve::VerdictBook book;
    resolve::RowReader reader(*plan, book);
    Status opened = reader.open({});
    if (!opened.ok()) return note(opened.diagnostics());
    Step step;
    while ((step = reader.skim(kRowsAtOnce)) == Step::Row)
      for (size_t row = 0; row < reader.cells().rowCount(); ++row) addRow(reader.cells(), row, counts, ids, classes);
    if (step == Step::Failed) note(reader.failure());
    counts.rows += reader.counts();
    return step;
  }

  static void addRow(const resolve::CellBlock& rows, size_t row, GroupCounts& counts, SeenIds& ids,
                     std::unordered_map<const Class*, uint64_t>& classes) {
    ++counts.rowCount;
    if (const Class* cls = rows.rowClass(row)) ++classes[cls];
    counts.duplicateIds += !ids.insert(rows.id(row), rows.isElement(row));
  }

  void compare() {
    for (size_t a = 0; a < ids_.size(); ++a) {
      for (size_t b = a + 1; b < ids_.size(); ++b) {
        uint64_t shared = countShared(ids_[a].elements, ids_[b].elements);
        if (!shared) continue;
        facts_.overlaps.push_back({a, b, shared, firstShared(ids_[a].elements, ids_[b].elements, kOverlapSamples)});
      }
    }
  }

  // One pass over the element table's ids and classes, which its class index holds.
  Status countUngrouped() {
    const Catalog& catalog = planner_.catalog();
    const Class* element = catalog.findClass("BisCore", "Element");
    const Table* table = element ? resolve::primaryTableOf(*element) : nullptr;
    if (!table || !table->hasPhysicalClassId()) return {};
    auto statement =
        catalog.database().prepare("SELECT " + resolve::sqlName(table->classIdColumn->name) + "," +
                                   resolve::sqlName(table->idColumn->name) + " FROM " + resolve::sqlName(table->name));
    if (!statement) return std::move(statement.diagnostics());
    std::map<int64_t, UngroupedClass> classes;
    Step step;
    while ((step = statement->step()) == Step::Row) addElement(statement->int64(0), statement->int64(1), classes);
    if (step == Step::Failed) return statement->failure();
    if (step == Step::Interrupted) return error("cancelled", "counting the groups was stopped");
    listUngrouped(classes);
    return {};
  }

  void addElement(int64_t classId, int64_t id, std::map<int64_t, UngroupedClass>& classes) {
    size_t groups = 0;
    for (size_t g = 0; g < ids_.size() && groups < 2; ++g) groups += ids_[g].elements.contains(id);
    ++facts_.elementCount;
    facts_.inGroups += groups > 0;
    facts_.inSeveralGroups += groups > 1;
    UngroupedClass& cls = classes[classId];
    ++cls.elementCount;
    cls.ungrouped += groups == 0;
  }

  void listUngrouped(std::map<int64_t, UngroupedClass>& classes) {
    const Catalog& catalog = planner_.catalog();
    const Class* geometric = catalog.findClass("BisCore", "GeometricElement");
    for (auto& [id, cls] : classes) {
      const Class* actual = catalog.classById(id);
      if (!cls.ungrouped || !actual) continue;
      cls.className = actual->fullName('.');
      cls.isGeometric = geometric && catalog.isA(*actual, *geometric);
      facts_.ungrouped.push_back(std::move(cls));
    }
    std::sort(facts_.ungrouped.begin(), facts_.ungrouped.end(), [](const UngroupedClass& a, const UngroupedClass& b) {
      if (a.isGeometric != b.isGeometric) return a.isGeometric;
      return a.ungrouped != b.ungrouped ? a.ungrouped > b.ungrouped : a.className < b.className;
    });
  }

  const Mapping& mapping_;
  resolve::Planner& planner_;
  const resolve::ResolveOptions& options_;
  GroupFacts facts_;
  std::vector<SeenIds> ids_;
};

}  // namespace

Result<GroupFacts> readGroupFacts(const Mapping& mapping, resolve::Planner& planner,
                                  const resolve::ResolveOptions& options) {
  return FactReader(mapping, planner, options).run();
}

}  // namespace premap
