// Row by row: its class gives a row kind, the kind's attempts are made in order, and what they came to leads through a
// tree to a verdict that is built once. docs/group-plan.md walks through it.
#include "premap/resolve/evaluator.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "premap/base/by_id.h"
#include "premap/base/text.h"
#include "premap/resolve/calculated.h"
#include "resolve/aspect_stream.h"
#include "resolve/element_measures.h"
#include "resolve/leaf_reader.h"
#include "resolve/plan_data.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

namespace {

struct Outcome {
  Reason reason = Reason::None;
  Decisions decisions = 0;
  const Class* aspectClass = nullptr;
};

uint64_t keyOf(const Outcome& outcome) {
  uint64_t classBits = outcome.aspectClass ? static_cast<uint64_t>(outcome.aspectClass->id) : 0;
  return static_cast<uint64_t>(outcome.reason) | static_cast<uint64_t>(outcome.decisions) << 8 | classBits << 32;
}

bool fitsDeclaredType(const Value& value, Target target) {
  switch (target) {
    case Target::Boolean:
      return value.type == ValueType::Boolean;
    case Target::Integer:
      return value.type == ValueType::Integer;
    case Target::Double:
      return value.type == ValueType::Double;
    case Target::String:
      return value.type != ValueType::Boolean && value.type != ValueType::Integer && value.type != ValueType::Double;
  }
  return false;
}

// A value as an example for people.
std::string exampleOf(const Value& value) {
  switch (value.type) {
    case ValueType::Boolean:
      return value.integer ? "true" : "false";
    case ValueType::Integer:
      return std::to_string(value.integer);
    case ValueType::Id:
      return idToHex(value.integer);
    case ValueType::Double:
      return std::isfinite(value.real) ? shortestDouble(value.real) : "a number that is not finite";
    case ValueType::Binary:
      return "bytes";
    default:
      return std::string(value.text.substr(0, 200));
  }
}

// What is known of rows whose ECClassId tells one class.
struct ToldClass {
  bool isElement = false;
  std::vector<std::unique_ptr<RowKind>> kinds;  // one an actual class, mostly one
};

}  // namespace

struct RowEvaluator::Impl {
  const GroupPlan& of;
  const PlanData& plan;
  VerdictBook& book;
  const Statement* row = nullptr;
  std::vector<Cell> cells;
  std::vector<std::string> scratch;  // one a column: the text of this row's cell
  LeafReader reader;
  std::optional<ElementMeasurer> measurer;  // of a plan that measures
  std::deque<AspectStream> streams;         // parallel to the plan's
  ById<ToldClass> toldClasses;
  ToldClass untold;  // rows that tell no class
  RowKind* kind = nullptr;
  std::vector<Outcome> outcomes;
  std::unordered_set<int64_t> seen;
  std::unordered_map<std::string, const Class*> classTexts;
  int64_t rowId = 0;
  RowCounts counts;
  std::vector<FormulaValue> formulaRow;
  std::optional<std::vector<size_t>> faulty;
  std::unordered_map<uint64_t, uint16_t> formulaVerdicts;
  uint16_t defaultQueried = 0, defaultElement = 0, defaultNull = 0, defaultNotElement = 0, defaultAbsent = 0;
  const bool hasProvenance;
  uint16_t unknown = 0;  ///< without provenance: what cannot be computed offline is told apart all the same

  Impl(const GroupPlan& groupPlan, VerdictBook& verdicts, Provenance provenance)
      : of(groupPlan), plan(of.data()), book(verdicts), reader(plan), hasProvenance(provenance != Provenance::Off) {
    cells.resize(plan.columns.size());
    scratch.resize(plan.columns.size());
    defaultQueried = simple(Source::Queried, Reason::None);
    defaultElement = simple(Source::Element, Reason::None);
    defaultNull = simple(Source::None, Reason::ValueNull);
    defaultNotElement = simple(Source::None, Reason::ColumnNotSelected);
    defaultAbsent = simple(Source::None, Reason::PropertyMissing);
    if (!hasProvenance) unknown = simple(Source::None, Reason::NotComputableOffline);
    if (!plan.measures.wanted.isEmpty()) measurer.emplace(plan, provenance == Provenance::Detailed);
    for (const StreamedAspect& each : plan.streams) streams.emplace_back(plan.catalog->database(), each);
  }

  void setRow(const Statement& statement) {
    row = &statement, reader.setRow(statement);
    if (measurer) measurer->newRow();
  }

  uint16_t simple(Source source, Reason reason) {
    Verdict verdict;
    verdict.source = source, verdict.reason = reason;
    return book.intern(verdict);
  }

  // --- rows ----------------------------------------------------------------------------------------------------------
  // A2: the class an ECClassId column tells, whatever form it has.
  const Class* toldClass() {
    if (plan.classSlot < 0) return nullptr;
    const StoredValue stored = row->value(plan.classSlot);
    if (stored.type() == ColumnType::Integer) return plan.catalog->classById(stored.int64());
    if (stored.type() != ColumnType::Text || !plan.options.decodeRowClass) return nullptr;
    std::string text(stored.text());
    auto [found, isNew] = classTexts.try_emplace(text, nullptr);
    if (isNew) {
      auto id = hexToId(text);
      found->second = id ? plan.catalog->classById(*id) : plan.catalog->findClass(text);
    }
    return found->second;
  }

  bool readRow() {
    ++counts.read;
    rowId = plan.idSlot >= 0 ? row->int64(plan.idSlot) : 0;
    const Class* told = toldClass();
    if (plan.classSlot >= 0 && !told) ++counts.undecodedClass;
    ToldClass& facts = told ? factsOf(*told) : untold;
    bool mayBeElement = !told || facts.isElement;
    const Class* actual = nullptr;
    if (plan.readsElements && mayBeElement) actual = reader.classOf(plan.nodes[0].classSlot);
    if (plan.idSlot >= 0 && plan.elementClass && !actual && mayBeElement) {  // A21
      ++counts.dangling;
      if (plan.options.dropDanglingRows) return false;
    }
    if (!plan.options.keepRepeatedRows && plan.idSlot >= 0 && !seen.insert(rowId).second) {  // A7
      ++counts.repeated;
      return false;
    }
    if (!actual) ++counts.notElements;
    kind = &kindOf(facts, told ? told : actual, actual);
    return true;
  }

  ToldClass& factsOf(const Class& told) {
    auto [found, isNew] = toldClasses.try_emplace(told.id);
    if (isNew) found->second.isElement = plan.elementClass && plan.catalog->isA(told, *plan.elementClass);
    return found->second;
  }

  RowKind& kindOf(ToldClass& facts, const Class* rowClass, const Class* instanceClass) {
    for (const auto& known : facts.kinds)
      if (known->rowClass == rowClass && known->instanceClass == instanceClass) return *known;
    facts.kinds.push_back(std::make_unique<RowKind>(makeRowKind(rowClass, instanceClass, plan)));
    return *facts.kinds.back();
  }

  // --- cells ---------------------------------------------------------------------------------------------------------
  void evaluateColumn(size_t c) {
    Cell& cell = cells[c];
    cell.value = Value();
    const PlanColumn& column = plan.columns[c];
    const PlannedColumn& planned = plan.planned[c];
    ColumnProgram& program = kind->columns[c];
    if (!hasProvenance) return evaluateValue(cell, program, planned, column, c);
    outcomes.clear();
    int32_t at = 0;
    for (const Attempt& attempt : program.attempts) {
      Outcome outcome = outcomeOf(attempt, planned, column, c, cell.value);
      outcomes.push_back(outcome);
      at = nextOutcome(program, at, keyOf(outcome));
      if (isFinal(outcome.reason)) break;
    }
    int32_t& known = program.outcomes[static_cast<size_t>(at)].verdict;
    if (known < 0) known = book.intern(verdictOf(program, planned, column));
    cell.verdict = static_cast<uint16_t>(known);
  }

  void evaluateValue(Cell& cell, const ColumnProgram& program, const PlannedColumn& planned, const PlanColumn& column,
                     size_t c) {
    cell.verdict = 0;
    for (const Attempt& attempt : program.attempts) {
      Outcome outcome = outcomeOf(attempt, planned, column, c, cell.value);
      if (outcome.reason == Reason::NotComputableOffline) cell.verdict = unknown;
      if (isFinal(outcome.reason)) return;
    }
  }

  // What cannot be known offline might be a value: no later entry may stand in for it.
  static bool isFinal(Reason reason) { return reason == Reason::None || reason == Reason::NotComputableOffline; }

  Outcome outcomeOf(const Attempt& attempt, const PlannedColumn& planned, const PlanColumn& column, size_t c,
                    Value& value) {
    if (attempt.source == Source::Calculated) return calculate(*planned.calculated, column, c, value);
    return attemptValue(attempt, planned.entries[attempt.entry], column, c, value);
  }

  static int32_t nextOutcome(ColumnProgram& program, int32_t at, uint64_t key) {
    for (const auto& [known, next] : program.outcomes[static_cast<size_t>(at)].next)
      if (known == key) return next;
    auto fresh = static_cast<int32_t>(program.outcomes.size());
    program.outcomes[static_cast<size_t>(at)].next.emplace_back(key, fresh);
    program.outcomes.emplace_back();
    return fresh;
  }

  Outcome attemptValue(const Attempt& attempt, const PlannedEntry& entry, const PlanColumn& column, size_t c,
                       Value& value) {
    Outcome outcome;
    outcome.decisions = attempt.decisions;
    if (attempt.source == Source::Aspect) readAspect(attempt, entry, c, value, outcome);
    else outcome.reason = reader.read(attempt.access, value, scratch[c], outcome.decisions);
    if (outcome.reason == Reason::None) outcome.reason = coerce(value, entry, column, c, outcome.decisions);
    if (outcome.reason != Reason::None) value = Value();
    return outcome;
  }

  // R9
  void readAspect(const Attempt& attempt, const PlannedEntry& entry, size_t c, Value& value, Outcome& outcome) {
    const Node& node = plan.nodes[static_cast<size_t>(attempt.aspectNode)];
    const Statement* source = aspectsAt(node);
    const int64_t instance = source ? source->int64(node.idSlot) : 0;
    if (instance == 0) return void(outcome.reason = Reason::AspectNone);
    if (instance < 0) return void(outcome.reason = Reason::AspectMultiple);
    reader.readFrom(*source);
    outcome.aspectClass = reader.classOf(node.classSlot);
    if (!outcome.aspectClass) {
      outcome.reason = Reason::Internal;
    } else {
      if (outcome.aspectClass != entry.named) outcome.decisions |= bit(Decision::A6);
      const Access* access = accessIn(attempt.aspect, *outcome.aspectClass);
      outcome.reason = reader.read(access, value, scratch[c], outcome.decisions);
    }
    reader.readFrom(*row);
  }

  // Where the slots of an aspect's node are; null when the row has no such aspect.
  const Statement* aspectsAt(const Node& node) {
    return node.stream < 0 ? row : streams[static_cast<size_t>(node.stream)].at(rowId);
  }

  // R18, section 7: boxes are read from the element; length, area and volume are measured of its geometry.
  Outcome calculate(CalculatedPropertyType type, const PlanColumn& column, size_t c, Value& value) {
    Outcome outcome;
    const Class& cls = *kind->instanceClass;
    const Access* geometry = accessIn(plan.geometry, cls);
    bool hasGeometry = geometry && geometry->kind == Access::Kind::Leaf && !row->isNull(geometry->slot);
    if (!hasGeometry) return outcome.reason = Reason::NotGeometric, outcome;
    const Measured measured = measuredOf(type, cls);
    outcome.decisions = measured.decisions, outcome.reason = measured.reason;
    if (outcome.reason != Reason::None) return outcome;
    if (!column.type) return outcome.reason = Reason::TypeUnknown, outcome;
    value = Value::ofDouble(measured.value);
    Conversion conversion = convert(value, *column.type, plan.options, scratch[c]);
    outcome.decisions |= conversion.decisions;
    if (!conversion.isValid) outcome.reason = Reason::ConvertFailed, value = Value();
    return outcome;
  }

  Measured measuredOf(CalculatedPropertyType type, const Class& cls) {
    if (const auto quantity = quantityOf(type)) return measurer->measure(*quantity, *row, cls);
    std::array<double, 3> low{}, high{};
    const bool hasBox = readCorner(plan.bboxLow, cls, low) && readCorner(plan.bboxHigh, cls, high);
    const std::optional<double> measure = hasBox ? boxMeasure(type, low, high) : std::nullopt;
    return measure ? Measured{Reason::None, *measure, 0} : Measured{Reason::NotGeometric, 0, 0};
  }

  bool readCorner(const PathTable* table, const Class& cls, std::array<double, 3>& corner) const {
    const Access* access = accessIn(table, cls);
    if (!access || access->kind != Access::Kind::Leaf || access->shape.kind != ValueKind::Point3d) return false;
    for (size_t i = 0; i < 3; ++i) {
      int slot = access->slot + static_cast<int>(i);
      if (row->isNull(slot)) return false;
      corner[i] = row->real(slot);
    }
    return true;
  }

  // R17
  Reason coerce(Value& value, const PlannedEntry& entry, const PlanColumn& column, size_t c, Decisions& decisions) {
    if (!column.type) return Reason::TypeUnknown;
    const Value before = value;
    Decisions lost = 0;
    const Reason reason = convertBoth(value, entry, column, c, decisions, lost);
    if (reason == Reason::None && !(lost & bit(Decision::A10))) return reason;
    ConversionTally& tally = book.conversions(of.property(c), entry.index);
    if (reason == Reason::None) tally.addLossy(tally.wantsLossy() ? exampleOf(before) : std::string());
    else tally.addFailed(tally.wantsFailed() ? exampleOf(before) : std::string());
    return reason;
  }

  // `lost`: what the conversions themselves had to decide.
  Reason convertBoth(Value& value, const PlannedEntry& entry, const PlanColumn& column, size_t c, Decisions& decisions,
                     Decisions& lost) {
    if (entry.type && plan.options.typeMismatch == TypeMismatch::DeclaredTypeFilter) {
      decisions |= bit(Decision::A8);
      if (!fitsDeclaredType(value, *entry.type)) return Reason::ConvertFailed;
    }
    if (entry.type && plan.options.convertTwice) {
      Conversion first = convert(value, *entry.type, plan.options, scratch[c]);
      decisions |= first.decisions, lost |= first.decisions;
      if (*entry.type != *column.type) decisions |= bit(Decision::A9);
      if (!first.isValid) return decisions |= bit(Decision::A8), Reason::ConvertFailed;
    }
    // Only values without text write the scratch string, so the second conversion never overwrites what it reads.
    Conversion last = convert(value, *column.type, plan.options, scratch[c]);
    decisions |= last.decisions, lost |= last.decisions;
    if (!last.isValid) return decisions |= bit(Decision::A8), Reason::ConvertFailed;
    return Reason::None;
  }

  Verdict verdictOf(const ColumnProgram& program, const PlannedColumn& planned, const PlanColumn& column) const {
    Verdict verdict;
    std::vector<Reason> reasons = program.baseReasons;
    size_t calculated = planned.entries.size(), last = calculated;  // last: the entry the search ended at
    bool isEnded = false;
    for (size_t a = 0; a < outcomes.size(); ++a) {
      const Attempt& attempt = program.attempts[a];
      const Outcome& outcome = outcomes[a];
      verdict.decisions |= outcome.decisions;
      if (outcome.reason != Reason::None) {
        // An attempt's reason tells more than the gate's, which an aspect entry always fails.
        reasons[attempt.entry] = std::max(reasons[attempt.entry], outcome.reason);
        if (isFinal(outcome.reason)) last = attempt.entry, isEnded = true;
        continue;
      }
      last = attempt.entry, isEnded = true;
      if (last < calculated) verdict.entry = planned.entries[last].index;
      verdict.source = attempt.source;
      const Class* from = attempt.source == Source::Aspect    ? outcome.aspectClass
                          : attempt.source == Source::Queried ? kind->rowClass
                                                              : kind->instanceClass;
      if (from) verdict.className = from->fullName('.');
    }
    bool isWon = verdict.source != Source::None;
    for (size_t e = 0; e < planned.entries.size(); ++e) {
      // Entries after the last were not looked at, unless another order of sources (A1) tried them before.
      if ((isWon && e == last) || (isEnded && e > last && !isTried(program, e))) continue;
      verdict.skipped.push_back({planned.entries[e].index, reasons[e]});
      verdict.decisions |= program.baseDecisions[e];
      if (!isWon && reasons[e] > verdict.reason)
        verdict.reason = reasons[e], verdict.decidedBy = planned.entries[e].index;
    }
    if (!isWon) decideByColumn(verdict, reasons[calculated], column);
    return verdict;
  }

  // What the column itself has to say goes before what its entries came to.
  static void decideByColumn(Verdict& verdict, Reason calculated, const PlanColumn& column) {
    const Reason own = !column.type                     ? Reason::TypeUnknown
                       : calculated > verdict.reason    ? calculated
                       : verdict.reason == Reason::None ? Reason::NoSource
                                                        : Reason::None;
    if (own != Reason::None) verdict.reason = own, verdict.decidedBy = -1;
  }

  bool isTried(const ColumnProgram& program, size_t entry) const {
    for (size_t a = 0; a < outcomes.size(); ++a)
      if (program.attempts[a].entry == entry) return true;
    return false;
  }

  // --- formulas ------------------------------------------------------------------------------------------------------
  // R18: columns that are still empty, each after those its formula reads.
  void evaluateFormulas() {
    if (plan.formulas.formulas.empty()) return;
    formulaRow.resize(plan.formulas.formulas.size());
    for (size_t f : faultyFormulas()) setFormulaReason(kDefaultColumnCount + f, Reason::FormulaInvalid);
    for (size_t f : plan.formulas.order) evaluateFormula(f);
  }

  const std::vector<size_t>& faultyFormulas() {
    if (faulty) return *faulty;
    faulty.emplace();
    const std::vector<size_t>& usable = plan.formulas.order;
    for (size_t f = 0; f < plan.formulas.formulas.size(); ++f)
      if (plan.group.properties[f].formula.isPresent() && std::find(usable.begin(), usable.end(), f) == usable.end())
        faulty->push_back(f);
    return *faulty;
  }

  void evaluateFormula(size_t f) {
    size_t c = kDefaultColumnCount + f;
    if (!cells[c].value.isNull() || isUnknown(cells[c])) return;
    const Formula& formula = *plan.formulas.formulas[f];
    for (size_t d : formula.dependencies()) {
      // What cannot be known offline must not be computed with as if it were null.
      if (isUnknown(cells[kDefaultColumnCount + d])) return setFormulaReason(c, Reason::NotComputableOffline);
      formulaRow[d] = formulaValue(cells[kDefaultColumnCount + d].value);
    }
    FormulaResult result = formula.evaluate(formulaRow);
    if (isNull(result.value)) return setFormulaReason(c, formulaReason(result.reason));
    if (!plan.columns[c].type) return setFormulaReason(c, Reason::TypeUnknown);
    Value value = valueOf(result.value, scratch[c]);
    Conversion conversion = convert(value, *plan.columns[c].type, plan.options, scratch[c]);
    if (!conversion.isValid) return setFormulaReason(c, Reason::ConvertFailed);
    cells[c].value = value;
    setFormulaVerdict(c, Source::Formula, Reason::None, conversion.decisions);
  }

  bool isUnknown(const Cell& cell) const {
    return cell.value.isNull() && book[cell.verdict].reason == Reason::NotComputableOffline;
  }

  static Value valueOf(FormulaValue& result, std::string& text) {
    if (const bool* flag = std::get_if<bool>(&result)) return Value::boolean(*flag);
    if (const double* number = std::get_if<double>(&result)) return Value::ofDouble(*number);
    if (std::string* made = std::get_if<std::string>(&result)) return text = std::move(*made), Value::string(text);
    return Value();
  }

  static FormulaValue formulaValue(const Value& value) {
    switch (value.type) {
      case ValueType::Boolean:
        return value.integer != 0;
      case ValueType::Integer:
        return static_cast<double>(value.integer);
      case ValueType::Double:
        return value.real;
      case ValueType::String:
        return std::string(value.text);
      default:
        return std::monostate();
    }
  }

  static Reason formulaReason(std::string_view reason) {
    if (reason == "formula-non-finite") return Reason::FormulaNonFinite;
    if (reason == "formula-incomparable") return Reason::FormulaIncomparable;
    if (reason == "formula-too-long") return Reason::FormulaTooLong;
    if (reason == "formula-not-offline") return Reason::NotComputableOffline;
    return Reason::FormulaNull;
  }

  void setFormulaReason(size_t c, Reason reason) {
    if (cells[c].value.isNull() && !isUnknown(cells[c])) setFormulaVerdict(c, Source::None, reason, 0);
  }

  // The verdict of the entries, with what the formula made of it.
  void setFormulaVerdict(size_t c, Source source, Reason reason, Decisions decisions) {
    if (!hasProvenance) {
      if (reason == Reason::NotComputableOffline) cells[c].verdict = unknown;
      return;
    }
    uint64_t key = uint64_t{cells[c].verdict} | uint64_t{static_cast<uint8_t>(source)} << 16 |
                   uint64_t{static_cast<uint8_t>(reason)} << 24 | uint64_t{decisions} << 32;
    auto [found, isNew] = formulaVerdicts.try_emplace(key, uint16_t{0});
    if (isNew) {
      Verdict verdict = book[cells[c].verdict];
      verdict.entry = verdict.decidedBy = -1, verdict.source = source, verdict.reason = reason;
      verdict.className.clear();
      verdict.decisions |= decisions;
      found->second = book.intern(verdict);
    }
    cells[c].verdict = found->second;
  }

  // --- default columns -----------------------------------------------------------------------------------------------
  void evaluateDefaults() {
    bool hasId = plan.idSlot >= 0 && !row->isNull(plan.idSlot);
    cells[0] = {hasId ? Value::id(rowId) : Value(), hasId ? defaultQueried : defaultNotElement};
    cells[1] = {Value(), defaultNotElement};
    if (kind->rowClass) {
      reader.readClassId(kind->rowClass->id, false, cells[1].value, scratch[1]);
      cells[1].verdict = plan.classSlot >= 0 ? defaultQueried : defaultElement;
    }
    for (size_t c = 2; c < kDefaultColumnCount; ++c) {
      cells[c] = {Value(), defaultNotElement};
      if (!kind->instanceClass) continue;
      const Access* access = kind->defaults[c];
      if (!access || access->kind == Access::Kind::Fail) {
        cells[c].verdict = defaultAbsent;
        continue;
      }
      reader.readLeaf(*access, cells[c].value, scratch[c]);
      if (cells[c].value.type == ValueType::Composite) cells[c].value.type = ValueType::String;
      cells[c].verdict = cells[c].value.isNull() ? defaultNull : defaultElement;
    }
  }
};

RowEvaluator::RowEvaluator(const GroupPlan& plan, VerdictBook& book, Provenance provenance)
    : impl_(std::make_unique<Impl>(plan, book, provenance)) {}
RowEvaluator::~RowEvaluator() = default;

bool RowEvaluator::read(const Statement& row) {
  impl_->setRow(row);
  if (!impl_->readRow()) return false;
  impl_->evaluateDefaults();
  for (size_t c = kDefaultColumnCount; c < impl_->plan.columns.size(); ++c) impl_->evaluateColumn(c);
  impl_->evaluateFormulas();
  return true;
}

bool RowEvaluator::skim(const Statement& row) {
  impl_->setRow(row);
  return impl_->readRow();
}

std::span<const Cell> RowEvaluator::cells() const {
  return impl_->cells;
}
int64_t RowEvaluator::id() const {
  return impl_->rowId;
}
const Class* RowEvaluator::rowClass() const {
  return impl_->kind ? impl_->kind->rowClass : nullptr;
}
bool RowEvaluator::isElement() const {
  return impl_->kind && impl_->kind->instanceClass;
}
const RowCounts& RowEvaluator::counts() const {
  return impl_->counts;
}

int64_t RowEvaluator::aspectInstances(size_t column, size_t entry) const {
  const PlannedEntry& planned = impl_->plan.planned[column].entries[entry];
  if (!planned.isAspect) return -1;
  if (planned.aspectNode < 0) return 0;
  const Node& node = impl_->plan.nodes[static_cast<size_t>(planned.aspectNode)];
  const Statement* source = impl_->aspectsAt(node);
  const int64_t packed = source ? source->int64(node.idSlot) : 0;
  return packed < 0 ? -packed : packed != 0;
}

const geometry::ElementMeasures* RowEvaluator::measures() const {
  return impl_->measurer ? impl_->measurer->measures() : nullptr;
}

Step RowEvaluator::trouble() const {
  for (const AspectStream& stream : impl_->streams)
    if (stream.trouble() != Step::Row) return stream.trouble();
  return Step::Row;
}

Diagnostics RowEvaluator::failure() const {
  for (const AspectStream& stream : impl_->streams)
    if (stream.trouble() == Step::Failed) return stream.failure();
  return {};
}

}  // namespace premap::resolve
