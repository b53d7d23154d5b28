// What a plan answers, and where its faults stand in the group's text.
#include "premap/resolve/plan.h"

#include <algorithm>

#include "premap/base/engine_parts.h"
#include "premap/base/text.h"
#include "premap/resolve/calculated.h"
#include "premap/resolve/formula_columns.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

Diagnostics placeInQuery(Diagnostics faults, const Group& group) {
  for (Diagnostic& fault : faults) {
    placeInside(fault, group.place, group.query);
    if (fault.target.empty()) fault.target = "query";
  }
  return faults;
}

namespace {

bool isMeasured(const TextField& calculated) {
  if (!calculated.isPresent()) return false;
  const auto type = calculatedPropertyTypeFrom(calculated.value);
  return type && quantityOf(*type);
}

// Whether SQL calls chance, the clock, or what this connection did. Where a text only looks so it does no harm.
bool hangsOnTheMoment(std::string_view lowerSql) {
  constexpr std::string_view kEndings[] = {"random", "blob", "date",    "time", "day",
                                           "epoch",  "diff", "changes", "rowid"};
  for (size_t open = lowerSql.find('('); open != lowerSql.npos; open = lowerSql.find('(', open + 1)) {
    const size_t end = lowerSql.find_last_not_of(" \"", open ? open - 1 : 0);
    const std::string_view before = lowerSql.substr(0, end == lowerSql.npos ? 0 : end + 1);
    if (std::any_of(std::begin(kEndings), std::end(kEndings), [&](auto each) { return before.ends_with(each); }))
      return true;
  }
  return lowerSql.find("current_") != lowerSql.npos;
}

// Of each column that measures, when the part that does it could not be loaded.
void noteMissingGeometry(const Group& group, Diagnostics& diagnostics) {
  const EnginePartFault& fault = faultOf(EnginePart::Geometry);
  for (const GroupProperty& property : group.properties) {
    const TextField& type = property.calculatedPropertyType;
    if (!isMeasured(type)) continue;
    diagnostics.push_back(warning("geometry-not-loaded",
                                  "the column `" + property.propertyName.value + "` is not measured: " + fault.message)
                              .withPath(property.place.at(type))
                              .withSpan(type.span)
                              .withTarget(std::string(type.key))
                              .withHint(fault.hint));
  }
}

// Composite values that hold an IGeometry: what writes its text has to be there before the first row.
bool showsGeometry(const PlanData& data) {
  const auto isShown = [](const Access& access) { return !isBytes(access.shape.kind) && holdsGeometry(access.shape); };
  return std::any_of(data.queriedAccesses.begin(), data.queriedAccesses.end(), isShown) ||
         std::any_of(data.pathTables.begin(), data.pathTables.end(), [&](const PathTable& table) {
           return std::any_of(table.byClass.begin(), table.byClass.end(),
                              [&](const auto& each) { return isShown(each.second); });
         });
}

}  // namespace

GroupPlan::GroupPlan(std::shared_ptr<const PlanData> data, const Group& group)
    : data_(std::move(data)), group_(&group), diagnostics_(placeInQuery(data_->diagnostics, group)) {
  Diagnostics ofFormulas = placeFormulaFaults(data_->formulas, group);
  diagnostics_.insert(diagnostics_.end(), ofFormulas.begin(), ofFormulas.end());
  if (!data_->measures.wanted.isEmpty() && !needPart(EnginePart::Geometry)) noteMissingGeometry(group, diagnostics_);
  if (showsGeometry(*data_)) needPart(EnginePart::Geometry);
}

const std::vector<PlanColumn>& GroupPlan::columns() const {
  return data_->columns;
}
const std::string& GroupPlan::sql() const {
  return data_->sql;
}
std::vector<std::string> GroupPlan::aspectSql() const {
  std::vector<std::string> out;
  for (const StreamedAspect& stream : data_->streams) out.push_back(stream.sql);
  return out;
}
const std::string& GroupPlan::countSql() const {
  return data_->countSql;
}
Diagnostics GroupPlan::explainSqlite(Diagnostics failures) const {
  // The columns' statements are ours: what SQLite refuses in them is the query's. Its offsets count in our SQL.
  for (Diagnostic& failure : failures) failure.span.reset();
  return placeInQuery(ecsql::explainSqlite(std::move(failures), group_->query.value, *data_->catalog), *group_);
}
const GroupProperty* GroupPlan::property(size_t column) const {
  return column < kDefaultColumnCount ? nullptr : &group_->properties[column - kDefaultColumnCount];
}
const std::vector<ecsql::ResultColumn>& GroupPlan::queryColumns() const {
  return data_->query.columns;
}
const std::vector<const Class*>& GroupPlan::rowClasses() const {
  return data_->nodes[0].candidates;
}

std::string GroupPlan::aspectClass(size_t column, size_t entry) const {
  const auto& entries = data_->planned[column].entries;
  if (entry >= entries.size() || !entries[entry].isAspect || !entries[entry].named) return {};
  return entries[entry].named->fullName('.');
}

void GroupPlan::bind(Statement& statement, int64_t limit, int64_t offset) const {
  statement.bind(1, limit < 0 ? int64_t{-1} : limit);
  statement.bind(2, offset < 0 ? int64_t{0} : offset);
  bindCount(statement);
}

const Table* GroupPlan::idTable() const {
  return data_->idTable;
}

bool GroupPlan::hasNumberedRows() const {
  return data_->options.keepRepeatedRows && !hangsOnTheMoment(toLower(data_->countSql));
}

std::string GroupPlan::rangeSql() const {
  return renderSql(*data_, true);
}

void GroupPlan::bindRange(Statement& statement, const IdRange& ids) const {
  bind(statement, -1, 0);
  statement.bind(4, ids.after);
  statement.bind(5, ids.upTo);
}

void GroupPlan::bindCount(Statement& statement) const {
  if (!data_->options.ecInstanceIds.empty() && data_->idColumn >= 0) statement.bindIds(3, data_->options.ecInstanceIds);
}

}  // namespace premap::resolve
