#include "premap/ecsql/binder.h"

#include <algorithm>
#include <functional>

#include "bound.h"
#include "functions.h"
#include "premap/base/text.h"
#include "premap/ecsql/parser.h"

namespace premap::ecsql {
namespace {

constexpr size_t kMaxFaults = 20;
constexpr const char* kPointClassName = "ECDbSystem:PointECSqlSystemProperties";

struct Scope {
  Select* select = nullptr;
  Scope* parent = nullptr;
  std::vector<Range*> ranges;
  std::map<std::string, CommonTableDefinition*> commonTables;  ///< lower-case names
  bool aliasesVisible = false;
};

std::string pathText(const std::vector<NamePart>& path) {
  std::string out;
  for (const NamePart& part : path) out += (out.empty() ? "" : ".") + part.text;
  return out;
}

std::string quoteSql(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

class Binder {
 public:
  Binder(const Catalog& catalog, BoundQuery& query) : catalog_(catalog), query_(query) {}

  Diagnostics run(Select& select) {
    bindCompound(select, nullptr, {});
    return std::move(faults_);
  }

 private:
  // ------------------------------------------------------------ faults

  void fault(Span span, std::string message, std::string hint = {}) {
    if (faults_.size() >= kMaxFaults) return;
    for (const Diagnostic& known : faults_) {
      if (known.span == span && known.message == message) return;
    }
    faults_.push_back(error("query-invalid", std::move(message)).withSpan(span).withHint(std::move(hint)));
  }

  // After a fault an expression counts as NULL, so that one mistake is reported once.
  Bound& poison(Expr& expr) {
    expr.bound = std::make_shared<Bound>();
    expr.bound->type = nullType();
    return *expr.bound;
  }

  Bound& give(Expr& expr, ExprType type) {
    expr.bound = std::make_shared<Bound>();
    expr.bound->width = type.columnCount();
    expr.bound->type = std::move(type);
    return *expr.bound;
  }

  static bool hasOption(const Select& select, std::string_view name) {
    for (const Select* part = &select; part; part = part->next.get()) {
      for (const StatementOption& option : part->options) {
        if (!equalsIgnoreCase(option.name, name)) continue;
        return option.value.empty() || (!equalsIgnoreCase(option.value, "false") && option.value != "0");
      }
    }
    return false;
  }

  // ------------------------------------------------------------ selects

  using AfterFirst = std::function<void(const std::vector<OutputColumn>&)>;

  // Binds a select and everything joined to it by UNION and its kin. `afterFirst` makes a recursive common table's
  // columns known before the part that refers to them is bound.
  void bindCompound(Select& first, Scope* parent, const AfterFirst& afterFirst) {
    Scope outer;
    outer.parent = parent;
    for (CommonTable& table : first.with) bindCommonTable(table, first.recursive, outer);
    for (Select* part = first.next.get(); part; part = part->next.get()) compoundParts_.insert(part);
    bindSingle(first, outer);
    if (afterFirst) afterFirst(first.bound->outputs);
    for (Select* previous = &first; previous->next; previous = previous->next.get()) {
      bindSingle(*previous->next, outer);
      matchCompound(first, *previous->next, previous->compound);
    }
    Select* last = &first;
    while (last->next) last = last->next.get();
    if (last != &first) bindCompoundOrder(first, *last);
  }

  void bindCommonTable(CommonTable& table, bool recursive, Scope& scope) {
    auto definition = std::make_unique<CommonTableDefinition>();
    CommonTableDefinition* known = definition.get();
    query_.commonTables.push_back(std::move(definition));
    query_.definitionOf[&table] = known;
    known->sqlName = commonTableSqlName(table.name);
    known->named = !table.columns.empty();
    auto define = [&](const std::vector<OutputColumn>& outputs) {
      known->outputs = outputs;
      if (known->named) nameColumns(table, known->outputs);
    };
    if (recursive) scope.commonTables[toLower(table.name)] = known;
    bindCompound(*table.select, &scope, define);
    scope.commonTables[toLower(table.name)] = known;
  }

  void nameColumns(const CommonTable& table, std::vector<OutputColumn>& outputs) {
    if (table.columns.size() != outputs.size())
      return fault(table.nameSpan, "`" + table.name + "` lists " + std::to_string(table.columns.size()) +
                                       " columns, but its SELECT gives " + std::to_string(outputs.size()));
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i].type.columnCount() != 1)
        fault(table.columns[i].span,
              "column `" + table.columns[i].text + "` of `" + table.name + "` would hold a composite value",
              "leave out the column list, or select a member such as `.Id` or `.X`");
      outputs[i].name = outputs[i].accessString = table.columns[i].text;
      outputs[i].className.clear();
      outputs[i].generated = true;
      outputs[i].isDirectProperty = false;
    }
  }

  void bindSingle(Select& select, Scope& outer) {
    select.bound = std::make_shared<BoundSelect>();
    select.bound->id = query_.selectCount++;
    select.bound->jsNames = hasOption(select, "USE_JS_PROP_NAMES") || inheritedJsNames_;
    select.bound->fullBlobs = hasOption(select, "DO_NOT_TRUNCATE_BLOB");
    bool outerJsNames = inheritedJsNames_, outerExperimental = experimental_;
    inheritedJsNames_ = select.bound->jsNames;
    experimental_ = experimental_ || hasOption(select, "ENABLE_EXPERIMENTAL_FEATURES");
    Scope scope;
    scope.select = &select;
    scope.parent = &outer;
    for (auto& item : select.from) bindFrom(*item, scope);
    select.bound->ranges = scope.ranges;
    if (hasOption(select, "NoECClassIdFilter")) {
      for (Range* range : scope.ranges) range->noClassFilter = true;
    }
    expandStars(select, scope);
    for (SelectItem& item : select.items) bindItem(item, scope);
    makeOutputs(select);
    scope.aliasesVisible = true;
    if (select.where) bindCondition(*select.where, scope);
    for (ExprPtr& term : select.groupBy) bindGroupTerm(*term, scope);
    if (select.having) bindCondition(*select.having, scope);
    for (WindowDefinition& window : select.windows) bindWindow(window.spec, scope);
    if (!isCompoundPart(select))
      for (OrderTerm& term : select.orderBy) bindOrderTerm(*term.expr, scope);
    for (ExprPtr* limit : {&select.limit, &select.offset}) {
      if (*limit) bindLimit(**limit, scope);
    }
    inheritedJsNames_ = outerJsNames;
    experimental_ = outerExperimental;
  }

  // The last select of a compound orders the whole; its terms are bound against the compound's columns.
  bool isCompoundPart(const Select& select) const { return compoundParts_.count(&select) > 0; }

  void bindItem(SelectItem& item, Scope& scope) {
    bind(*item.expr, scope);
    if (item.expr->kind == ExprKind::Parameter)
      fault(item.expr->span, "a parameter cannot stand alone in a select list",
            "give it a type with an operator or write the value");
  }

  void expandStars(Select& select, Scope& scope) {
    std::vector<SelectItem> items;
    for (SelectItem& item : select.items) {
      if (item.expr->kind != ExprKind::Star || item.expr->bound) {
        items.push_back(std::move(item));
        continue;
      }
      bool found = false;
      for (Range* range : scope.ranges) {
        if (!item.expr->path.empty() && !namesRange(*range, item.expr->path)) continue;
        found = true;
        for (Resolved& value : expandStar(*range, catalog_)) items.push_back(starItem(*item.expr, std::move(value)));
      }
      if (!found && item.expr->path.empty()) fault(item.expr->span, "`*` needs a FROM clause");
      else if (!found)
        fault(item.expr->span, "`" + pathText(item.expr->path) + "` is no class or alias of this FROM clause",
              suggest(pathText(item.expr->path), rangeNames(scope)));
    }
    select.items = std::move(items);
  }

  static bool namesRange(const Range& range, const std::vector<NamePart>& path) {
    if (path.size() == 1)
      return equalsIgnoreCase(path[0].text, range.name) ||
             (range.cls && equalsIgnoreCase(path[0].text, range.cls->name));
    return path.size() == 2 && range.cls && equalsIgnoreCase(path[1].text, range.cls->name) &&
           (equalsIgnoreCase(path[0].text, range.schema->name) || equalsIgnoreCase(path[0].text, range.schema->alias));
  }

  SelectItem starItem(const Expr& star, Resolved value) {
    SelectItem item;
    item.expr = std::make_unique<Expr>();
    item.expr->kind = ExprKind::Path;
    item.expr->span = star.span;
    refer(*item.expr, std::move(value));
    return item;
  }

  void refer(Expr& expr, Resolved value) {
    if (value.range->kind == RangeKind::Class) value.range->use(value.columns);
    Bound& bound = give(expr, value.type);
    bound.reference = Reference::Column;
    bound.column = std::move(value);
  }

  void makeOutputs(Select& select) {
    auto& outputs = select.bound->outputs;
    for (size_t i = 0; i < select.items.size(); ++i) outputs.push_back(outputOf(select, i));
  }

  OutputColumn outputOf(Select& select, size_t index) {
    SelectItem& item = select.items[index];
    Bound& bound = *item.expr->bound;
    OutputColumn out;
    out.type = bound.type;
    if (item.expr->kind == ExprKind::Instance && !item.expr->name.empty()) out.type.shape.kind = ValueKind::Json;
    const Expr* inner = item.expr.get();
    if (bound.reference == Reference::Column && inner->kind == ExprKind::Path) {
      out.name = bound.column.name;
      out.accessString = bound.column.accessString;
      out.className = bound.column.className;
      out.generated = bound.column.generated;
      out.isDirectProperty = bound.column.isDirectProperty;
      out.rangeClass = bound.column.rangeClass;
    } else if (inner->kind == ExprKind::NavigationValue && bound.navigation) {
      out.name = out.accessString = bound.navigation->name;
      out.generated = true;
      out.isDirectProperty = true;
    } else {
      out.name = out.accessString = render(*item.expr);
      out.generated = true;
    }
    if (!item.alias.empty()) {
      // The native engine describes an aliased coordinate as an id, though it delivers the number.
      if (out.className == kPointClassName) out.type.extendedType = "Id";
      out.name = out.accessString = item.alias;
      out.className.clear();
      out.generated = true;
    }
    std::string prefix = "K" + std::to_string(select.bound->id) + "_" + std::to_string(index);
    int count = out.type.columnCount();
    for (int i = 0; i < count; ++i) out.sqlNames.push_back(count == 1 ? prefix : prefix + "_" + std::to_string(i));
    return out;
  }

  void matchCompound(Select& first, Select& other, const std::string& op) {
    auto& left = first.bound->outputs;
    auto& right = other.bound->outputs;
    if (left.size() != right.size())
      return fault(other.span, "the selects of a " + op + " must give the same number of columns: " +
                                   std::to_string(left.size()) + " and " + std::to_string(right.size()));
    for (size_t i = 0; i < left.size(); ++i) {
      const ExprType& l = left[i].type;
      const ExprType& r = right[i].type;
      Expr& rightExpr = *other.items[i].expr;
      if (r.kind == TypeKind::Null) {
        rightExpr.bound->width = l.columnCount();
      } else if (l.kind == TypeKind::Null) {
        if (r.columnCount() > 1)
          fault(first.items[i].expr->span, "NULL in the first select stands opposite a composite value in another",
                "put the select with the composite value first");
      } else if (l.kind != r.kind || l.columnCount() != r.columnCount()) {
        fault(rightExpr.span, "column " + std::to_string(i + 1) + " of the " + op + " differs in type: " + l.typeName +
                                  " and " + r.typeName);
      }
    }
  }

  // ORDER BY of a compound names a column of it, by alias, property or number.
  void bindCompoundOrder(Select& first, Select& last) {
    for (OrderTerm& term : last.orderBy) {
      Expr& expr = *term.expr;
      if (expr.kind == ExprKind::Integer) {
        give(expr, typeOf(PrimitiveType::Long));
        checkOrderNumber(expr, first);
        continue;
      }
      bool found = false;
      for (Select* part = &first; part && !found; part = part->next.get()) {
        for (size_t i = 0; i < part->bound->outputs.size() && !found; ++i) {
          const OutputColumn& output = part->bound->outputs[i];
          std::string name = expr.kind == ExprKind::Path ? pathText(expr.path) : std::string();
          if (!equalsIgnoreCase(name, output.name) && !equalsIgnoreCase(name, output.accessString)) continue;
          found = true;
          checkOrderable(expr, output.type);
          Bound& bound = give(expr, output.type);
          bound.reference = Reference::Alias;
          bound.aliasSelect = &first;
          bound.aliasItem = i;
        }
      }
      if (!found) {
        poison(expr);
        fault(expr.span, "ORDER BY of a compound SELECT must name one of its columns");
      }
    }
  }

  // ------------------------------------------------------------ FROM

  static std::string numbered(const std::string& base, int number) {
    return number == 0 ? base : base + "_" + std::to_string(number);
  }

  std::string commonTableSqlName(const std::string& wanted) {
    int number = 0;
    while (!commonTableNames_.insert(toLower(numbered(wanted, number))).second) ++number;
    return numbered(wanted, number);
  }

  // Different from the names of every range that can be seen from here, so that SQLite finds what ECSQL found.
  static std::string rangeSqlName(const std::string& wanted, const Scope& scope) {
    auto isTaken = [&](const std::string& name) {
      for (const Scope* at = &scope; at; at = at->parent) {
        for (const Range* range : at->ranges) {
          if (equalsIgnoreCase(range->sqlName, name)) return true;
        }
      }
      return false;
    };
    std::string base = wanted.empty() ? "q" : wanted;
    int number = 0;
    while (isTaken(numbered(base, number))) ++number;
    return numbered(base, number);
  }

  Range& newRange(Scope& scope, RangeKind kind, std::string name, bool hasAlias, Span span) {
    auto owned = std::make_unique<Range>();
    Range& range = *owned;
    query_.ranges.push_back(std::move(owned));
    range.kind = kind;
    range.name = std::move(name);
    range.hasAlias = hasAlias;
    range.span = span;
    range.sqlName = rangeSqlName(range.name, scope);
    for (const Range* other : scope.ranges) {
      if (!range.name.empty() && equalsIgnoreCase(other->name, range.name))
        fault(span, "the class name or alias `" + range.name + "` occurs twice in this FROM clause",
              "give each its own alias");
    }
    scope.ranges.push_back(&range);
    return range;
  }

  void bindFrom(FromItem& item, Scope& scope) {
    switch (item.kind) {
      case FromItem::Kind::Class:
        return bindClassItem(item, scope);
      case FromItem::Kind::Subquery: {
        bindCompound(*item.subquery, scope.parent, {});
        Range& range = newRange(scope, RangeKind::Select, item.alias, !item.alias.empty(), item.span);
        range.select = item.subquery.get();
        range.outputs = &item.subquery->bound->outputs;
        item.range = &range;
        return;
      }
      case FromItem::Kind::Function:
        return bindFunctionItem(item, scope);
      case FromItem::Kind::Join:
        bindFrom(*item.left, scope);
        if (item.isUsing) return bindUsing(item, scope);
        bindFrom(*item.right, scope);
        if (item.on) bindCondition(*item.on, scope);
    }
  }

  CommonTableDefinition* findCommonTable(const std::string& name, Scope* scope) {
    for (; scope; scope = scope->parent) {
      auto found = scope->commonTables.find(toLower(name));
      if (found != scope->commonTables.end()) return found->second;
    }
    return nullptr;
  }

  void bindClassItem(FromItem& item, Scope& scope) {
    const auto& parts = item.cls.parts;
    if (parts.size() == 1) {
      if (CommonTableDefinition* table = findCommonTable(parts[0].text, &scope)) {
        bool aliased = !item.alias.empty();
        Range& range =
            newRange(scope, RangeKind::CommonTable, aliased ? item.alias : parts[0].text, aliased, item.span);
        range.outputs = &table->outputs;
        range.commonTableSqlName = table->sqlName;
        range.columnsAreNamed = table->named;
        item.range = &range;
        return;
      }
    }
    const Class* cls = findClass(item.cls);
    std::string name = item.alias.empty() ? parts.back().text : item.alias;
    if (!cls) {
      bindUnknownClass(item, scope, name);
      return;
    }
    item.range = &classRange(scope, *cls, name, !item.alias.empty(), item.cls.only, item.span);
  }

  // A range without columns: what is looked up in it is not reported again.
  void bindUnknownClass(FromItem& item, Scope& scope, const std::string& name) {
    Range& range = newRange(scope, RangeKind::Function, name, !item.alias.empty(), item.span);
    item.range = &range;
    unknownRanges_.insert(&range);
  }

  Range& classRange(Scope& scope, const Class& cls, const std::string& name, bool hasAlias, bool only, Span span) {
    if (!cls.viewQuery.empty()) return viewRange(scope, cls, cls.viewQuery, name, hasAlias, only, span);
    if (cls.isForeignKeyView) return viewRange(scope, cls, foreignKeyViewQuery(cls), name, hasAlias, false, span);
    Range& range = newRange(scope, RangeKind::Class, name, hasAlias, span);
    range.cls = &cls;
    range.schema = cls.schema;
    range.only = only;
    return range;
  }

  // A view class is its query; the query's fields are found by the names of the class's properties.
  Range& viewRange(Scope& scope, const Class& cls, const std::string& viewQuery, const std::string& name, bool hasAlias,
                   bool only, Span span) {
    Range& range = newRange(scope, RangeKind::Select, name, hasAlias, span);
    range.cls = &cls;
    range.schema = cls.schema;
    if (only) fault(span, "ONLY is not supported for the view class `" + cls.fullName('.') + "`");
    auto parsed = parse(viewQuery);
    bool recursive = !openViews_.insert(&cls).second;
    if (!parsed || !parsed->select || recursive) {
      fault(span, "the query of the view class `" + cls.fullName('.') + "` " +
                      (recursive ? "refers to itself" : "cannot be read"));
      range.kind = RangeKind::Function;
      return range;
    }
    query_.viewQueries.push_back(std::move(parsed->select));
    Select& select = *query_.viewQueries.back();
    size_t known = faults_.size();
    bindCompound(select, nullptr, {});
    openViews_.erase(&cls);
    if (faults_.size() > known) {
      faults_.resize(known);
      fault(span, "the query of the view class `" + cls.fullName('.') + "` does not fit this file's schemas");
    }
    range.select = &select;
    range.functionColumns = viewColumns(cls, select.bound->outputs);
    range.outputs = &range.functionColumns;
    return range;
  }

  // The rows of a relationship with a view class at an end are the view's rows whose navigation property is set.
  std::string foreignKeyViewQuery(const Class& relationship) const {
    for (const Class* view : catalog_.classes()) {
      for (const Property* property : view->ownProperties) {
        if (property->kind != PropertyKind::Navigation || property->relationship != &relationship) continue;
        if (!relationship.source.abstractConstraint || !relationship.target.abstractConstraint) continue;
        std::string other = "v.[" + property->name + "].Id", own = "v.ECInstanceId";
        const std::string& source = property->navigationForward ? own : other;
        const std::string& target = property->navigationForward ? other : own;
        return "SELECT " + own + " ECInstanceId," + std::to_string(relationship.id) + " ECClassId," + source +
               " SourceECInstanceId," + std::to_string(relationship.source.abstractConstraint->id) +
               " SourceECClassId," + target + " TargetECInstanceId," +
               std::to_string(relationship.target.abstractConstraint->id) + " TargetECClassId FROM [" +
               view->schema->name + "].[" + view->name + "] v WHERE " + other + " IS NOT NULL";
      }
    }
    return {};
  }

  std::vector<OutputColumn> viewColumns(const Class& cls, const std::vector<OutputColumn>& outputs) {
    std::vector<OutputColumn> out;
    auto add = [&](const std::string& name, ExprType type, const std::string& className) {
      for (const OutputColumn& output : outputs) {
        if (!equalsIgnoreCase(output.name, name) || output.type.columnCount() != type.columnCount()) continue;
        OutputColumn column = output;
        column.name = column.accessString = name;
        column.className = className;
        column.generated = false;
        column.isDirectProperty = true;
        column.type = std::move(type);
        column.rangeClass = &cls;
        out.push_back(std::move(column));
        return;
      }
    };
    add("ECInstanceId", typeOf(PrimitiveType::Long, "Id"), "");
    add("ECClassId", typeOf(PrimitiveType::Long, "ClassId"), "");
    for (const Property* property : cls.properties) add(property->name, typeOf(*property), property->owner->fullName());
    if (cls.type != ClassType::Relationship) return out;
    add("SourceECInstanceId", typeOf(PrimitiveType::Long, "SourceId"), "");
    add("SourceECClassId", typeOf(PrimitiveType::Long, "SourceClassId"), "");
    add("TargetECInstanceId", typeOf(PrimitiveType::Long, "TargetId"), "");
    add("TargetECClassId", typeOf(PrimitiveType::Long, "TargetClassId"), "");
    return out;
  }

  void bindFunctionItem(FromItem& item, Scope& scope) {
    std::string schema = item.function.size() > 1 ? toLower(item.function[0].text) : "";
    std::string function = toLower(item.function.back().text);
    for (ExprPtr& argument : item.args) bind(*argument, scope);
    std::string name = item.alias.empty() ? item.function.back().text : item.alias;
    Range& range = newRange(scope, RangeKind::Function, name, !item.alias.empty(), item.span);
    item.range = &range;
    range.item = &item;
    if ((function == "json_each" || function == "json_tree") && (schema.empty() || schema == "json1"))
      return jsonColumns(range, function);
    if (function == "idset" && (schema.empty() || schema == "ecvlib")) return idSet(item, range);
    if (function == "changes")
      return fault(item.span, "Changes() needs a change summary, which a snapshot does not have");
    unknownRanges_.insert(&range);
    fault(item.span, "there is no table function `" + pathText(item.function) + "`",
          "ECSQL knows json1.json_each, json1.json_tree and IdSet");
  }

  void jsonColumns(Range& range, const std::string& function) {
    range.functionName = function;
    range.functionClassName = "json1:" + function;
    static constexpr std::pair<const char*, PrimitiveType> kColumns[] = {
        {"key", PrimitiveType::String},  {"value", PrimitiveType::String},   {"type", PrimitiveType::String},
        {"atom", PrimitiveType::String}, {"parent", PrimitiveType::Integer}, {"fullkey", PrimitiveType::String},
        {"path", PrimitiveType::String}};
    for (auto [name, type] : kColumns) functionColumn(range, name, typeOf(type));
  }

  void idSet(FromItem& item, Range& range) {
    if (!experimental_)
      fault(item.span, "IdSet is an experimental feature", "add `OPTIONS ENABLE_EXPERIMENTAL_FEATURES` to the query");
    range.functionName = "IdSet";
    range.functionClassName.clear();
    functionColumn(range, "id", typeOf(PrimitiveType::Long, "Id"));
    if (item.args.size() != 1) return fault(item.span, "IdSet takes one argument");
    if (item.args[0]->bound->type.kind == TypeKind::Parameter) {
      ExprType text = typeOf(PrimitiveType::String);
      expectParameter(*item.args[0], text);
    } else if (!item.args[0]->bound->type.isString()) {
      fault(item.args[0]->span, "IdSet takes a JSON array of ids as text");
    }
  }

  void functionColumn(Range& range, const char* name, ExprType type) {
    OutputColumn column;
    column.name = column.accessString = name;
    column.className = range.functionClassName;
    column.type = std::move(type);
    column.isDirectProperty = true;
    column.sqlNames = {name};
    range.functionColumns.push_back(std::move(column));
  }

  // ------------------------------------------------------------ JOIN … USING

  static bool fits(const Catalog& catalog, const Class& cls, const RelationshipEnd& end) {
    return std::any_of(end.classes.begin(), end.classes.end(), [&](const Class* constraint) {
      return end.polymorphic ? catalog.isA(cls, *constraint) : &cls == constraint;
    });
  }

  void bindUsing(FromItem& join, Scope& scope) {
    const Class* relationship = findClass(join.relationship);
    std::string name = join.relationshipAlias.empty() ? join.relationship.parts.back().text : join.relationshipAlias;
    Range* left = firstClassRange(*join.left);
    if (relationship && relationship->type != ClassType::Relationship) {
      fault(join.relationship.span, "`" + relationship->fullName('.') + "` is no relationship class");
      relationship = nullptr;
    }
    if (relationship) {
      join.relationshipRange =
          &classRange(scope, *relationship, name, !join.relationshipAlias.empty(), false, join.relationship.span);
      join.relationshipRange->use({"SourceECInstanceId", "TargetECInstanceId"});
    }
    bindFrom(*join.right, scope);
    if (!relationship) return;
    Range* right = join.right->range;
    if (!left || !right || !left->cls || !right->cls) {
      if (!unknownRanges_.count(left) && !unknownRanges_.count(right))
        fault(join.span, "JOIN … USING needs a class on both sides");
      return;
    }
    join.usingLeft = left;
    decideDirection(join, *relationship, *left->cls, *right->cls);
  }

  // A chain of USING joins starts each time at the first class, as the native engine has it.
  Range* firstClassRange(FromItem& item) {
    return item.kind == FromItem::Kind::Join ? firstClassRange(*item.left) : item.range;
  }

  void decideDirection(FromItem& join, const Class& relationship, const Class& left, const Class& right) {
    bool forward = fits(catalog_, left, relationship.source) && fits(catalog_, right, relationship.target);
    bool backward = fits(catalog_, left, relationship.target) && fits(catalog_, right, relationship.source);
    for (const Class* side : {&left, &right}) {
      if (fits(catalog_, *side, relationship.source) || fits(catalog_, *side, relationship.target)) continue;
      return fault(join.relationship.span, "`" + side->fullName('.') + "` is not related by the relationship `" +
                                               relationship.fullName('.') + "`");
    }
    if (!join.direction.empty()) {
      join.leftIsSource = join.direction == "FORWARD";
      if (!(join.leftIsSource ? forward : backward))
        fault(join.relationship.span,
              "the direction " + join.direction + " contradicts the ends of `" + relationship.fullName('.') + "`");
      return;
    }
    if (forward && backward)
      return fault(join.relationship.span, "`" + relationship.fullName('.') + "` could be followed both ways",
                   "write FORWARD or BACKWARD after it");
    if (!forward && !backward)
      return fault(join.relationship.span, "`" + left.fullName('.') + "` and `" + right.fullName('.') +
                                               "` are not related by `" + relationship.fullName('.') + "`");
    join.leftIsSource = forward;
  }

  // ------------------------------------------------------------ classes

  const Class* findClass(const ClassRef& ref, bool toQuery = true) {
    auto parts = ref.parts;
    if (parts.size() == 3 && equalsIgnoreCase(parts[0].text, "main")) parts.erase(parts.begin());
    if (parts.size() != 2) {
      fault(ref.span, "`" + pathText(ref.parts) + "` is no class name", "write `schema.Class`");
      return nullptr;
    }
    const Class* cls = catalog_.findClass(parts[0].text, parts[1].text);
    if (!cls) {
      fault(ref.span, "no class `" + pathText(parts) + "`", suggestClass(parts));
      return nullptr;
    }
    if (!toQuery) return cls;
    bool queryable = cls->type == ClassType::Entity || cls->type == ClassType::Relationship;
    if (!queryable) {
      fault(ref.span,
            "`" + cls->fullName('.') + "` cannot be queried: it is neither an entity class nor a relationship class");
      return nullptr;
    }
    if (cls->strategy == MapStrategy::NotMapped) {
      fault(ref.span, "`" + cls->fullName('.') + "` cannot be queried: it is not mapped to a table");
      return nullptr;
    }
    return cls;
  }

  std::string suggestClass(const std::vector<NamePart>& parts) {
    if (const Schema* schema = catalog_.findSchema(parts[0].text)) {
      std::vector<std::string> names;
      for (const Class* cls : schema->classes) names.push_back(cls->name);
      if (auto near = nearestName(parts[1].text, names)) return "did you mean `" + parts[0].text + "." + *near + "`?";
    }
    for (const Class* cls : catalog_.classes()) {
      if (equalsIgnoreCase(cls->name, parts[1].text)) return "did you mean `" + cls->fullName('.') + "`?";
    }
    std::vector<std::string> names;
    for (const Schema* schema : catalog_.schemas()) {
      names.push_back(schema->name);
      names.push_back(schema->alias);
    }
    if (catalog_.findSchema(parts[0].text)) return {};
    auto near = nearestName(parts[0].text, names);
    if (!near) return "this file has no schema `" + parts[0].text + "`";
    return "this file has no schema `" + parts[0].text + "`; did you mean `" + *near + "`?";
  }

  std::string suggest(const std::string& name, const std::vector<std::string>& candidates) {
    auto near = nearestName(name, candidates);
    return near ? "did you mean `" + *near + "`?" : std::string();
  }

  static std::vector<std::string> rangeNames(const Scope& scope) {
    std::vector<std::string> names;
    for (const Range* range : scope.ranges) names.push_back(range->name);
    return names;
  }

  // ------------------------------------------------------------ expressions

  void bindAll(std::vector<ExprPtr>& expressions, Scope& scope) {
    for (ExprPtr& expr : expressions) bind(*expr, scope);
  }

  void bindCondition(Expr& expr, Scope& scope) {
    bind(expr, scope);
    if (expr.kind == ExprKind::Parameter)
      fault(expr.span, "a condition cannot be a parameter alone", "compare it: `? = TRUE`");
    else if (!expr.bound->type.isPrimitiveColumn()) fault(expr.span, "a condition must be a single value");
  }

  void bind(Expr& expr, Scope& scope) {
    if (expr.bound) return;  // made by `*`
    switch (expr.kind) {
      case ExprKind::Null:
        give(expr, nullType());
        return;
      case ExprKind::True:
      case ExprKind::False:
        give(expr, typeOf(PrimitiveType::Boolean));
        return;
      case ExprKind::Integer:
        give(expr, typeOf(PrimitiveType::Long));
        return;
      case ExprKind::Real:
        give(expr, typeOf(PrimitiveType::Double));
        return;
      case ExprKind::String:
        give(expr, typeOf(PrimitiveType::String));
        return;
      case ExprKind::DateTime:
        return bindDateTime(expr);
      case ExprKind::Current:
        return bindCurrent(expr);
      case ExprKind::Parameter:
        return bindParameter(expr);
      case ExprKind::Path:
        return bindPath(expr, scope);
      case ExprKind::Star:
        poison(expr);
        return fault(expr.span, "`*` cannot stand here");
      case ExprKind::Instance:
        return bindInstance(expr, scope);
      case ExprKind::Unary:
        return bindUnary(expr, scope);
      case ExprKind::Chain:
        return bindChain(expr, scope);
      case ExprKind::Paren:
        return bindParen(expr, scope);
      case ExprKind::Function:
        return bindFunction(expr, scope);
      case ExprKind::Case:
        return bindCase(expr, scope);
      case ExprKind::Iif:
        return bindIif(expr, scope);
      case ExprKind::Cast:
        return bindCast(expr, scope);
      case ExprKind::NavigationValue:
        return bindNavigationValue(expr, scope);
      case ExprKind::Subquery:
        return bindScalarSubquery(expr, scope);
      default:
        return bindPredicate(expr, scope);
    }
  }

  void bindDateTime(Expr& expr) {
    ExprType type = typeOf(PrimitiveType::DateTime);
    bool utc = !expr.text.empty() && (expr.text.back() == 'Z' || expr.text.back() == 'z');
    type.shape.dateTimeKind = utc ? DateTimeKind::Utc : DateTimeKind::Unspecified;
    if (expr.name == "DATE") type.shape.dateTimeComponent = DateTimeComponent::Date;
    if (expr.name == "TIME") type.shape.dateTimeComponent = DateTimeComponent::TimeOfDay;
    if (!julianDay(expr.text))
      fault(expr.span, "`" + expr.text + "` is no " + expr.name,
            "write it as ISO 8601, such as 2024-01-31T12:00:00.000");
    give(expr, std::move(type));
  }

  void bindCurrent(Expr& expr) {
    ExprType type = typeOf(PrimitiveType::DateTime);
    if (expr.name == "CURRENT_TIMESTAMP") type.shape.dateTimeKind = DateTimeKind::Utc;
    if (expr.name == "CURRENT_DATE") type.shape.dateTimeComponent = DateTimeComponent::Date;
    if (expr.name == "CURRENT_TIME") type.shape.dateTimeComponent = DateTimeComponent::TimeOfDay;
    give(expr, std::move(type));
  }

  void bindParameter(Expr& expr) {
    Bound& bound = give(expr, parameterType());
    for (size_t i = 0; i < query_.parameters.size(); ++i) {
      const Parameter& known = query_.parameters[i];
      if (!expr.name.empty() && equalsIgnoreCase(known.name, expr.name)) bound.parameter = static_cast<int>(i);
    }
    if (bound.parameter >= 0) return;
    bound.parameter = static_cast<int>(query_.parameters.size());
    Parameter parameter;
    parameter.name = expr.name;
    parameter.position = expr.position;
    query_.parameters.push_back(std::move(parameter));
  }

  // The other operand decides what a parameter is: how a bound value is converted, and how many SQL parameters it
  // feeds.
  void expectParameter(Expr& expr, const ExprType& type) {
    Expr& inner = unwrap(expr);
    if (inner.kind != ExprKind::Parameter || type.isUntyped()) return;
    Parameter& parameter = query_.parameters[static_cast<size_t>(inner.bound->parameter)];
    if (parameter.expected.kind == ValueKind::Null) parameter.expected = type.shape;
    inner.bound->width = expr.bound->width = type.columnCount();
  }

  static Expr& unwrap(Expr& expr) {
    Expr* inner = &expr;
    while (inner->kind == ExprKind::Paren) inner = inner->args[0].get();
    return *inner;
  }

  void bindPath(Expr& expr, Scope& scope) {
    bool touchesUnknown = false;
    for (Scope* at = &scope; at; at = at->parent) {
      std::vector<Resolved> best;
      for (Range* range : at->ranges) {
        touchesUnknown |= unknownRanges_.count(range) > 0;
        auto found = resolveInRange(*range, expr.path, catalog_);
        if (!found) continue;
        if (!best.empty() && found->confidence > best.front().confidence) best.clear();
        if (best.empty() || found->confidence == best.front().confidence) best.push_back(std::move(*found));
      }
      if (best.size() > 1) {
        poison(expr);
        return fault(
            expr.span, "`" + pathText(expr.path) + "` is ambiguous: more than one class of FROM has it",
            "write the alias before it, such as `" + best.front().range->name + "." + pathText(expr.path) + "`");
      }
      if (best.size() == 1) return refer(expr, std::move(best.front()));
      if (bindAlias(expr, *at)) return;
    }
    if (bindEnumerator(expr)) return;
    poison(expr);
    if (!touchesUnknown) unknownName(expr, scope);
  }

  bool bindAlias(Expr& expr, Scope& scope) {
    if (!scope.aliasesVisible || expr.path.size() != 1) return false;
    for (size_t i = 0; i < scope.select->items.size(); ++i) {
      if (!equalsIgnoreCase(scope.select->items[i].alias, expr.path[0].text)) continue;
      Bound& bound = give(expr, scope.select->items[i].expr->bound->type);
      bound.reference = Reference::Alias;
      bound.aliasSelect = scope.select;
      bound.aliasItem = i;
      return true;
    }
    return false;
  }

  bool bindEnumerator(Expr& expr) {
    if (expr.path.size() != 3) return false;
    const Enumeration* enumeration = catalog_.findEnumeration(expr.path[0].text, expr.path[1].text);
    if (!enumeration) return false;
    std::vector<std::string> names;
    for (const Enumerator& value : enumeration->enumerators) {
      names.push_back(value.name);
      if (!equalsIgnoreCase(value.name, expr.path[2].text)) continue;
      Bound& bound = give(
          expr, typeOf(enumeration->type == PrimitiveType::String ? PrimitiveType::String : PrimitiveType::Integer));
      bound.reference = Reference::Enumerator;
      bound.literal =
          enumeration->type == PrimitiveType::String ? quoteSql(value.stringValue) : std::to_string(value.intValue);
      return true;
    }
    poison(expr);
    fault(expr.span,
          "the enumeration `" + pathText({expr.path[0], expr.path[1]}) + "` has no value `" + expr.path[2].text + "`",
          suggest(expr.path[2].text, names));
    return true;
  }

  void unknownName(Expr& expr, Scope& scope) {
    const std::string& first = expr.path[0].text;
    for (Scope* at = &scope; at; at = at->parent) {
      for (Range* range : at->ranges) {
        bool isPrefix = expr.path.size() > 1 && equalsIgnoreCase(first, range->name);
        if (isPrefix) return reportUnknown(expr, 1, {range}, {});
      }
    }
    std::vector<Range*> ranges;
    for (Scope* at = &scope; at; at = at->parent) ranges.insert(ranges.end(), at->ranges.begin(), at->ranges.end());
    reportUnknown(expr, 0, ranges, expr.path.size() > 1 ? rangeNames(scope) : std::vector<std::string>());
  }

  // `path[part]` is in none of the ranges; `aliases` are what else could have stood there.
  void reportUnknown(Expr& expr, size_t part, const std::vector<Range*>& ranges,
                     const std::vector<std::string>& aliases) {
    const std::string& name = expr.path[part].text;
    std::vector<std::string> names = aliases;
    bool isProperty = false;
    for (Range* range : ranges) {
      for (std::string& member : namesIn(*range)) {
        isProperty |= equalsIgnoreCase(member, name);
        names.push_back(std::move(member));
      }
    }
    std::string hint = suggest(name, names);
    if (isProperty && part + 1 < expr.path.size())
      hint = "`" + name + "` has no member `" + expr.path[part + 1].text +
             "`; to read a property of a related instance, join its class on `.Id`";
    else if (hint.empty()) hint = hintFromSubclass(name, ranges);
    if (hint.empty() && !aliases.empty()) hint = "FROM has " + listed(aliases);
    fault(expr.span, "no property `" + pathText(expr.path) + "`", hint);
  }

  std::vector<std::string> namesIn(Range& range) {
    if (range.kind == RangeKind::Class) return memberNames(*range.cls);
    std::vector<std::string> names;
    for (const Resolved& value : expandStar(range, catalog_)) names.push_back(value.name);
    return names;
  }

  std::string hintFromSubclass(const std::string& name, const std::vector<Range*>& ranges) {
    for (const Range* range : ranges) {
      if (range->kind != RangeKind::Class) continue;
      for (const Class* derived : catalog_.selfAndDerived(*range->cls)) {
        if (catalog_.findProperty(*derived, name))
          return "the subclass `" + derived->fullName('.') + "` has it: query that class, or write `$->" + name + "?`";
      }
    }
    return {};
  }

  static std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "`" : ", `") + name + "`";
    return out;
  }

  void bindInstance(Expr& expr, Scope& scope) {
    Range* found = nullptr;
    for (Range* range : scope.ranges) {
      bool matches = expr.path.empty() || namesRange(*range, expr.path);
      if (!matches) continue;
      if (found) {
        poison(expr);
        return fault(expr.span, "`$` is ambiguous: FROM has more than one class", "write the alias before it: `a.$`");
      }
      found = range;
    }
    if (!found) {
      poison(expr);
      return fault(expr.span, "`$` needs a class in FROM");
    }
    ExprType type = typeOf(PrimitiveType::String);
    Resolved ids;
    if (found->kind == RangeKind::Class) {
      ids.columns = {"ECInstanceId", "ECClassId"};
    } else {
      for (const char* name : {"ECInstanceId", "ECClassId"}) {
        auto column = resolveInRange(*found, {NamePart{name, false, {}}}, catalog_);
        if (!column && !unknownRanges_.count(found))
          fault(expr.span, std::string("`$` needs ") + name + " in the sub-select",
                "select ECInstanceId and ECClassId there");
        ids.columns.push_back(column ? column->columns.front() : name);
      }
    }
    if (!expr.name.empty()) {
      type.extendedType = "json";
      type.shape.kind = ValueKind::Any;
      if (!expr.flag) requireProperty(*found, expr.name);
    }
    ids.range = found;
    Bound& bound = give(expr, std::move(type));
    bound.column = std::move(ids);
  }

  static void requireProperty(Range& range, const std::string& name) {
    auto& required = range.requiredProperties;
    if (std::find(required.begin(), required.end(), name) == required.end()) required.push_back(name);
  }

  void bindParen(Expr& expr, Scope& scope) {
    bind(*expr.args[0], scope);
    give(expr, expr.args[0]->bound->type);
  }

  void bindUnary(Expr& expr, Scope& scope) {
    bind(*expr.args[0], scope);
    requireNumber(*expr.args[0]);
    give(expr, typeOf(expr.name == "~" ? PrimitiveType::Long : PrimitiveType::Double));
  }

  void requireNumber(Expr& operand) {
    const ExprType& type = operand.bound->type;
    if (type.kind == TypeKind::Parameter) return expectParameter(operand, typeOf(PrimitiveType::Double));
    if (type.isNumeric() || type.shape.kind == ValueKind::Any || type.shape.kind == ValueKind::Json) return;
    if (operand.bound->type.kind == TypeKind::Null && unwrap(operand).kind != ExprKind::Null) return;  // poisoned
    fault(operand.span, "a number is expected here, this is " + describe(type));
  }

  static std::string describe(const ExprType& type) {
    switch (type.kind) {
      case TypeKind::Null:
        return "NULL";
      case TypeKind::Parameter:
        return "a parameter";
      case TypeKind::Navigation:
        return "a navigation property";
      case TypeKind::Struct:
        return "a struct (" + type.typeName + ")";
      case TypeKind::PrimitiveArray:
      case TypeKind::StructArray:
        return "an array";
      case TypeKind::Primitive:
        break;
    }
    return "a value of type " + type.typeName;
  }

  void bindChain(Expr& expr, Scope& scope) {
    const std::string& op = expr.ops.front();
    if (op == "AND" || op == "OR") {
      for (ExprPtr& operand : expr.args) bindCondition(*operand, scope);
      give(expr, typeOf(PrimitiveType::Boolean));
      return;
    }
    bindAll(expr.args, scope);
    if (op == "||" || areStringLiterals(expr)) {
      for (ExprPtr& operand : expr.args) requireString(*operand);
      give(expr, typeOf(PrimitiveType::String));
      return;
    }
    for (ExprPtr& operand : expr.args) requireNumber(*operand);
    bool bits = op == "&" || op == "|" || op == "<<" || op == ">>";
    give(expr, typeOf(bits ? PrimitiveType::Long : PrimitiveType::Double));
  }

  // `'a' + 'b'` is concatenation, of literals only.
  static bool areStringLiterals(Expr& expr) {
    bool all = std::all_of(expr.args.begin(), expr.args.end(),
                           [](const ExprPtr& arg) { return arg->kind == ExprKind::String; });
    if (!all || std::any_of(expr.ops.begin(), expr.ops.end(), [](const std::string& op) { return op != "+"; }))
      return false;
    for (std::string& op : expr.ops) op = "||";
    return true;
  }

  void requireString(Expr& operand) {
    const ExprType& type = operand.bound->type;
    if (type.kind == TypeKind::Parameter) return expectParameter(operand, typeOf(PrimitiveType::String));
    if (type.isString()) return;
    if (type.kind == TypeKind::Null && unwrap(operand).kind != ExprKind::Null) return;
    fault(operand.span, "`||` joins strings, this is " + describe(type), "wrap it: `CAST(… AS STRING)`");
  }

  void bindFunction(Expr& expr, Scope& scope) {
    std::vector<const ExprType*> types;
    for (size_t i = 0; i < expr.args.size(); ++i) {
      Expr& argument = *expr.args[i];
      bind(argument, scope);
      if (argument.bound->type.kind == TypeKind::Parameter)
        expectParameter(argument,
                        typeOf(equalsIgnoreCase(expr.name, "InVirtualSet") && i == 0 ? PrimitiveType::Binary
                                                                                     : PrimitiveType::Double));
      if (!argument.bound->type.isPrimitiveColumn())
        fault(argument.span, "`" + expr.name + "` takes single values, argument " + std::to_string(i + 1) + " is " +
                                 describe(argument.bound->type));
      types.push_back(&argument.bound->type);
    }
    if (expr.filter) bindCondition(*expr.filter, scope);
    if (expr.window) bindWindow(*expr.window, scope);
    give(expr, functionResult(expr.name, types));
  }

  void bindWindow(WindowSpec& window, Scope& scope) {
    for (PartitionTerm& term : window.partition) bind(*term.expr, scope);
    for (OrderTerm& term : window.order) bindOrderTerm(*term.expr, scope);
    for (FrameBound& bound : window.bounds) {
      if (bound.offset) bind(*bound.offset, scope);
    }
  }

  void bindCase(Expr& expr, Scope& scope) {
    size_t pairs = expr.args.size() / 2;
    for (size_t i = 0; i < expr.args.size(); ++i) {
      bool isCondition = i < pairs * 2 && i % 2 == 0;
      if (isCondition) bindCondition(*expr.args[i], scope);
      else bindResult(*expr.args[i], scope);
    }
    ExprType type = expr.args[1]->bound->type;
    type.property = nullptr;
    give(expr, std::move(type));
  }

  void bindResult(Expr& expr, Scope& scope) {
    bind(expr, scope);
    if (!expr.bound->type.isPrimitiveColumn() && expr.bound->width != 1)
      fault(expr.span, "a single value is expected here, this is " + describe(expr.bound->type));
  }

  void bindIif(Expr& expr, Scope& scope) {
    bindCondition(*expr.args[0], scope);
    bindResult(*expr.args[1], scope);
    bindResult(*expr.args[2], scope);
    ExprType type = expr.args[2]->bound->type;  // of the last branch, unlike CASE, which takes the first
    type.property = nullptr;
    give(expr, std::move(type));
  }

  void bindCast(Expr& expr, Scope& scope) {
    Expr& operand = *expr.args[0];
    bind(operand, scope);
    if (operand.bound->type.kind == TypeKind::Parameter) {
      poison(expr);
      return fault(operand.span, "CAST does not take a parameter");
    }
    auto type = castType(expr);
    if (!type) {
      poison(expr);
      return fault(expr.path[0].span, "`" + expr.name + "` is no type to cast to",
                   "use STRING, INTEGER, LONG, DOUBLE, BOOLEAN, BINARY, DATE, TIME, TIMESTAMP, Point2d or Point3d");
    }
    bool isNull = unwrap(operand).kind == ExprKind::Null;
    bool needsNull = type->columnCount() > 1 || type->kind != TypeKind::Primitive;
    if (!isNull && (needsNull || !operand.bound->type.isPrimitiveColumn()))
      fault(expr.span,
            "only NULL can be cast to or from " + (needsNull ? type->typeName : describe(operand.bound->type)));
    give(expr, std::move(*type));
  }

  std::optional<ExprType> castType(const Expr& expr) {
    std::string name = toLower(expr.name);
    bool isArray = name.size() > 2 && name.substr(name.size() - 2) == "[]";
    if (isArray) name.resize(name.size() - 2);
    auto type = castElementType(name);
    if (type && isArray) {
      ValueShape element = type->shape;
      type->kind = type->kind == TypeKind::Struct ? TypeKind::StructArray : TypeKind::PrimitiveArray;
      type->shape = ValueShape{};
      type->shape.kind = type->kind == TypeKind::StructArray ? ValueKind::StructArray : ValueKind::PrimitiveArray;
      type->shape.members.push_back(std::move(element));
    }
    return type;
  }

  std::optional<ExprType> castElementType(const std::string& name) {
    static const std::map<std::string_view, PrimitiveType> kTypes = {
        {"binary", PrimitiveType::Binary},     {"blob", PrimitiveType::Binary},
        {"boolean", PrimitiveType::Boolean},   {"double", PrimitiveType::Double},
        {"float", PrimitiveType::Double},      {"real", PrimitiveType::Double},
        {"int", PrimitiveType::Integer},       {"integer", PrimitiveType::Integer},
        {"int64", PrimitiveType::Long},        {"long", PrimitiveType::Long},
        {"string", PrimitiveType::String},     {"varchar", PrimitiveType::String},
        {"text", PrimitiveType::String},       {"date", PrimitiveType::DateTime},
        {"time", PrimitiveType::DateTime},     {"timestamp", PrimitiveType::DateTime},
        {"datetime", PrimitiveType::DateTime}, {"point2d", PrimitiveType::Point2d},
        {"point3d", PrimitiveType::Point3d}};
    auto found = kTypes.find(name);
    if (found != kTypes.end()) {
      ExprType type = typeOf(found->second);
      if (name == "date") type.shape.dateTimeComponent = DateTimeComponent::Date;
      if (name == "time") type.shape.dateTimeComponent = DateTimeComponent::TimeOfDay;
      return type;
    }
    const Class* cls = catalog_.findClass(name);
    if (!cls || cls->type != ClassType::Struct) return std::nullopt;
    Property member;
    member.kind = PropertyKind::Struct;
    member.structClass = cls;
    ExprType type = typeOf(member);
    type.property = nullptr;
    return type;
  }

  void bindNavigationValue(Expr& expr, Scope& scope) {
    bindAll(expr.args, scope);
    for (ExprPtr& argument : expr.args) {
      if (argument->kind == ExprKind::Parameter) expectParameter(*argument, typeOf(PrimitiveType::Long, "NavId"));
      bool positive =
          argument->kind == ExprKind::Integer || argument->kind == ExprKind::Parameter || !isNumberLiteral(*argument);
      if (!positive || !argument->bound->type.isPrimitiveColumn())
        fault(argument->span, "NAVIGATION_VALUE takes positive ids");
    }
    const Class* cls = catalog_.findClass(expr.path[0].text, expr.path[1].text);
    const Property* property = cls ? catalog_.findProperty(*cls, expr.path[2].text) : nullptr;
    if (!property || property->kind != PropertyKind::Navigation) {
      poison(expr);
      return fault(expr.span, "`" + pathText(expr.path) + "` is no navigation property");
    }
    if (scope.aliasesVisible) fault(expr.span, "NAVIGATION_VALUE may stand in a select list only");
    Bound& bound = give(expr, typeOf(*property));
    bound.navigation = property;
  }

  static bool isNumberLiteral(const Expr& expr) {
    return expr.kind == ExprKind::Unary || expr.kind == ExprKind::Real || expr.kind == ExprKind::String ||
           expr.kind == ExprKind::Null;
  }

  void bindScalarSubquery(Expr& expr, Scope& scope) {
    bindCompound(*expr.subquery, &scope, {});
    const auto& outputs = expr.subquery->bound->outputs;
    if (outputs.size() != 1) {
      poison(expr);
      return fault(expr.span, "a sub-select used as a value must give exactly one column");
    }
    ExprType type = outputs[0].type;
    type.property = nullptr;
    give(expr, std::move(type));
  }

  // ------------------------------------------------------------ predicates

  void bindPredicate(Expr& expr, Scope& scope) {
    if (expr.kind == ExprKind::Not) {
      bindCondition(*expr.args[0], scope);
    } else {
      bindAll(expr.args, scope);
      if (expr.subquery) bindCompound(*expr.subquery, &scope, {});
    }
    switch (expr.kind) {
      case ExprKind::Compare:
        comparable(expr, *expr.args[0], *expr.args[1], expr.name == "=" || expr.name == "<>");
        break;
      case ExprKind::Between:
        comparable(expr, *expr.args[0], *expr.args[1], false);
        comparable(expr, *expr.args[0], *expr.args[2], false);
        break;
      case ExprKind::Like:
        comparable(expr, *expr.args[0], *expr.args[1], false);
        break;
      case ExprKind::In:
        bindIn(expr);
        break;
      case ExprKind::IsNull:
      case ExprKind::IsTruth:
        if (expr.kind == ExprKind::IsTruth && !expr.args[0]->bound->type.isPrimitiveColumn())
          fault(expr.span, "IS " + expr.name + " needs a single value");
        if (expr.kind == ExprKind::IsTruth && expr.name == "UNKNOWN")
          fault(expr.span, "IS UNKNOWN is not supported by ECSQL", "write `IS NULL`");
        break;
      case ExprKind::IsClass:
        return bindIsClass(expr);
      default:
        break;
    }
    give(expr, typeOf(PrimitiveType::Boolean));
  }

  void bindIn(Expr& expr) {
    Expr& left = *expr.args[0];
    for (size_t i = 1; i < expr.args.size(); ++i) comparable(expr, left, *expr.args[i], true);
    if (expr.subquery && expr.subquery->bound->outputs.size() != 1)
      fault(expr.span, "the sub-select of IN must give exactly one column");
  }

  void comparable(Expr& whole, Expr& left, Expr& right, bool equality) {
    const ExprType& l = left.bound->type;
    const ExprType& r = right.bound->type;
    if (r.kind == TypeKind::Parameter) return expectParameter(right, l);
    if (l.kind == TypeKind::Parameter) return expectParameter(left, r);
    if (!equality && (notSingle(l) || notSingle(r)))
      return fault(whole.span,
                   "only = and <> compare points, navigation properties, structs and arrays; this compares " +
                       describe(l) + " with " + describe(r));
    if (l.kind == TypeKind::Null || r.kind == TypeKind::Null) {
      if (l.kind == TypeKind::Null) left.bound->width = r.columnCount();
      if (r.kind == TypeKind::Null) right.bound->width = l.columnCount();
      return;
    }
    if (l.kind == TypeKind::StructArray || r.kind == TypeKind::StructArray || !sameKind(l, r))
      return fault(whole.span, "these cannot be compared: " + describe(l) + " and " + describe(r), memberHint(l, r));
    checkDates(whole, left, right);
  }

  static bool notSingle(const ExprType& type) { return !type.isUntyped() && !type.isPrimitiveColumn(); }

  static bool sameKind(const ExprType& l, const ExprType& r) {
    if (l.kind != r.kind || l.columnCount() != r.columnCount()) return false;
    if (l.isPoint() || r.isPoint()) return l.primitive == r.primitive;
    return (l.primitive == PrimitiveType::Geometry) == (r.primitive == PrimitiveType::Geometry);
  }

  static std::string memberHint(const ExprType& l, const ExprType& r) {
    if (l.kind == TypeKind::Navigation || r.kind == TypeKind::Navigation) return "compare its id: `.Id`";
    if (l.isPoint() || r.isPoint()) return "compare its coordinates: `.X`, `.Y`, `.Z`";
    return {};
  }

  void checkDates(Expr& whole, Expr& left, Expr& right) {
    const ExprType& l = left.bound->type;
    const ExprType& r = right.bound->type;
    if (l.primitive != PrimitiveType::DateTime || r.primitive != PrimitiveType::DateTime) return;
    auto isTime = [](const ExprType& t) { return t.shape.dateTimeComponent == DateTimeComponent::TimeOfDay; };
    if (isTime(l) != isTime(r)) return fault(whole.span, "a time of day cannot be compared with a date");
    auto isUtc = [](const ExprType& t) { return t.shape.dateTimeKind == DateTimeKind::Utc; };
    auto isLocalLiteral = [&](Expr& e) {
      return unwrap(e).kind == ExprKind::DateTime && unwrap(e).name == "TIMESTAMP" && !isUtc(e.bound->type);
    };
    if ((isUtc(l) && isLocalLiteral(right)) || (isUtc(r) && isLocalLiteral(left)))
      fault(whole.span, "a UTC time cannot be compared with a TIMESTAMP literal that is not UTC",
            "end the literal with `Z`: TIMESTAMP '2024-01-31T12:00:00Z'");
  }

  void bindIsClass(Expr& expr) {
    Bound& bound = give(expr, typeOf(PrimitiveType::Boolean));
    for (const ClassRef& ref : expr.classes) {
      if (const Class* cls = findClass(ref, false)) (ref.only ? bound.classIds : bound.baseIds).push_back(cls->id);
    }
    const ExprType& type = expr.args[0]->bound->type;
    if (!type.isUntyped() && type.shape.kind != ValueKind::ClassId && !type.isNumeric())
      fault(expr.args[0]->span, "IS (classes) needs a class id before it, such as ECClassId");
  }

  // ------------------------------------------------------------ clauses

  void bindGroupTerm(Expr& expr, Scope& scope) {
    bind(expr, scope);
    const ExprType& type = expr.bound->type;
    Expr& inner = unwrap(expr);
    if (inner.kind == ExprKind::Parameter) return fault(expr.span, "GROUP BY cannot take a parameter");
    if (inner.kind == ExprKind::Integer || inner.kind == ExprKind::String || inner.kind == ExprKind::Real)
      return fault(expr.span, "GROUP BY cannot take a constant", "name the property or the alias");
    if (type.kind == TypeKind::Navigation)
      return fault(expr.span, "GROUP BY cannot take a navigation property", "group by its `.Id`");
    if (type.kind == TypeKind::StructArray || type.kind == TypeKind::PrimitiveArray || type.kind == TypeKind::Struct ||
        type.primitive == PrimitiveType::Geometry)
      fault(expr.span, "GROUP BY cannot take " + describe(type));
  }

  void bindOrderTerm(Expr& expr, Scope& scope) {
    if (expr.kind == ExprKind::Null) fault(expr.span, "ORDER BY cannot take NULL");
    bind(expr, scope);
    checkOrderable(expr, expr.bound->type);
    if (expr.kind == ExprKind::Integer) checkOrderNumber(expr, *scope.select);
  }

  void checkOrderable(Expr& expr, const ExprType& type) {
    if (notSingle(type))
      fault(expr.span, "ORDER BY cannot take " + describe(type),
            type.kind == TypeKind::Navigation ? "order by its `.Id`"
            : type.isPoint()                  ? "order by its `.X`"
                                              : "");
  }

  void checkOrderNumber(Expr& expr, const Select& select) {
    size_t number = 0;
    for (char c : expr.text) number = std::min<size_t>(number * 10 + static_cast<size_t>(c - '0'), 100000);
    if (number < 1 || number > select.bound->outputs.size())
      return fault(expr.span, "ORDER BY " + expr.text + " is out of range: the query gives " +
                                  std::to_string(select.bound->outputs.size()) + " columns");
    Bound& bound = give(expr, select.bound->outputs[number - 1].type);
    bound.reference = Reference::Alias;
    bound.aliasSelect = const_cast<Select*>(&select);
    bound.aliasItem = number - 1;
    if (bound.type.isComposite()) checkOrderable(expr, bound.type);
  }

  void bindLimit(Expr& expr, Scope& scope) {
    Scope constant;
    constant.parent = nullptr;
    constant.select = scope.select;
    bind(expr, constant);
    if (expr.bound->type.kind == TypeKind::Parameter) return expectParameter(expr, typeOf(PrimitiveType::Long));
    if (!expr.bound->type.isNumeric()) fault(expr.span, "LIMIT and OFFSET take numbers");
  }

  const Catalog& catalog_;
  BoundQuery& query_;
  Diagnostics faults_;
  std::set<const Select*> compoundParts_;
  std::set<const Range*> unknownRanges_;
  std::set<const Class*> openViews_;
  std::set<std::string> commonTableNames_;
  bool inheritedJsNames_ = false, experimental_ = false;  ///< options hold for the selects inside
};

}  // namespace

Result<std::shared_ptr<BoundQuery>> bind(ParsedStatement& statement, const Catalog& catalog) {
  auto query = std::make_shared<BoundQuery>();
  Binder binder(catalog, *query);
  Diagnostics faults = binder.run(*statement.select);
  if (!faults.empty()) return faults;
  return query;
}

}  // namespace premap::ecsql
