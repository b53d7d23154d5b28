// The stages in their order, and what stands between them: names of result columns, rows by id where the order is
// open, and a hint where word processors put curly quotes.
#include "premap/ecsql/compile.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "bound.h"
#include "habits.h"
#include "pragma.h"
#include "premap/base/engine_parts.h"
#include "premap/base/text.h"
#include "premap/ecsql/lexer.h"
#include "premap/ecsql/parser.h"
#include "premap/ecsql/sqlgen.h"
#include "premap/schema/system_properties.h"

namespace premap::ecsql {
namespace {

std::string lowerFirst(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

// The JavaScript name of an access string: "ECInstanceId" is "id", "Model.RelECClassId" is "model.relClassName".
std::string jsonNameOf(const std::string& accessString) {
  for (const SystemProperty& system : kSystemProperties)
    if (system.name == accessString) return std::string(system.jsonName);
  size_t dot = accessString.rfind('.');
  std::string out = lowerFirst(accessString);
  if (dot == std::string::npos) return out;
  std::string_view leaf = std::string_view(accessString).substr(dot + 1);
  if (leaf == "Id") return out.substr(0, dot) + ".id";
  if (leaf == "RelECClassId") return out.substr(0, dot) + ".relClassName";
  return out;
}

std::string uniqueAmong(std::set<std::string>& taken, const std::string& name) {
  std::string unique = name;
  for (int i = 1; !taken.insert(toLower(unique)).second; ++i) unique = name + "_" + std::to_string(i);
  return unique;
}

std::string counted(std::map<std::string, int>& times, const std::string& name) {
  int before = times[name]++;
  return before == 0 ? name : name + "_" + std::to_string(before);
}

// As the native engine does it: first aliases and computed columns become different from every column before them,
// whatever the case of their letters; then whatever repeats a name exactly is numbered by how often it was there.
void makeNamesUnique(std::vector<ResultColumn>& columns) {
  std::set<std::string> before;
  std::map<std::string, int> names, jsonNames;
  for (ResultColumn& column : columns) {
    if (column.generated) {
      column.name = column.accessString = uniqueAmong(before, column.name);
      column.jsonName = lowerFirst(column.name);
    } else if (column.accessString.find('.') == std::string::npos) {
      before.insert(toLower(column.name));
    }
    column.name = counted(names, column.name);
    column.jsonName = counted(jsonNames, column.jsonName);
  }
}

std::vector<ResultColumn> describeColumns(const std::vector<OutputColumn>& outputs) {
  std::vector<ResultColumn> columns;
  int first = 0;
  for (const OutputColumn& output : outputs) {
    ResultColumn column;
    column.name = output.name;
    column.accessString = output.accessString;
    column.jsonName = output.generated ? lowerFirst(output.name) : jsonNameOf(output.accessString);
    column.className = output.className;
    column.generated = output.generated;
    column.typeName = output.type.typeName;
    column.extendedType = output.type.extendedType;
    column.shape = output.type.shape;
    column.shape.columnCount = static_cast<int>(output.sqlNames.size());
    column.property = output.type.property;
    column.rangeClass = output.rangeClass;
    column.firstColumn = first;
    first += column.shape.columnCount;
    columns.push_back(std::move(column));
  }
  makeNamesUnique(columns);
  return columns;
}

// The result columns of the whole statement are called c0, c1 …
void nameResultColumns(std::vector<OutputColumn>& outputs) {
  int next = 0;
  for (OutputColumn& output : outputs) {
    for (std::string& name : output.sqlNames) name = "c" + std::to_string(next++);
  }
}

// Nothing in it depends on, or asks for, an order of the rows: `SELECT properties FROM class [WHERE …]`.
bool hasOpenOrder(const Select& select) {
  if (!select.with.empty() || select.next || !select.quantifier.empty() || !select.groupBy.empty() || select.having ||
      !select.orderBy.empty() || select.limit || select.offset || select.from.size() != 1)
    return false;
  return select.from[0]->kind == FromItem::Kind::Class &&
         std::all_of(select.items.begin(), select.items.end(), [](const SelectItem& item) {
           return item.expr->bound && item.expr->bound->reference == Reference::Field;
         });
}

void orderById(const Select& select, const ClassIdsIn& classIdsIn, CompiledQuery& query) {
  Range* range = select.from[0]->range;
  if (!range || range->kind != RangeKind::Class) return;
  range->classIdsIn = &classIdsIn;
  range->rowsById = &query;
  range->isFiltered = select.where != nullptr;
}

// The typographic quote that a name holds, which was to be a text most likely; empty when there is none.
std::string typographicQuote(const Token& token) {
  if (token.kind != TokenKind::Name) return {};
  for (std::string_view quote : {"‘", "’", "‚", "“", "”", "„", "´"}) {
    if (token.text.find(quote) != std::string::npos) return std::string(quote);
  }
  return {};
}

// Word processors and chats turn straight quotes into curly ones.
Diagnostics explainQuotes(Diagnostics faults, std::string_view ecsql) {
  auto tokens = tokenize(ecsql);
  if (!tokens || faults.empty()) return faults;
  for (const Token& token : *tokens) {
    std::string quote = typographicQuote(token);
    if (quote.empty()) continue;
    auto touches = [&](const Diagnostic& fault) {
      return fault.span && fault.span->begin < token.span.end && token.span.begin < fault.span->end;
    };
    auto fault = std::find_if(faults.begin(), faults.end(), touches);
    Diagnostic& touched = fault == faults.end() ? faults.front() : *fault;
    touched.hint =
        "`" + quote + "` is no quote in ECSQL: write texts in straight quotes, 'like this', and names in [brackets]";
    touched.edits.clear();
    break;
  }
  return faults;
}

Diagnostics explain(Diagnostics faults, std::string_view ecsql, const CompileOptions& options) {
  if (options.explainsHabits && needPart(EnginePart::Tools)) faults = explainHabits(std::move(faults), ecsql);
  faults = explainQuotes(std::move(faults), ecsql);
  for (Diagnostic& fault : faults) keepWordsApart(fault.edits, ecsql);
  return faults;
}

/// Functions of SQL that lie in a part, by what their names hold. SQLite calls them in the middle of a statement, which
/// is too late to ask; another name of which this is a piece loads the part for nothing.
struct PartOfNames {
  std::string_view name;
  EnginePart part;
};
constexpr PartOfNames kFunctionParts[] = {
    {"regexp", EnginePart::Tools}, {"xmlcatojson", EnginePart::Tools}, {"extract_", EnginePart::Query},
    {" over", EnginePart::Sqlite}, {")over", EnginePart::Sqlite},
};

/// The part that the statement needs and that is not there.
std::optional<EnginePart> missingPart(std::string_view sql) {
  const std::string lower = toLower(sql);
  for (const auto& [name, part] : kFunctionParts)
    if (lower.find(name) != lower.npos && !needPart(part)) return part;
  return std::nullopt;
}

}  // namespace

Result<CompiledQuery> compile(std::string_view ecsql, const Catalog& catalog, const CompileOptions& options) {
  auto parsed = parse(ecsql);
  if (!parsed) return explain(parsed.diagnostics(), ecsql, options);
  if (parsed->pragma && !needPart(EnginePart::Tools)) return partMissing(EnginePart::Tools);
  if (parsed->pragma) return compilePragma(*parsed->pragma, catalog);
  auto bound = bind(*parsed, catalog);
  if (!bound) return explain(bound.diagnostics(), ecsql, options);
  auto& outputs = parsed->select->bound->outputs;
  nameResultColumns(outputs);
  CompiledQuery query;
  if (options.classIdsIn && hasOpenOrder(*parsed->select)) orderById(*parsed->select, options.classIdsIn, query);
  query.columns = describeColumns(outputs);
  query.sql = generateSql(*parsed->select, **bound, catalog, options.withPieces ? &query.pieces : nullptr);
  if (const std::optional<EnginePart> missing = missingPart(query.sql)) return partMissing(*missing);
  query.parameters = std::move((*bound)->parameters);
  query.newer = std::move(parsed->newer);
  query.newer.insert(query.newer.end(), (*bound)->newer.begin(), (*bound)->newer.end());
  return query;
}

}  // namespace premap::ecsql
