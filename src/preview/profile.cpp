// What the rows of a table told, put in words and placed in the mapping.
#include "premap/preview/profile.h"

#include <algorithm>
#include <map>

#include "premap/base/sort_stably.h"
#include "premap/base/text.h"
#include "premap/preview/group_table.h"
#include "preview/profile_notes.h"
#include "preview/row_tally.h"

namespace premap {

namespace {

using resolve::kDefaultColumnCount;

class ProfileWriter {
 public:
  ProfileWriter(const GroupTable& table, const RowTally& tally) : table_(table), tally_(tally) {}

  Profile write() {
    profile_.rows = tally_.rows, profile_.queryRows = tally_.queryRows, profile_.isSample = tally_.isSample;
    profile_.duplicateIds = tally_.duplicateIds;
    profile_.group = table_.groupName(), profile_.tableName = table_.tableName();
    finishParts();
    profile_.diagnostics = table_.diagnostics();
    noteRows();
    for (size_t c = 0; c < columnCount(); ++c) finishColumn(c);
    noteAspects();
    return std::move(profile_);
  }

 private:
  size_t columnCount() const { return table_.columns().size() - kDefaultColumnCount; }

  void finishParts() {
    std::map<std::string, uint64_t> classes;
    for (size_t p = 0; p < tally_.parts.size(); ++p) {
      PartFacts facts{&table_.parts()[p].plan.group(), tally_.parts[p].rowCount, {}, tally_.parts[p].elements};
      profile_.rowCount += facts.rowCount;
      for (const auto& [cls, count] : tally_.parts[p].classes) {
        facts.classes.push_back(cls);
        classes[cls->fullName('.')] += count;
      }
      sortStably(facts.classes, [](const Class* a, const Class* b) { return a->id < b->id; });
      profile_.parts.push_back(std::move(facts));
    }
    profile_.classes = byFrequency(std::vector<std::pair<std::string, uint64_t>>(classes.begin(), classes.end()));
  }

  void finishColumn(size_t c) {
    const TableColumn& column = table_.columns()[c + kDefaultColumnCount];
    ColumnHealth health = tally_.values[c];
    health.name = column.name, health.dataType = column.dataType;
    std::map<std::pair<int, resolve::Source>, uint64_t> wins;
    std::map<std::pair<resolve::Reason, int>, uint64_t> whyNull;
    for (size_t p = 0; p < tally_.parts.size(); ++p) {
      const GroupProperty* property = propertyOf(table_, p, c);
      const ColumnStory& story = tally_.parts[p].stories[c];
      health.filled += story.filled, health.nulls += story.nulls, health.lossy += story.lossy;
      for (const auto& [reason, count] : story.nullReasons) health.nullReasons[std::string(toString(reason))] += count;
      for (const auto& [key, count] : story.wins) wins[key] += count;
      for (const auto& [key, count] : story.whyNull) whyNull[key] += count;
      // Of a sample nothing can be said about every row.
      if (property && !column.hasConflict && tally_.parts[p].rowCount && !profile_.isSample)
        noteColumn(*property, story, profile_.diagnostics);
      if (tally_.parts[p].notElements && story.nullReasons.count(resolve::Reason::ColumnNotSelected))
        unselected_[p].push_back(column.name);
    }
    for (const auto& [key, count] : wins) health.wins.push_back({key.first, key.second, count});
    using Gap = std::pair<std::pair<resolve::Reason, int>, uint64_t>;
    for (const auto& [key, count] : byFrequency(std::vector<Gap>(whyNull.begin(), whyNull.end())))
      health.whyNull.push_back({key.first, key.second, count});
    for (size_t e = 0; e < column.property->ecProperties.size(); ++e) {
      bool isUsed = false;
      for (const EntryWins& win : health.wins) isUsed = isUsed || win.entry == static_cast<int>(e);
      if (!isUsed) health.unusedEntries.push_back(static_cast<int>(e));
    }
    profile_.columns.push_back(std::move(health));
    if (c + 1 == columnCount()) noteNotElements();
  }

  Diagnostic onQuery(Diagnostic fault, const Group& group, std::string hint) const {
    return std::move(fault)
        .withPath(group.place.at(group.query))
        .withSpan(group.query.span)
        .withTarget("query")
        .withHint(std::move(hint));
  }

  void noteRows() {
    const Group& group = table_.parts()[0].plan.group();
    for (size_t p = 0; p < tally_.parts.size(); ++p)
      if (!tally_.parts[p].rowCount)
        note(onQuery(warning("query-zero-rows", "the query gives no rows on this snapshot"),
                     table_.parts()[p].plan.group(),
                     "check its conditions, and whether the snapshot has such elements"));
    if (profile_.duplicateIds)
      note(onQuery(
          warning("query-duplicate-ids",
                  countOf(profile_.duplicateIds, "row repeats", "rows repeat") +
                      " the ECInstanceId of another row: " + examplesOf(tally_.duplicates, profile_.duplicateIds)),
          group, "a join gives one row for each match; use a sub-select or DISTINCT if one row each is meant"));
    if (profile_.rows.dangling)
      note(onQuery(warning("row-dangling", countOf(profile_.rows.dangling, "row names", "rows name") +
                                               " no element of this snapshot and are left out"),
                   group, "select the id of the element, not of the aspect or relationship"));
    if (profile_.rows.undecodedClass)
      note(onQuery(warning("row-class-unknown", "ECClassId of " + countOf(profile_.rows.undecodedClass, "row", "rows") +
                                                    " is no class; the element's own is taken"),
                   group, "select ECClassId as it is, or a class name like `BisCore.Element`"));
  }

  void noteNotElements() {
    for (const auto& [p, columns] : unselected_)
      note(onQuery(warning("query-not-element", countOf(tally_.parts[p].notElements, "row is", "rows are") +
                                                    " no elements, and the query does not select what " +
                                                    (columns.size() == 1 ? "the column " : "the columns ") +
                                                    listOf(columns, "`") + (columns.size() == 1 ? " reads" : " read")),
                   table_.parts()[p].plan.group(), "select every property to be mapped"));
  }

  void noteAspects() {
    std::map<std::string, AspectHealth> aspects;
    for (const AspectProbe& probe : tally_.probes) {
      AspectHealth& health = aspects[probe.className];
      health.className = probe.className;
      health.none += probe.health.none, health.one += probe.health.one, health.several += probe.health.several;
      if (!probe.health.several) continue;
      const ECProperty& entry = table_.parts()[probe.part].plan.property(probe.column)->ecProperties[probe.entry];
      note(warning("aspect-multiple",
                   countOf(probe.health.several, "element owns", "elements own") + " several instances of `" +
                       probe.className +
                       "`, and so get no value from it: " + examplesOf(probe.examples, probe.health.several))
               .withPath(entry.place.path)
               .withSpan(entry.place.span)
               .withTarget("ecProperties")
               .withHint("name a class of which each element has one, or select one of them in the query"));
    }
    for (auto& [name, health] : aspects) profile_.aspects.push_back(std::move(health));
  }

  void note(Diagnostic d) { profile_.diagnostics.push_back(std::move(d)); }

  const GroupTable& table_;
  const RowTally& tally_;
  Profile profile_;
  std::map<size_t, std::vector<std::string>> unselected_;
};

}  // namespace

struct ProfileRun::Impl {
  GroupTable table;
  SnapshotTables& tables;
  const ProfileDetail detail;
  RowTallier tallier;
  std::shared_ptr<const RowTally> tally;  // null: not read yet

  Impl(GroupTable opened, SnapshotTables& of, ProfileDetail wanted)
      : table(std::move(opened)), tables(of), detail(wanted), tallier(table, detail) {}
};

ProfileRun::ProfileRun(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProfileRun::~ProfileRun() = default;

Result<std::unique_ptr<ProfileRun>> ProfileRun::open(const Mapping& mapping, std::string_view group,
                                                     SnapshotTables& tables, const resolve::ResolveOptions& options,
                                                     uint64_t sample, ProfileDetail detail) {
  return begin(GroupTable::open(mapping, group, tables.planner(), options), tables, sample, detail);
}

Result<std::unique_ptr<ProfileRun>> ProfileRun::ofGroups(const Mapping& mapping, std::span<const Group* const> groups,
                                                         SnapshotTables& tables, const resolve::ResolveOptions& options,
                                                         ProfileDetail detail) {
  return begin(GroupTable::ofGroups(mapping, groups, tables.planner(), options), tables, 0, detail);
}

Result<std::unique_ptr<ProfileRun>> ProfileRun::begin(Result<GroupTable> table, SnapshotTables& tables, uint64_t sample,
                                                      ProfileDetail detail) {
  if (!table) return std::move(table.diagnostics());
  std::unique_ptr<ProfileRun> run(new ProfileRun(std::make_unique<Impl>(std::move(*table), tables, detail)));
  Impl& impl = *run->impl_;
  if (!sample) impl.tally = tables.tallyOf(impl.table, detail);
  Status begun = impl.tally ? Status() : impl.tallier.begin(sample);
  if (!begun.ok()) return std::move(begun.diagnostics());
  return run;
}

std::optional<uint64_t> ProfileRun::rowCount() const {
  if (impl_->tally) return impl_->tally->queryRows;
  return impl_->tallier.isSample() ? std::nullopt : impl_->table.countRows();
}
std::optional<int64_t> ProfileRun::nextId() const {
  return impl_->tallier.nextId();
}
void ProfileRun::readTogether(const resolve::Together& together) {
  impl_->tallier.readTogether(together);
}
Result<bool> ProfileRun::advance(Deadline* deadline, int64_t upTo) {
  if (impl_->tally) return true;
  auto isRead = impl_->tallier.advance(deadline, upTo);
  if (!isRead || !*isRead) return isRead;
  impl_->tally = std::make_shared<const RowTally>(impl_->tallier.finish());
  if (!impl_->tally->isSample) impl_->tables.keep(impl_->table, impl_->detail, impl_->tally);
  return true;
}
uint64_t ProfileRun::rowsRead() const {
  return impl_->tally ? impl_->tally->rowCount() : impl_->tallier.rowsRead();
}
Profile ProfileRun::finish() {
  return ProfileWriter(impl_->table, *impl_->tally).write();
}

Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, SnapshotTables& tables,
                             const resolve::ResolveOptions& options, uint64_t sample, ProfileDetail detail) {
  auto run = ProfileRun::open(mapping, group, tables, options, sample, detail);
  if (!run) return std::move(run.diagnostics());
  auto read = (*run)->advance(nullptr);
  if (!read) return std::move(read.diagnostics());
  return (*run)->finish();
}

}  // namespace premap
