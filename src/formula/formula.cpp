// Formulas of a group are compiled in the order in which they read each other, which also finds circles.
#include "premap/formula/formula.h"

#include <algorithm>
#include <limits>

#include "formula/evaluate.h"
#include "formula/program.h"
#include "premap/base/engine_parts.h"

namespace premap {

namespace {

using formula::Instruction;
using formula::Operation;

std::vector<size_t> columnsRead(const formula::Code& code) {
  std::vector<size_t> columns;
  for (const Instruction& instruction : code.instructions)
    if (instruction.operation == Operation::Column) columns.push_back(instruction.index);
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

const Instruction* serviceCall(const formula::Code& code) {
  for (const Instruction& instruction : code.instructions) {
    if (instruction.operation != Operation::Call) continue;
    const auto function = static_cast<formula::Function>(instruction.index);
    if (function == formula::Function::Random || function >= formula::Function::GetPersistenceUnit) return &instruction;
  }
  return nullptr;
}

Result<Formula::Program> compileProgram(std::string_view text, std::span<const FormulaColumn> columns,
                                        const formula::ColumnNames& names, size_t self) {
  auto code = formula::parse(text, names, self);
  if (!code) return std::move(code.diagnostics());
  auto inferred = formula::inferType(*code, columns);
  if (!inferred) return std::move(inferred.diagnostics());
  Formula::Program program;
  program.code = std::move(*code);
  program.inferred = *inferred;
  program.dependencies = columnsRead(program.code);
  program.needsService = serviceCall(program.code) != nullptr;
  return program;
}

Span wholeOf(std::string_view text) {
  return {0, static_cast<uint32_t>(text.size())};
}

// Compiles in the order of what reads what, so that a column without a type gets its formula's before others read it.
class TableCompiler {
 public:
  explicit TableCompiler(std::span<const FormulaColumn> columns)
      : columns_(columns.begin(), columns.end()),
        names_(columns),
        reads_(columns.size()),
        state_(columns.size(), State::New),
        isInCycle_(columns.size(), false) {
    table_.formulas.resize(columns.size());
  }

  FormulaTable run() {
    for (size_t i = 0; i < columns_.size(); ++i) findReads(i);
    for (size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].formula && state_[i] == State::New) visit(i);
    return std::move(table_);
  }

 private:
  enum class State : uint8_t { New, Open, Done };

  // What a formula reads does not depend on types, so parsing is enough; its faults are told when it is compiled.
  void findReads(size_t column) {
    if (!columns_[column].formula) return;
    auto code = formula::parse(*columns_[column].formula, names_, column);
    if (!code) return;
    for (size_t read : columnsRead(*code))
      if (columns_[read].formula && read != column) reads_[column].push_back(read);
  }

  // A column on the way down, the next of those it reads, and the first on the way that something below it reads.
  struct Visit {
    size_t column, next, circleFrom;
  };

  // Depth first without recursion: a chain of columns may be as long as the group has columns.
  void visit(size_t first) {
    std::vector<Visit> path;
    enter(first, path);
    while (!path.empty()) {
      Visit& top = path.back();
      if (top.next == reads_[top.column].size()) {
        leave(path);
        continue;
      }
      const size_t read = reads_[top.column][top.next++];
      if (state_[read] == State::Open) {
        top.circleFrom = std::min(top.circleFrom, places_[read]);
        reportCycle(path, places_[read]);
      } else if (state_[read] == State::New) {
        enter(read, path);
      }
    }
  }

  void enter(size_t column, std::vector<Visit>& path) {
    state_[column] = State::Open;
    places_[column] = path.size();
    path.push_back({column, 0, kNoCircle});
  }

  void leave(std::vector<Visit>& path) {
    const Visit done = path.back();
    path.pop_back();
    state_[done.column] = State::Done;
    isInCycle_[done.column] = done.circleFrom <= path.size();
    if (done.circleFrom < path.size()) path.back().circleFrom = std::min(path.back().circleFrom, done.circleFrom);
    compile(done.column);
  }

  // Of a long circle its first columns are named, and the last one.
  void reportCycle(const std::vector<Visit>& path, size_t start) {
    constexpr size_t kMostNamed = 16;
    std::string names;
    for (size_t at = start; at < path.size(); ++at) {
      const bool isNamed = at - start < kMostNamed || at + 1 == path.size();
      if (isNamed) names += "`" + columns_[path[at].column].name + "` reads ";
      else names += "… reads ", at = path.size() - 2;
    }
    const size_t column = path.back().column;
    report(column, error("formula-cycle",
                         "the formulas go in a circle: " + names + "`" + columns_[path[start].column].name + "`")
                       .withSpan(wholeOf(*columns_[column].formula))
                       .withHint("take one of the columns out of the circle"));
  }

  void report(size_t column, Diagnostic diagnostic) { table_.diagnostics.emplace_back(column, std::move(diagnostic)); }

  void compile(size_t column) {
    const std::string& text = *columns_[column].formula;
    auto program = compileProgram(text, columns_, names_, column);
    if (!program) {
      for (Diagnostic& fault : program.diagnostics()) report(column, std::move(fault));
      return;
    }
    Formula compiled(std::make_shared<const Formula::Program>(std::move(*program)));
    checkType(column, compiled, text);
    if (compiled.needsService())
      report(column,
             warning("formula-not-offline", "the formula uses what only the extraction knows; that part is null here")
                 .withSpan(wholeOf(text))
                 .withHint("random numbers and units cannot be computed from a snapshot alone"));
    if (isInCycle_[column]) return;
    table_.formulas[column] = std::move(compiled);
    table_.order.push_back(column);
  }

  void checkType(size_t column, const Formula& compiled, const std::string& text) {
    std::optional<FormulaType>& declared = columns_[column].type;
    if (!declared) {
      declared = compiled.type();
      return;
    }
    const FormulaType found = compiled.type();
    const bool isWidened = found == FormulaType::Integer && *declared == FormulaType::Double;
    if (found == *declared || isWidened || (*declared == FormulaType::Integer && compiled.isWhole())) return;
    report(column, warning("formula-type-mismatch", "The formula result data type " + std::string(toString(found)) +
                                                        " does not match the provided data type " +
                                                        std::string(toString(*declared)))
                       .withSpan(wholeOf(text))
                       .withHint("make the data type `" + std::string(toString(found)) + "`, or convert the result" +
                                 (*declared == FormulaType::Integer ? ": round(…)" : "")));
  }

  static constexpr size_t kNoCircle = std::numeric_limits<size_t>::max();
  std::vector<FormulaColumn> columns_;
  formula::ColumnNames names_;
  std::vector<std::vector<size_t>> reads_;
  std::vector<State> state_;
  std::vector<size_t> places_ = std::vector<size_t>(columns_.size());  // of those that are open: where on the way
  std::vector<bool> isInCycle_;
  FormulaTable table_;
};

}  // namespace

std::string_view toString(FormulaType type) {
  switch (type) {
    case FormulaType::Boolean:
      return "Boolean";
    case FormulaType::Integer:
      return "Integer";
    case FormulaType::Double:
      return "Double";
    case FormulaType::String:
      return "String";
  }
  return "Double";
}

Result<Formula> Formula::compile(std::string_view text, std::span<const FormulaColumn> columns, size_t self) {
  auto program = compileProgram(text, columns, formula::ColumnNames(columns), self);
  if (!program) return std::move(program.diagnostics());
  return Formula(std::make_shared<const Program>(std::move(*program)));
}

FormulaType Formula::type() const {
  return program_->inferred.type;
}
bool Formula::isWhole() const {
  return program_->inferred.isWhole;
}
const std::vector<size_t>& Formula::dependencies() const {
  return program_->dependencies;
}
bool Formula::needsService() const {
  return program_->needsService;
}
FormulaResult Formula::evaluate(std::span<const FormulaValue> row) const {
  std::vector<FormulaValue> stack;
  return evaluate(row, stack);
}
FormulaResult Formula::evaluate(std::span<const FormulaValue> row, std::vector<FormulaValue>& stack) const {
  return formula::evaluate(program_->code, row, stack);
}

// An entrance of the part: wasm/engine_parts.json.
[[gnu::noinline]] FormulaTable compileSome(std::span<const FormulaColumn> columns) {
  return TableCompiler(columns).run();
}

FormulaTable compileFormulas(std::span<const FormulaColumn> columns) {
  const auto hasFormula = [](const FormulaColumn& column) { return column.formula.has_value(); };
  const bool isNeeded = std::any_of(columns.begin(), columns.end(), hasFormula);
  if (isNeeded && needPart(EnginePart::Formula)) return compileSome(columns);
  FormulaTable table;
  table.formulas.resize(columns.size());
  for (size_t i = 0; i < columns.size(); ++i)
    if (hasFormula(columns[i])) table.diagnostics.emplace_back(i, partMissing(EnginePart::Formula));
  return table;
}

}  // namespace premap
