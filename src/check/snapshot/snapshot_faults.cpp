// Runs the rules that need a snapshot, group by group: rows are read in slices between which others get their turn.
#include "check/snapshot/snapshot_faults.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>

#include "check/rules.h"
#include "premap/preview/profile.h"
#include "premap/resolve/together.h"

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
    snapshot_.planner().keepGroups(mapping_.groups.size());
    for (const Group& group : mapping_.groups) addGroup(group);
    if (rows == RowChecks::All) findTables();
  }

  bool advance(Deadline* deadline) {
    if (rows_ == RowChecks::All && runs_.empty()) openRuns();
    while (unread_ > 0) {
      for (; at_ < runs_.size(); ++at_)
        if (runs_[at_].run && !readOn(runs_[at_], deadline)) return false;
      beginRound();
    }
    return true;
  }

  uint64_t rowsRead() const {
    uint64_t rows = rowsRead_;
    for (const Run& each : runs_) rows += each.run ? each.run->rowsRead() : 0;
    return rows;
  }

  Diagnostics finish() {
    addProfiles();
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
      for (const Diagnostic& fault : plan ? plan->diagnostics() : plan.diagnostics()) {
        faults_.push_back(fault);
        if (plan) planned_.emplace(fault.code, fault.path, fault.message);
      }
      if (plan) plans_.back() = std::make_unique<resolve::GroupPlan>(std::move(*plan));
    }
    facts_.push_back({group, plans_.back().get(), {}, {}, snapshot_.planner(), walks_, unused_});
  }

  // --- the rows of all tables, side by side: a part of the ids after the other, so that each page of the file is read
  // once for all of them. What a table tells is told in the order of the mapping, whenever its last row is read.
  struct Run {
    std::unique_ptr<ProfileRun> run;  ///< null once its rows are read
    bool isAhead = false;             ///< its next row is beyond this round
    std::optional<Profile> profile;
    Diagnostics faults;
  };

  void openRuns() {
    for (const std::vector<const Group*>& groups : tables_) {
      auto run = ProfileRun::ofGroups(mapping_, groups, snapshot_, {}, ProfileDetail::Verdicts);
      Run& fresh = runs_.emplace_back();
      if (run) fresh.run = std::move(*run), fresh.run->readTogether(together_), ++unread_;
      else fresh.faults = std::move(run.diagnostics());
    }
  }

  // False: time is over.
  bool readOn(Run& each, Deadline* deadline) {
    if (each.isAhead) return true;
    auto isRead = each.run->advance(deadline, upTo_);
    if (isRead && !*isRead) {
      const std::optional<int64_t> next = each.run->nextId();
      each.isAhead = next && *next > upTo_;
      return each.isAhead;
    }
    rowsRead_ += each.run->rowsRead();
    if (isRead) each.profile = each.run->finish();
    else each.faults = std::move(isRead.diagnostics());
    each.run.reset();
    --unread_;
    return true;
  }

  // The next part begins where the first of them goes on.
  void beginRound() {
    constexpr int64_t kIds = 4096;
    int64_t first = std::numeric_limits<int64_t>::max();
    for (const Run& each : runs_)
      if (each.run && each.run->nextId()) first = std::min(first, *each.run->nextId());
    upTo_ = first > std::numeric_limits<int64_t>::max() - kIds ? first : first + kIds;
    together_.beginRound(first, upTo_);
    at_ = 0;
    for (Run& each : runs_) each.isAhead = each.run && each.run->nextId() && *each.run->nextId() > upTo_;
  }

  void addProfiles() {
    for (Run& each : runs_) {
      add(each.faults);
      if (each.profile) addProfile(std::move(*each.profile));
    }
  }

  void add(const Diagnostics& faults) { faults_.insert(faults_.end(), faults.begin(), faults.end()); }

  // Groups of one name are one table; one of which no group compiles is none.
  void findTables() {
    std::map<std::string_view, std::vector<const Group*>> byName;
    for (const Group& group : mapping_.groups) byName[group.groupName.value].push_back(&group);
    for (const CheckedGroup& facts : facts_) {
      if (!facts.plan) continue;
      std::vector<const Group*>& groups = byName[facts.group.groupName.value];
      if (!groups.empty()) tables_.push_back(std::move(groups));
      groups.clear();
    }
  }

  void addProfile(Profile profile) {
    for (Diagnostic& fault : profile.diagnostics)
      if (fault.span && !isPlanned(fault)) faults_.push_back(std::move(fault));
    for (PartFacts& part : profile.parts) {
      // The groups lie in the mapping as their facts do here.
      CheckedGroup& facts = facts_[static_cast<size_t>(part.group - mapping_.groups.data())];
      facts.rowClasses = std::move(part.classes), facts.elements = std::move(part.elements);
    }
  }

  // The table repeats what its plans said.
  bool isPlanned(const Diagnostic& fault) const { return planned_.count({fault.code, fault.path, fault.message}) > 0; }

  std::unordered_set<std::string> unusedEntries() const {
    std::set<std::string_view> empty;
    std::unordered_set<std::string> paths;
    for (const Diagnostic& fault : faults_) {
      if (fault.code == "entry-never-used") paths.insert(fault.path);
      if (fault.code == "column-all-null") empty.insert(fault.path);
    }
    for (const CheckedGroup& facts : facts_)
      for (const GroupProperty& property : facts.group.properties)
        if (empty.count(property.place.path))
          for (const ECProperty& entry : property.ecProperties) paths.insert(entry.place.path);
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
  std::set<std::tuple<std::string, std::string, std::string>> planned_;  ///< code, path and message of what plans told
  std::vector<std::vector<const Group*>> tables_;                        ///< the groups of each
  resolve::Together together_;
  std::vector<Run> runs_;  ///< parallel to tables_
  size_t at_ = 0, unread_ = 0;
  int64_t upTo_ = std::numeric_limits<int64_t>::min();  ///< the last id of this round
  uint64_t rowsRead_ = 0;                               ///< of the tables that are read
  resolve::AnyClassWalks walks_;
  std::unordered_set<std::string> unused_;
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
