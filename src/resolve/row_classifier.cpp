// Most rows tell a class that was met before, of an element that is what it says: one look at two ids.
#include "resolve/row_classifier.h"

#include <numeric>

#include "premap/base/text.h"

namespace premap::resolve {

void RowClassifier::classify(const RowBlock& block, CellBlock& cells) {
  cells.begin();
  for (size_t row = 0; row < block.rowCount(); ++row) {
    ++counts_.read;
    const int64_t id = plan_.idSlot >= 0 ? block.int64(plan_.idSlot, row) : 0;
    RowKind* kind = kindByIds(block, row);
    if (!kind) kind = kindOfRow(block, row, id);
    if (!kind) continue;
    if (!plan_.options.keepRepeatedRows && plan_.idSlot >= 0 && !seen_.insert(id).second) {  // A7
      ++counts_.repeated;
      continue;
    }
    if (!kind->instanceClass) ++counts_.notElements;
    cells.sources_.push_back(static_cast<uint32_t>(row));
    cells.ids_.push_back(id);
    cells.kinds_.push_back(kind);
  }
  sortByKind(cells);
}

RowKind* RowClassifier::kindByIds(const RowBlock& block, size_t row) {
  const int actualSlot = plan_.readsElements ? plan_.nodes[0].classSlot : -1;
  if (plan_.classSlot < 0 || actualSlot < 0) return nullptr;
  if (block.type(plan_.classSlot, row) != ColumnType::Integer || block.type(actualSlot, row) != ColumnType::Integer)
    return nullptr;
  const int64_t told = block.int64(plan_.classSlot, row), actual = block.int64(actualSlot, row);
  Known& known = known_[static_cast<size_t>(told * 31 + actual) % kKnown];
  if (known.kind && known.told == told && known.actual == actual) return known.kind;
  const Class* toldClass = plan_.catalog->classById(told);
  const Class* actualClass = plan_.catalog->classById(actual);
  if (!toldClass || !actualClass) return nullptr;
  ToldClass& facts = factsOf(*toldClass);
  if (!facts.isElement) return nullptr;
  known = {told, actual, &kindOf(facts, toldClass, actualClass)};
  return known.kind;
}

// Null: the row is left out.
RowKind* RowClassifier::kindOfRow(const RowBlock& block, size_t row, int64_t /*id*/) {
  const Class* told = toldClass(block, row);
  if (plan_.classSlot >= 0 && !told) ++counts_.undecodedClass;
  ToldClass& facts = told ? factsOf(*told) : untold_;
  const bool mayBeElement = !told || facts.isElement;
  const Class* actual = nullptr;
  if (plan_.readsElements && mayBeElement) actual = actualClass(block, row);
  if (plan_.idSlot >= 0 && plan_.elementClass && !actual && mayBeElement) {  // A21
    ++counts_.dangling;
    if (plan_.options.dropDanglingRows) return nullptr;
  }
  return &kindOf(facts, told ? told : actual, actual);
}

// A2: the class an ECClassId column tells, whatever form it has.
const Class* RowClassifier::toldClass(const RowBlock& block, size_t row) {
  if (plan_.classSlot < 0) return nullptr;
  const ColumnType type = block.type(plan_.classSlot, row);
  if (type == ColumnType::Integer) return plan_.catalog->classById(block.int64(plan_.classSlot, row));
  if (type != ColumnType::Text || !plan_.options.decodeRowClass) return nullptr;
  std::string text(block.text(plan_.classSlot, row));
  auto [found, isNew] = classTexts_.try_emplace(text, nullptr);
  if (isNew) {
    auto id = hexToId(text);
    found->second = id ? plan_.catalog->classById(*id) : plan_.catalog->findClass(text);
  }
  return found->second;
}

const Class* RowClassifier::actualClass(const RowBlock& block, size_t row) const {
  const int slot = plan_.nodes[0].classSlot;
  if (slot < 0 || block.type(slot, row) == ColumnType::Null) return nullptr;
  return plan_.catalog->classById(block.int64(slot, row));
}

RowClassifier::ToldClass& RowClassifier::factsOf(const Class& told) {
  auto [found, isNew] = toldClasses_.try_emplace(told.id);
  if (isNew) found->second.isElement = plan_.elementClass && plan_.catalog->isA(told, *plan_.elementClass);
  return found->second;
}

RowKind& RowClassifier::kindOf(ToldClass& facts, const Class* rowClass, const Class* instanceClass) {
  for (RowKind* known : facts.kinds)
    if (known->rowClass == rowClass && known->instanceClass == instanceClass) return *known;
  kinds_.push_back(std::make_unique<RowKind>(makeRowKind(rowClass, instanceClass, plan_)));
  kinds_.back()->number = static_cast<uint32_t>(kinds_.size() - 1);
  facts.kinds.push_back(kinds_.back().get());
  return *kinds_.back();
}

// Counted, then placed: rows of one kind keep their order.
void RowClassifier::sortByKind(const CellBlock& cells) {
  const size_t rows = cells.rowCount();
  order_.resize(rows);
  runs_.clear();
  ends_.assign(kinds_.size() + 1, 0);
  for (const RowKind* kind : cells.kinds_) ++ends_[kind->number + 1];
  std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
  for (size_t k = 0; k < kinds_.size(); ++k)
    if (const uint32_t count = ends_[k + 1] - ends_[k])
      runs_.push_back({kinds_[k].get(), {order_.data() + ends_[k], count}});
  for (size_t row = 0; row < rows; ++row) order_[ends_[cells.kinds_[row]->number]++] = static_cast<uint32_t>(row);
}

}  // namespace premap::resolve
