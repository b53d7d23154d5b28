// Puts the faults of reading, contract and snapshot into one list without telling anything twice.
#include "premap/check/validation.h"

#include <set>

#include "check/rules.h"
#include "check/snapshot/snapshot_faults.h"
#include "premap/mapping/api.h"

namespace premap {

namespace {

// What the contract told is not told again, and nothing in the same words twice.
void addOthers(Diagnostics& faults, Diagnostics more) {
  std::set<std::pair<std::string, std::string>> told, added;
  for (const Diagnostic& fault : faults) told.emplace(fault.path, fault.code);
  for (Diagnostic& fault : more)
    if (!told.count({fault.path, fault.code}) && added.emplace(fault.path, fault.message).second)
      faults.push_back(std::move(fault));
}

}  // namespace

std::optional<ApiGeneration> judgedBy(const ReadResult& read, std::optional<ApiGeneration> asked) {
  if (!read.isReadable) return std::nullopt;
  return asked ? asked : inferApi(read.mapping).api;
}

Diagnostics faultsOf(const ReadResult& read, std::optional<ApiGeneration> api, FaultScope scope) {
  Diagnostics faults = validateContract(read, api, scope);
  auto add = [&](const Mapping& mapping) {
    for (const Group& group : mapping.groups) applyRules<OnFormulas>(Need::FormulaTypes, group, faults);
  };
  if (read.isReadable) add(read.mapping);
  for (const Mapping& other : read.others) add(other);
  sortByPlace(faults);
  return faults;
}

Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, SnapshotTables& tables, RowChecks rows,
                     FaultScope scope) {
  ValidationRun run(std::make_shared<const MappingText>(std::string(text), scope), api, tables, rows, scope);
  run.advance(nullptr);
  return run.finish();
}

ValidationRun::ValidationRun(std::shared_ptr<const MappingText> source, std::optional<ApiGeneration> api,
                             SnapshotTables& tables, RowChecks rows, FaultScope scope)
    : source_(std::move(source)), api_(judgedBy(source_->read, api)), faults_(faultsOf(source_->read, api, scope)) {
  auto add = [&](const Mapping& mapping) { checks_.push_back(std::make_unique<SnapshotCheck>(mapping, tables, rows)); };
  if (source_->read.isReadable) add(source_->read.mapping);
  for (const Mapping& other : source_->read.others) add(other);
}
ValidationRun::~ValidationRun() = default;

bool ValidationRun::advance(Deadline* deadline) {
  for (; check_ < checks_.size(); ++check_)
    if (!checks_[check_]->advance(deadline)) return false;
  return true;
}

uint64_t ValidationRun::rowsRead() const {
  uint64_t rows = 0;
  for (const auto& check : checks_) rows += check->rowsRead();
  return rows;
}

Diagnostics ValidationRun::finish() {
  for (const auto& check : checks_) addOthers(faults_, check->finish());
  sortByPlace(faults_);
  return std::move(faults_);
}

}  // namespace premap
