// Explains by asking: the group is read once more for one element, with a column for each entry alone and for each
// beginning of its path. No second walk exists that could disagree with the table.
#include "premap/preview/explain.h"

#include "premap/base/names.h"
#include "premap/preview/cell_text.h"
#include "premap/preview/group_table.h"
#include "premap/preview/reason_text.h"
#include "premap/resolve/calculated.h"

namespace premap {

namespace {

using resolve::Cell;

Field<std::string> stringType() {
  Field<std::string> type;
  type.value = "String";
  type.state = FieldState::Present;
  type.key = "dataType";
  return type;
}

// A column to look with; no property of a mapping has a blank in its name.
GroupProperty withEntries(const GroupProperty& property, std::vector<ECProperty> entries) {
  GroupProperty copy = property;
  copy.propertyName.value = "probe of " + property.propertyName.value;
  copy.ecProperties = std::move(entries);
  copy.calculatedPropertyType = {};
  copy.formula = {};
  return copy;
}

// Every beginning of the path: `A`, `A.B`, `A.B.C`, read as text and without the entry's type.
std::vector<ECProperty> prefixesOf(const ECProperty& entry) {
  std::vector<ECProperty> prefixes;
  const std::string& path = entry.ecPropertyName.value;
  for (size_t dot = path.find('.');; dot = path.find('.', dot + 1)) {
    ECProperty prefix = entry;
    prefix.ecPropertyName.value = path.substr(0, dot);
    prefix.ecPropertyType = {};
    prefixes.push_back(std::move(prefix));
    if (dot == std::string::npos) return prefixes;
  }
}

// The group with its own columns, of which formulas may read several, then each entry alone, then each part of each
// path as columns.
Group probing(const Group& group, const GroupProperty& property) {
  Group probe = group;
  for (const ECProperty& entry : property.ecProperties) probe.properties.push_back(withEntries(property, {entry}));
  for (const ECProperty& entry : property.ecProperties) {
    for (ECProperty& prefix : prefixesOf(entry)) {
      GroupProperty step = withEntries(property, {std::move(prefix)});
      step.dataType = stringType();
      probe.properties.push_back(std::move(step));
    }
  }
  return probe;
}

std::string jsonOf(const Cell& cell) {
  std::string json;
  appendCellJson(json, cell.value);
  return json;
}

// Is the fault the column's data type, not the entry's?
bool isOfColumn(const ExplainedEntry& entry) {
  const TextField& type = entry.written->ecPropertyType;
  bool isOwnFault = type.state != FieldState::Absent && type.state != FieldState::Null &&
                    dataTypeFrom(type.value).value_or(DataType::Undefined) == DataType::Undefined;
  return entry.verdict.reason == resolve::Reason::TypeUnknown && !isOwnFault;
}

void tellEntry(ExplainedEntry& entry, const Explanation& why, const GroupProperty& property, int64_t instances,
               const Catalog& catalog) {
  if (entry.verdict.source != resolve::Source::None) return;
  FailedEntry failed{entry.written, entry.verdict.reason,   why.className, &entry.steps,
                     instances,     property.dataType.value};
  entry.text = isOfColumn(entry) ? columnReasonText(entry.verdict.reason, property) : reasonText(failed, catalog);
}

// The text of the entry that decided, unless the column itself has a reason.
void tellCell(Explanation& why, const GroupProperty& property) {
  if (why.verdict.source != resolve::Source::None) return;
  const int decided = why.verdict.decidedBy;
  if (decided < 0) return void(why.text = columnReasonText(why.verdict.reason, property));
  why.text = why.entries[static_cast<size_t>(decided)].text;
  if (why.entries.size() > 1)
    why.text = "None of the " + std::to_string(why.entries.size()) + " entries gives a value; entry " +
               std::to_string(decided + 1) + " got furthest. " + why.text;
}

bool isMeasured(const GroupProperty& property) {
  if (!property.calculatedPropertyType.isPresent()) return false;
  const auto type = calculatedPropertyTypeFrom(property.calculatedPropertyType.value);
  return type && resolve::quantityOf(*type);
}

void describe(Explanation& why, const Group& group, const GroupProperty& property, TableReader& reader,
              const Catalog& catalog) {
  std::span<const Cell> cells = reader.cells();
  auto verdictOf = [&](const Cell& cell) { return reader.verdicts()[cell.verdict]; };
  if (const Class* cls = reader.rows().rowClass(reader.row())) why.className = cls->fullName('.');
  const Cell& own = cells[resolve::kDefaultColumnCount + static_cast<size_t>(&property - group.properties.data())];
  why.value = jsonOf(own), why.verdict = verdictOf(own);
  const bool isOfEntry = why.verdict.entry >= 0;
  if (!isOfEntry && isMeasured(property) && reader.measures(reader.row()))
    why.measures = *reader.measures(reader.row());
  size_t at = resolve::kDefaultColumnCount + group.properties.size(), steps = at + property.ecProperties.size();
  for (size_t e = 0; e < property.ecProperties.size(); ++e, ++at) {
    ExplainedEntry entry;
    entry.entry = static_cast<int>(e);
    entry.written = &property.ecProperties[e];
    entry.value = jsonOf(cells[at]), entry.verdict = verdictOf(cells[at]);
    if (why.verdict.entry == entry.entry) entry.outcome = EntryOutcome::Used;
    for (const resolve::Skipped& skipped : why.verdict.skipped)
      if (skipped.entry == entry.entry) entry.outcome = EntryOutcome::Skipped;
    for (const ECProperty& prefix : prefixesOf(property.ecProperties[e])) {
      entry.steps.push_back({prefix.ecPropertyName.value, jsonOf(cells[steps]), verdictOf(cells[steps])});
      ++steps;
    }
    tellEntry(entry, why, property, reader.aspectInstances(reader.row(), at, 0), catalog);
    why.entries.push_back(std::move(entry));
  }
  tellCell(why, property);
}

// A16: what the group alone would give is not what the table holds.
void tellConflict(Explanation& why, const GroupProperty& property) {
  why.verdict = {};
  why.verdict.reason = resolve::Reason::MergeTypeConflict;
  why.value = "null", why.text = columnReasonText(why.verdict.reason, property);
  for (ExplainedEntry& entry : why.entries) entry.outcome = EntryOutcome::NotReached;
}

bool hasConflict(const GroupTable& table, std::string_view name) {
  for (const TableColumn& column : table.columns())
    if (!column.isDefault && column.name == name && column.hasConflict) return true;
  return false;
}

// The statements that fill the column in a preview, and how SQLite runs them.
void describeStatement(Explanation& why, const Group& group, const GroupProperty& property, resolve::Planner& planner,
                       const resolve::ResolveOptions& options) {
  Group single = group;
  single.properties = {property};
  auto plan = planner.plan(single, options);
  if (!plan) return;
  why.ecsql = group.query.value;
  std::vector<std::string> statements = plan->aspectSql();
  statements.insert(statements.begin(), plan->sql());
  for (const std::string& sql : statements) {
    why.sql += (why.sql.empty() ? "" : ";\n") + sql;
    auto statement = planner.catalog().database().prepare("EXPLAIN QUERY PLAN " + sql);
    if (!statement) return;
    while (statement->step() == Step::Row) why.plan.emplace_back(statement->text(3));
  }
}

const GroupProperty* findProperty(const Group& group, std::string_view name) {
  for (const GroupProperty& property : group.properties)
    if (property.propertyName.value == name) return &property;
  return nullptr;
}

Diagnostic unknownProperty(const std::vector<TableColumn>& columns, std::string_view name) {
  std::vector<std::string> names;
  for (const TableColumn& column : columns)
    if (!column.isDefault) names.push_back(column.name);
  Diagnostic fault = error("property-unknown", "the group has no property `" + std::string(name) + "`");
  fault.hint = knownNames(name, names);
  return fault;
}

}  // namespace

Result<Explanation> explainCell(const Mapping& mapping, std::string_view groupName, int64_t ecInstanceId,
                                std::string_view propertyName, resolve::Planner& planner,
                                const resolve::ResolveOptions& options) {
  auto table = GroupTable::open(mapping, groupName, planner, options);
  if (!table) return std::move(table.diagnostics());
  resolve::ResolveOptions ofRow = options;
  ofRow.ecInstanceIds = {ecInstanceId};
  Explanation why;
  why.group = table->groupName(), why.property = std::string(propertyName), why.ecInstanceId = ecInstanceId;
  for (const TableColumn& column : table->columns())
    if (!column.isDefault && column.name == propertyName) why.isWhole = column.type == resolve::Target::Integer;
  bool hasProperty = false;
  for (const TablePart& part : table->parts()) {
    const Group& group = part.plan.group();
    const GroupProperty* property = findProperty(group, propertyName);
    if (!property) continue;
    hasProperty = true;
    Mapping probe;
    probe.groups = {probing(group, *property)};
    auto probed = GroupTable::open(probe, {}, planner, ofRow);
    if (!probed) return std::move(probed.diagnostics());
    TableReader reader(*probed, -1, 0, resolve::MeasureDetail::Primitives);
    Step step;
    while ((step = reader.next()) == Step::Row)
      if (++why.rowCount == 1)
        describe(why, group, *property, reader, planner.catalog()),
            describeStatement(why, group, *property, planner, options);
    if (step == Step::Failed) return reader.failure();
    if (step == Step::Interrupted) return error("cancelled", "the explanation was stopped");
    if (why.rowCount && hasConflict(*table, propertyName)) tellConflict(why, *property);
    if (why.rowCount) return why;
  }
  if (!hasProperty) return unknownProperty(table->columns(), propertyName);
  return error("row-unknown", "group `" + why.group + "` has no row with ECInstanceId " + idToHex(ecInstanceId));
}

}  // namespace premap
