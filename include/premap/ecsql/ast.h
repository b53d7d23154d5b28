// The syntax tree of an ECSQL statement, as the parser builds it; every node knows its span. No
// names are resolved here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "premap/base/diagnostic.h"

namespace premap::ecsql {

struct Expr;
struct Select;
struct Range;        // binder's, see src/ecsql/range.h
struct Bound;        // binder's, see src/ecsql/bound.h
struct BoundSelect;  // binder's
using ExprPtr = std::unique_ptr<Expr>;

enum class ExprKind : uint8_t {
  Null,
  True,
  False,
  Integer,  ///< text: digits as written
  Real,
  String,
  DateTime,   ///< text: the literal; name: DATE, TIME or TIMESTAMP
  Current,    ///< name: CURRENT_DATE, CURRENT_TIME or CURRENT_TIMESTAMP
  Parameter,  ///< name, empty for `?`; position 1-based for `?`
  Path,       ///< property path, enumerator or alias: `path`
  Star,       ///< `*` or `range.*` in a select list: `path` holds the range
  Instance,   ///< `$` or `$->path[?]`: `path` holds the range, `name` the property, `flag` the question mark
  Unary,      ///< name: - + ~
  Chain,      ///< operands of one precedence level, ops between them: arithmetic, `||`, bits, AND, OR
  Not,
  Compare,     ///< name: = <> < <= > >= IS or IS NOT
  Quantified,  ///< args[0] name ANY|ALL subquery: `name` the operator, `flag` true for ALL
  Between,     ///< args: value, low, high; negated
  Like,        ///< args: value, pattern; text: escape string when `flag`; negated
  In,          ///< args: value, then the list; or a subquery; negated
  IsNull,      ///< negated
  IsTruth,     ///< name: TRUE, FALSE or UNKNOWN; negated
  IsClass,     ///< args[0] IS (classes); negated
  Match,       ///< args: value, function call; negated
  Exists,
  Function,  ///< name as written; args; distinct/star; window parts
  Case,      ///< args: condition, result pairs, then ELSE when `flag`
  Iif,
  Cast,             ///< args[0]; name: the type
  NavigationValue,  ///< path: schema.class.property; args: id [, relationship class id]
  Subquery,         ///< (SELECT …) as a value
  Paren             ///< `flag`: around a condition, else around a value
};

struct NamePart {
  std::string text;
  bool quoted = false;
  Span span;
};

/// A class named in FROM, USING or IS (…): [tablespace .] schema (. or :) class.
struct ClassRef {
  std::vector<NamePart> parts;
  Span span;
  bool only = false, all = false;  ///< ONLY or ALL as written; polymorphic without either
  bool disqualified = false;       ///< `+`: results never change; accepted and not needed
};

struct OrderTerm {
  ExprPtr expr;
  bool descending = false, ascending = false;  ///< DESC or ASC as written
  std::string nulls;                           ///< FIRST, LAST or empty
};

struct PartitionTerm {
  ExprPtr expr;
  std::string collation;
};

struct FrameBound {
  enum class Kind : uint8_t { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing } kind;
  ExprPtr offset;
};

struct WindowSpec {
  std::string name;  ///< OVER name, or the base window of a definition
  bool nameOnly = false;
  std::vector<PartitionTerm> partition;
  std::vector<OrderTerm> order;
  std::string unit;  ///< ROWS, RANGE, GROUPS; empty without a frame
  std::vector<FrameBound> bounds;
  std::string exclude;  ///< CURRENT ROW, GROUP, TIES, NO OTHERS; empty when absent
};

struct Expr {
  ExprKind kind = ExprKind::Null;
  Span span;
  std::string name, text;
  std::vector<NamePart> path;
  std::vector<ExprPtr> args;
  std::vector<std::string> ops;  ///< Chain: ops[i] stands between args[i] and args[i + 1]
  std::vector<Span> opSpans;
  std::vector<ClassRef> classes;
  std::unique_ptr<Select> subquery;
  std::unique_ptr<WindowSpec> window;
  ExprPtr filter;
  int position = 0;
  bool negated = false, flag = false, distinct = false, star = false, quotedName = false;
  bool inParentheses = false;  ///< as a value; a Paren stands around it where they are printed
  std::string quantifier;      ///< Function: DISTINCT or ALL as written
  std::shared_ptr<Bound> bound;
};

/// True for comparisons, IS, IN, LIKE, BETWEEN, EXISTS, NOT, AND, OR: what may not stand where a value is wanted.
bool isPredicate(const Expr& expr);

struct SelectItem {
  ExprPtr expr;
  std::string alias;
  Span aliasSpan;
};

struct FromItem {
  enum class Kind : uint8_t { Class, Subquery, Function, Join } kind = Kind::Class;
  Span span;
  ClassRef cls;                      ///< Class; a single part names a common table expression
  std::unique_ptr<Select> subquery;  ///< Subquery
  std::vector<NamePart> function;    ///< Function: [schema .] name
  std::vector<ExprPtr> args;
  std::string alias;
  Span aliasSpan;

  // Join
  std::unique_ptr<FromItem> left, right;
  std::string joinType;  ///< INNER, LEFT, RIGHT, FULL, CROSS; as SQL writes it with OUTER where given
  ExprPtr on;
  bool isUsing = false;
  ClassRef relationship;
  std::string relationshipAlias;
  std::string direction;  ///< FORWARD, BACKWARD or empty

  Range* range = nullptr;              ///< bound: what the item puts into scope
  Range* relationshipRange = nullptr;  ///< bound: the relationship of USING
  Range* usingLeft = nullptr;          ///< bound: the range on the left that the relationship starts or ends at
  bool leftIsSource = true;
};

struct WindowDefinition {
  std::string name;
  WindowSpec spec;
};

struct CommonTable {
  std::string name;
  Span nameSpan;
  std::vector<NamePart> columns;
  std::unique_ptr<Select> select;
};

struct StatementOption {
  std::string name, value;
};

/// One SELECT core, or VALUES; compound selects hang off `next`, right-recursively as the grammar reads them.
struct Select {
  Span span;
  std::vector<CommonTable> with;  ///< only on the first select of a compound
  bool isRecursive = false;       ///< WITH RECURSIVE as written
  bool isValues = false;
  bool isRowOfValues = false;  ///< one of the further rows of VALUES (…), (…)
  std::string quantifier;      ///< DISTINCT, ALL or empty
  std::vector<SelectItem> items;
  std::vector<std::unique_ptr<FromItem>> from;
  ExprPtr where;
  std::vector<ExprPtr> groupBy;
  ExprPtr having;
  std::vector<WindowDefinition> windows;
  std::vector<OrderTerm> orderBy;
  ExprPtr limit, offset;
  std::vector<StatementOption> options;
  std::string compound;  ///< UNION, UNION ALL, INTERSECT, EXCEPT: joins this select to `next`
  std::unique_ptr<Select> next;
  std::shared_ptr<BoundSelect> bound;
};

/// PRAGMA name [= value | (value)] [FOR class] [OPTIONS …]
struct Pragma {
  std::string name, value;
  bool hasValue = false, isAssignment = false;  ///< `(value)` or `= value`
  std::vector<NamePart> target;
  std::vector<StatementOption> options;
  Span span;
};

/// What only the newer versions of the native engine accept: an older service refuses the query.
struct NewerConstruct {
  std::string what;  ///< as the subject of a sentence
  Span span;
};

struct ParsedStatement {
  std::unique_ptr<Select> select;
  std::unique_ptr<Pragma> pragma;
  std::vector<NewerConstruct> newer;
};

/// The expression as the native engine writes it back, used as the name of unaliased computed columns:
/// `[Length] * 1000`, `COUNT(*)`, ` CASE  WHEN …`.
/// The tree must be bound: a path with a range name is printed with the name of the class.
std::string render(const Expr& expr);

}  // namespace premap::ecsql
