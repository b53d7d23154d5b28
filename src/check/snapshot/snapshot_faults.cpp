// Runs the rules that need a snapshot, group by group: rows are read in slices between which others get their turn.
#include "check/snapshot/snapshot_faults.h"

#include <algorithm>
#include <memory>
#include <set>

#include "check/rules.h"
#include "premap/preview/profile.h"

namespace premap {

namespace {

// Codes that say why an entry has no use; that it has none need not be said as well.
constexpr std::string_view kReasons[] = {
    "class-unknown",   "property-unknown", "json-member-unknown", "ec-name-impossible", "wildcard-misused",
    "aspect-wildcard", "path-invalid",     "entry-unreachable",   "type-mismatch",      "aspect-multiple"};

}  // namespace

class SnapshotCheck::Rules {
 public:
  Rules(const Mapping& mapping, SnapshotTables& tables, RowChecks rows)
      : mapping_(mapping), snapshot_(tables), rows_(rows) {
    for (const Group& group : mapping_.groups) addGroup(group);
    if (rows == RowChecks::All) findTables();
  }

  bool advance(Deadline* deadline) {
    for (; table_ < tables_.size(); ++table_) {
      const Group& group = facts_[tables_[table_]].group;
      if (!run_) {
        auto run = ProfileRun::open(mapping_, group.groupName.value, snapshot_, {}, 0, ProfileDetail::Verdicts);
        if (!run) {
          add(run.diagnostics());
          continue;
        }
        run_ = std::move(*run);
      }
      auto isRead = run_->advance(deadline);
      if (isRead && !*isRead) return false;
      rowsRead_ += run_->rowsRead();
      if (isRead) addProfile(run_->finish());
      else add(isRead.diagnostics());
      run_.reset();
    }
    return true;
  }

  uint64_t rowsRead() const { return rowsRead_ + (run_ ? run_->rowsRead() : 0); }

  Diagnostics finish() {
    unused_ = unusedEntries();
    const Need there = rows_ == RowChecks::All ? Need::Rows : Need::Plan;
    for (const CheckedGroup& facts : facts_) applyRules<OnSnapshot>(facts.plan ? there : Need::Schema, facts, faults_);
    applyRules<OnSnapshotGroups>(there, facts_, faults_);
    dropExplained();
    return std::move(faults_);
  }

 private:
  void addGroup(const Group& group) {
    plans_.emplace_back();
    if (group.query.isPresent()) {
      auto plan = snapshot_.planner().plan(group, resolve::ResolveOptions());
      for (const Diagnostic& fault : plan ? plan->diagnostics() : plan.diagnostics()) faults_.push_back(fault);
      if (plan) plans_.back() = std::make_unique<resolve::GroupPlan>(std::move(*plan));
    }
    facts_.push_back({group, plans_.back().get(), {}, {}, snapshot_.planner(), walks_, unused_});
  }

  void add(const Diagnostics& faults) { faults_.insert(faults_.end(), faults.begin(), faults.end()); }

  // Groups of one name are one table.
  void findTables() {
    std::set<std::string> done;
    for (size_t g = 0; g < facts_.size(); ++g)
      if (facts_[g].plan && done.insert(facts_[g].group.groupName.value).second) tables_.push_back(g);
  }

  void addProfile(Profile profile) {
    for (Diagnostic& fault : profile.diagnostics)
      if (fault.span && !isPlanned(fault)) faults_.push_back(std::move(fault));
    for (PartFacts& part : profile.parts)
      for (CheckedGroup& facts : facts_)
        if (&facts.group == part.group)
          facts.rowClasses = std::move(part.classes), facts.elements = std::move(part.elements);
  }

  // The table repeats what its plans said.
  bool isPlanned(const Diagnostic& fault) const {
    for (const auto& plan : plans_) {
      if (!plan) continue;
      for (const Diagnostic& told : plan->diagnostics())
        if (told.code == fault.code && told.path == fault.path && told.message == fault.message) return true;
    }
    return false;
  }

  std::vector<std::string> unusedEntries() const {
    std::vector<std::string> paths;
    for (const Diagnostic& fault : faults_) {
      if (fault.code == "entry-never-used") paths.push_back(fault.path);
      if (fault.code != "column-all-null") continue;
      for (const CheckedGroup& facts : facts_)
        for (const GroupProperty& property : facts.group.properties)
          if (property.place.path == fault.path)
            for (const ECProperty& entry : property.ecProperties) paths.push_back(entry.place.path);
    }
    return paths;
  }

  void dropExplained() {
    std::set<std::string> explained;
    for (const Diagnostic& fault : faults_) {
      const bool isReason = std::find(std::begin(kReasons), std::end(kReasons), fault.code) != std::end(kReasons);
      if (!isReason) continue;
      explained.insert(fault.path);
      explained.insert(fault.path.substr(0, fault.path.find_last_of('/')));
    }
    faults_.erase(std::remove_if(faults_.begin(), faults_.end(),
                                 [&](const Diagnostic& fault) {
                                   return fault.code == "entry-never-used" && explained.count(fault.path);
                                 }),
                  faults_.end());
  }

  const Mapping& mapping_;
  SnapshotTables& snapshot_;
  const RowChecks rows_;
  std::vector<std::unique_ptr<resolve::GroupPlan>> plans_;
  std::vector<CheckedGroup> facts_;
  std::vector<size_t> tables_;  ///< the first group of each, by index into facts_
  size_t table_ = 0;            ///< the one being read
  std::unique_ptr<ProfileRun> run_;
  uint64_t rowsRead_ = 0;  ///< of the tables before
  resolve::AnyClassWalks walks_;
  std::vector<std::string> unused_;
  Diagnostics faults_;
};

SnapshotCheck::SnapshotCheck(const Mapping& mapping, SnapshotTables& tables, RowChecks rows)
    : rules_(std::make_unique<Rules>(mapping, tables, rows)) {}
SnapshotCheck::~SnapshotCheck() = default;

bool SnapshotCheck::advance(Deadline* deadline) {
  return rules_->advance(deadline);
}
uint64_t SnapshotCheck::rowsRead() const {
  return rules_->rowsRead();
}
Diagnostics SnapshotCheck::finish() {
  return rules_->finish();
}

}  // namespace premap
