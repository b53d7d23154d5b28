// Values are compared as they are counted, ranges as bars are, reasons as verdicts tell them.
#include "preview/row_conditions.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/preview/cell_text.h"

namespace premap {

using resolve::CellColumn;
using resolve::CellKind;
using resolve::Verdict;
using Kind = RowCondition::Kind;

namespace {

bool isInRange(const RowCondition& range, const CellColumn& column, size_t row) {
  const CellKind kind = column.kind(row);
  if (kind == CellKind::Text && (range.textFrom || range.textBelow)) {
    const std::string_view text = column.text(row);
    return (!range.textFrom || text >= *range.textFrom) && (!range.textBelow || text < *range.textBelow);
  }
  if ((kind != CellKind::Double && kind != CellKind::Integer) || (!range.from && !range.below)) return false;
  const double number = kind == CellKind::Double ? column.real(row) : static_cast<double>(column.integer(row));
  return (!range.from || number >= *range.from) && (!range.below || number < *range.below);
}

std::optional<std::pair<size_t, size_t>> probeOf(const TablePart& part, size_t column, const std::string& aspect) {
  const int planned = part.planColumns[column];
  const GroupProperty* property = planned < 0 ? nullptr : part.plan.property(static_cast<size_t>(planned));
  for (size_t e = 0; property && e < property->ecProperties.size(); ++e)
    if (equalsIgnoreCase(part.plan.aspectClass(static_cast<size_t>(planned), e), aspect))
      return std::pair{static_cast<size_t>(planned), e};
  return std::nullopt;
}

bool fitsVerdict(const RowCondition& condition, const Verdict& verdict) {
  const bool isFilled = verdict.source != resolve::Source::None;
  if (isFilled != (condition.kind == Kind::Filled)) return false;
  if (!isFilled)
    return (!condition.reason || verdict.reason == *condition.reason) &&
           (!condition.entry || verdict.decidedBy == *condition.entry);
  return (!condition.entry || verdict.entry == *condition.entry) &&
         (!condition.source || verdict.source == *condition.source) &&
         (!condition.isLossy || (verdict.decisions & bit(resolve::Decision::A10)));
}

}  // namespace

RowConditions::RowConditions(std::vector<RowCondition> conditions, const std::vector<size_t>& columns) {
  size_t at = 0;
  for (RowCondition& each : conditions) {
    Test& test = tests_.emplace_back();
    if (each.isOfColumn()) test.column = columns[at++];
    test.condition = std::move(each);
  }
}

const RowCondition* RowConditions::nextGroup() {
  while (group_ < tests_.size() && tests_[group_].condition.kind != Kind::InGroup) ++group_;
  return group_ < tests_.size() ? &tests_[group_].condition : nullptr;
}

void RowConditions::addElements(const TableReader& reader) {
  for (size_t row = 0; row < reader.rowCount(); ++row)
    if (reader.rows().isElement(row)) tests_[group_].elements.insert(reader.rows().id(row));
}

void RowConditions::mark(const TableReader& reader, std::vector<bool>& stays) {
  for (Test& test : tests_) {
    if (test.condition.kind == Kind::Repeated) {  // it has to see every row
      for (size_t row = 0; row < stays.size(); ++row)
        if (isRepeated(reader, row) == test.condition.isNot) stays[row] = false;
      continue;
    }
    for (size_t row = 0; row < stays.size(); ++row)
      if (stays[row] && !fits(test, reader, row)) stays[row] = false;
  }
}

bool RowConditions::fits(Test& test, const TableReader& reader, size_t row) {
  switch (test.condition.kind) {
    case Kind::Value:
      return fitsValue(test, reader.column(test.column), row);
    case Kind::Range:
      return isInRange(test.condition, reader.column(test.column), row);
    case Kind::Empty:
    case Kind::Filled:
      return fitsVerdict(test, reader, row);
    case Kind::Class:
      return fitsClass(test, reader, row);
    case Kind::Element:
      return reader.rows().isElement(row) != test.condition.isNot;
    case Kind::InGroup:
      return (reader.rows().isElement(row) && test.elements.contains(reader.rows().id(row))) != test.condition.isNot;
    case Kind::Aspects:
      return ownsAspects(test, reader, row);
    case Kind::Repeated:
      break;
  }
  return false;
}

bool RowConditions::fitsValue(const Test& test, const CellColumn& column, size_t row) {
  key_.clear();
  appendValueKey(key_, column.value(row, scratch_));
  const std::vector<std::string>& values = test.condition.values;
  return std::find(values.begin(), values.end(), key_) != values.end();
}

// Default columns have no verdicts: of those only that they are empty can be told.
bool RowConditions::fitsVerdict(Test& test, const TableReader& reader, size_t row) {
  const CellColumn& column = reader.column(test.column);
  const RowCondition& condition = test.condition;
  if (condition.column < resolve::kDefaultColumnCount) {
    const bool asksMore = condition.reason || condition.entry || condition.source || condition.isLossy;
    return !asksMore && column.isNull(row) == (condition.kind == Kind::Empty);
  }
  const uint16_t verdict = column.verdict(row);
  if (test.verdicts.size() <= verdict) test.verdicts.resize(size_t{verdict} + 1, Known::No);
  Known& known = test.verdicts[verdict];
  if (known == Known::No)
    known = premap::fitsVerdict(condition, reader.verdicts()[verdict]) ? Known::Fits : Known::Fails;
  return known == Known::Fits;
}

bool RowConditions::fitsClass(Test& test, const TableReader& reader, size_t row) {
  constexpr size_t kMost = 256;
  const Class* cls = reader.rows().rowClass(row);
  if (!cls) return false;
  const auto known =
      std::find_if(test.classes.begin(), test.classes.end(), [&](const auto& each) { return each.first == cls; });
  if (known != test.classes.end()) return known->second;
  if (test.classes.size() == kMost) test.classes.clear();
  const std::vector<std::string>& names = test.condition.values;
  const bool isOne = std::find(names.begin(), names.end(), cls->fullName('.')) != names.end();
  return test.classes.emplace_back(cls, isOne).second;
}

bool RowConditions::ownsAspects(Test& test, const TableReader& reader, size_t row) {
  const RowCondition& condition = test.condition;
  if (test.part != reader.part()) {
    test.part = reader.part();
    test.probe = probeOf(reader.table().parts()[reader.part()], test.column, condition.aspect);
  }
  if (!test.probe || !reader.rows().isElement(row)) return false;
  const int64_t count = reader.aspectInstances(row, test.probe->first, test.probe->second);
  return count >= condition.least && count <= condition.most;
}

bool RowConditions::isRepeated(const TableReader& reader, size_t row) {
  return !seen_.insert(reader.rows().id(row), reader.rows().isElement(row));
}

}  // namespace premap
