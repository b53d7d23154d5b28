// The binder's own header: the one class that walks a parsed statement, resolves its names and types its expressions.
// Its parts stand in bind_select.cpp, bind_from.cpp, bind_names.cpp, bind_expressions.cpp and bind_conditions.cpp.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bound.h"
#include "suggest.h"

namespace premap::ecsql {

/// What can be seen from one select: its own ranges, then those of the selects around it.
struct Scope {
  Select* select = nullptr;
  Scope* parent = nullptr;
  std::vector<Range*> ranges;
  std::map<std::string, CommonTableDefinition*> commonTables;  ///< lower-case names
  bool aliasesVisible = false;
  bool isInOrder = false;  ///< what is bound is a term of ORDER BY
};

/// The option that also gives rows of other classes, of those that share a table.
inline constexpr std::string_view kNoClassFilter = "NoECClassIdFilter";

/// "a.b.c" as the query writes it.
std::string pathText(const std::vector<NamePart>& path);

class Binder {
 public:
  Binder(const Catalog& catalog, BoundQuery& query) : catalog_(catalog), query_(query) {}
  Diagnostics run(Select& select);

 private:
  // ------------------------------------------------------------ faults
  void fault(Span span, std::string message, std::string hint = {}, TextEdits edits = {});
  void fault(Span span, std::string message, Suggestion meant);
  // After a fault an expression counts as NULL, so that one mistake is reported once.
  Bound& poison(Expr& expr);
  Bound& give(Expr& expr, ExprType type);
  // Of this select alone; of a compound only the last one has any.
  static bool hasOwnOption(const Select& select, std::string_view name);
  static std::optional<bool> ownOption(const Select& select, std::string_view name);
  // Of the compound that begins with, or goes on with, this select; none: it does not say.
  static std::optional<bool> option(const Select& select, std::string_view name);

  // ------------------------------------------------------------ selects
  /// What becomes of a compound's columns: those of a table, with or without names of their own, or values of a
  /// condition, which need no type.
  enum class CompoundUse : uint8_t { Table, TableWithNames, Values };
  using AfterFirst = std::function<void(const std::vector<OutputColumn>&)>;
  // Binds a select and everything joined to it by UNION and its kin. `afterFirst` makes a common table's columns known
  // before the part that refers to them is bound.
  void bindCompound(Select& first, Scope* parent, CompoundUse use = CompoundUse::Table,
                    const AfterFirst& afterFirst = {});
  void bindCommonTable(CommonTable& table, Scope& scope);
  void nameColumns(const CommonTable& table, std::vector<OutputColumn>& outputs);
  void bindSingle(Select& select, Scope& outer);
  // The last select of a compound orders the whole; its terms are bound against the compound's columns.
  bool isCompoundPart(const Select& select) const { return compoundParts_.count(&select) > 0; }
  void typeParameters(const Select& table);
  void requireTypes(const Select& statement);
  void expandStars(Select& select, Scope& scope);
  static bool namesRange(const Range& range, const std::vector<NamePart>& path);
  SelectItem starItem(const Expr& star, Resolved value);
  void refer(Expr& expr, Resolved value);
  void makeOutputs(Select& select);
  static bool isOfInstance(const Expr& expr);
  OutputColumn outputOf(Select& select, size_t index);
  void matchCompound(Select& first, Select& other, const std::string& op, CompoundUse use);
  void typeNullColumn(Select& first, Select& other, size_t index, CompoundUse use);
  // ORDER BY of a compound names a column of it, by alias, property or number.
  void bindCompoundOrder(Select& first, Select& last);

  // ------------------------------------------------------------ FROM
  static std::string numbered(const std::string& base, int number);
  std::string commonTableSqlName(const std::string& wanted);
  // Different from the names of every range that can be seen from here, so that SQLite finds what ECSQL found.
  static std::string rangeSqlName(const std::string& wanted, const Scope& scope);
  Range& newRange(Scope& scope, RangeKind kind, std::string name, bool hasAlias, Span span);
  void bindFrom(FromItem& item, Scope& scope);
  CommonTableDefinition* findCommonTable(const std::string& name, Scope* scope);
  void bindClassItem(FromItem& item, Scope& scope);
  // A range without columns: what is looked up in it is not reported again.
  void bindUnknownClass(FromItem& item, Scope& scope, const std::string& name);
  Range& classRange(Scope& scope, const Class& cls, const std::string& name, bool hasAlias, bool only, Span span);
  // A view class is its query; the query's fields are found by the names of the class's properties.
  Range& viewRange(Scope& scope, const Class& cls, const std::string& viewQuery, const std::string& name, bool hasAlias,
                   bool only, Span span);
  // The rows of a relationship with a view class at an end are the view's rows whose navigation property is set.
  std::string foreignKeyViewQuery(const Class& relationship) const;
  std::vector<OutputColumn> viewColumns(const Class& cls, const std::vector<OutputColumn>& outputs);
  void bindFunctionItem(FromItem& item, Scope& scope);
  void jsonColumns(Range& range, const std::string& function);
  void idSet(FromItem& item, Range& range);
  void functionColumn(Range& range, const char* name, ExprType type);

  // ------------------------------------------------------------ JOIN … USING
  static bool fits(const Catalog& catalog, const Class& cls, const RelationshipEnd& end);
  void bindUsing(FromItem& join, Scope& scope);
  void connectUsing(FromItem& item, Scope& scope);
  /// The other ranges of FROM that can stand at each end of a relationship.
  struct JoinEnds {
    std::vector<Range*> sources, targets;
  };
  JoinEnds findEnds(const Scope& scope, const Range& joined, const Class& relationship) const;
  void decideDirection(FromItem& join, const Class& relationship, const JoinEnds& ends, const Class& right);

  // ------------------------------------------------------------ classes
  const Class* findClass(const ClassRef& ref, bool toQuery = true);
  Suggestion suggestClass(const std::vector<NamePart>& parts);
  static std::vector<std::string> rangeNames(const Scope& scope);

  // ------------------------------------------------------------ expressions
  void bindAll(std::vector<ExprPtr>& expressions, Scope& scope);
  enum class ConditionOf : uint8_t { Clause, Chain, Branch };
  void bindCondition(Expr& expr, Scope& scope, ConditionOf place = ConditionOf::Clause);
  void bindTruth(Expr& expr, Scope& scope);
  void bindTested(Expr& expr, Scope& scope);
  void refuseComposites(const Expr& condition);
  void bind(Expr& expr, Scope& scope);
  void bindDateTime(Expr& expr);
  void bindCurrent(Expr& expr);
  void bindParameter(Expr& expr);
  // The other operand decides what a parameter is: how a bound value is converted, and how many
  // SQL parameters it feeds.
  void expectParameter(Expr& expr, const ExprType& type);
  static Expr& unwrap(Expr& expr);
  void bindPath(Expr& expr, Scope& scope);
  std::vector<Resolved> bestMatches(const std::vector<NamePart>& path, const std::vector<Range*>& ranges) const;
  void checkOuterReferences(const Select& select);
  void countOwnName(const Expr& expr);
  void keepOwnNames(Select& select);
  void checkReadTwice(const Expr& expr, const Scope& scope);
  static bool isReadAgain(const Range& read, const std::vector<Range*>& ranges);
  static bool isInListOf(const Select& select, const Expr& reference);
  bool bindAlias(Expr& expr, Scope& scope);
  bool bindEnumerator(Expr& expr);
  void unknownName(Expr& expr, Scope& scope);
  // `path[part]` is in none of the ranges; `aliases` are what else could have stood there.
  void reportUnknown(Expr& expr, size_t part, const std::vector<Range*>& ranges,
                     const std::vector<std::string>& aliases);
  std::vector<std::string> namesIn(Range& range);
  Suggestion propertyOfSubclass(const Expr& expr, size_t part, const std::vector<Range*>& ranges);
  static std::string listed(const std::vector<std::string>& names);
  // Of the innermost select that has one.
  static std::vector<Range*> rangesOfInstance(const Expr& expr, const Scope& scope);
  void bindInstance(Expr& expr, Scope& scope);
  static void requireProperty(Range& range, const std::string& name);
  void bindParen(Expr& expr, Scope& scope);
  void bindUnary(Expr& expr, Scope& scope);
  void requireNumber(Expr& operand);
  static std::string describe(const ExprType& type);
  void bindChain(Expr& expr, Scope& scope);
  // `'a' + 'b'` is concatenation, of literals only.
  static bool areStringLiterals(Expr& expr);
  bool isSumOfTexts(const Expr& expr);
  static void wrapAsString(const Expr& operand, TextEdits& edits);
  void requireString(Expr& operand);
  void bindFunction(Expr& expr, Scope& scope);
  void checkVirtualSet(const Expr& expr);
  void bindWindow(WindowSpec& window, Scope& scope, bool isNamed = false);
  void bindCase(Expr& expr, Scope& scope);
  ExprType caseType(const Expr& expr, size_t pairs);
  void bindResult(Expr& expr, Scope& scope);
  void bindIif(Expr& expr, Scope& scope);
  void bindCast(Expr& expr, Scope& scope);
  std::optional<ExprType> castType(const std::string& name);
  void bindNavigationValue(Expr& expr, Scope& scope);
  static bool isNumberLiteral(const Expr& expr);
  void bindValues(Select& select, Scope& scope, CompoundUse use = CompoundUse::Table);
  void bindScalarSubquery(Expr& expr, Scope& scope, CompoundUse use);

  // ------------------------------------------------------------ predicates
  void bindPredicate(Expr& expr, Scope& scope);
  void readAsProperty(Expr& expr, Scope& scope);
  void bindIn(Expr& expr);
  void comparable(Expr& whole, Expr& left, Expr& right, bool equality);
  // Only of a class in FROM: of what a sub-select hands on the native engine finds no id.
  static bool isNavigationOfClass(Expr& expr) {
    const Bound& bound = *unwrap(expr).bound;
    return bound.type.kind == TypeKind::Navigation && bound.reference == Reference::Field &&
           bound.column.range->kind == RangeKind::Class;
  }
  // Arrays have one column.
  static bool isTestable(const ExprType& type) {
    return type.isPrimitiveColumn() || type.kind == TypeKind::PrimitiveArray || type.kind == TypeKind::StructArray;
  }
  static bool notSingle(const ExprType& type) { return !type.isUntyped() && !type.isPrimitiveColumn(); }
  static bool sameKind(const ExprType& l, const ExprType& r);
  static std::string memberHint(const ExprType& l, const ExprType& r);
  void checkDates(Expr& whole, Expr& left, Expr& right);
  void bindIsClass(Expr& expr);
  void requireTestable(Expr& expr, const std::string& by);
  void checkQuantified(Expr& expr, const Scope& scope);
  static bool canTakeWhere(const Select& select, const Scope& scope);

  // ------------------------------------------------------------ clauses
  static bool isConstant(const Expr& expr);
  void bindGroupTerm(Expr& expr, Scope& scope);
  void bindOrderTerm(Expr& expr, Scope& scope);
  void checkOrderable(Expr& expr, const ExprType& type);
  void checkOrderNumber(Expr& expr, const Select& select);
  void bindLimit(Expr& expr, Scope& scope);
  const Catalog& catalog_;
  BoundQuery& query_;
  Diagnostics faults_;
  std::set<const Select*> compoundParts_;
  std::set<const Range*> unknownRanges_;
  /// A path without a range's name that was found in a select around its own.
  struct OuterReference {
    const Expr* expr;
    const Range* range;
  };
  std::vector<OuterReference> outerReferences_;  ///< of the selects that are being bound
  /// Paths that found a property behind the alias of a field, by that field.
  struct OwnNameReferences {
    const Expr* first = nullptr;
    bool isMadeAgain = false;  ///< without the name of the range
  };
  std::map<std::pair<const std::vector<OutputColumn>*, std::string>, OwnNameReferences> ownNameReferences_;
  std::set<const Class*> openViews_;
  std::set<std::string> commonTableNames_;
  bool inheritedJsNames_ = false, experimental_ = false;  ///< options hold for the selects inside
};

}  // namespace premap::ecsql
