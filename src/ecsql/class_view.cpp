// A class is a SELECT over each table that stores its instances, filtered by class id and put together by UNION; beside
// ids it has only the columns that the query asks for, so that SQLite reads no table in vain.
#include "class_view.h"

#include <algorithm>
#include <map>
#include <set>

#include "premap/base/sort_stably.h"
#include "premap/base/text.h"
#include "premap/ecsql/compile.h"
#include "premap/schema/system_properties.h"
#include "sql_text.h"

namespace premap::ecsql {
namespace {

std::string columnSql(const StoredColumn& column) {
  return bracket(column.table->name) + "." + bracket(column.name);
}

std::string idList(const std::vector<int64_t>& ids) {
  std::string out;
  for (int64_t id : ids) out += (out.empty() ? "" : ",") + std::to_string(id);
  return out;
}

bool endsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool isSystem(const std::string& access) {
  return std::any_of(std::begin(kSystemProperties), std::end(kSystemProperties),
                     [&](const SystemProperty& system) { return system.name == access; });
}

// One SELECT over one table and the tables joined to it by instance id.
struct Branch {
  const Class* cls = nullptr;    ///< class whose property maps give the columns
  const Table* table = nullptr;  ///< FROM
  std::vector<const Table*> joined;
  std::string extraJoins;
  std::vector<std::string> fields, conditions;
  bool inTableOrder = false;  ///< no index, however small, stands in for the table

  void join(const Table* other) {
    if (other != table && std::find(joined.begin(), joined.end(), other) == joined.end()) joined.push_back(other);
  }

  std::string classId() const {
    return table->hasPhysicalClassId() ? columnSql(*table->classIdColumn) : std::to_string(cls->id);
  }

  std::string sql() const {
    std::string out = "SELECT ";
    for (size_t i = 0; i < fields.size(); ++i) out += (i ? "," : "") + fields[i];
    out += " FROM [main]." + bracket(table->name) + (inTableOrder ? " NOT INDEXED" : "");
    for (const Table* other : joined)
      out += " INNER JOIN [main]." + bracket(other->name) + " ON " + columnSql(*table->idColumn) + "=" +
             columnSql(*other->idColumn);
    out += extraJoins;
    for (size_t i = 0; i < conditions.size(); ++i) out += (i ? " AND " : " WHERE ") + conditions[i];
    return out;
  }
};

class ViewBuilder {
 public:
  ViewBuilder(const Range& range, const Catalog& catalog) : range_(range), cls_(*range.cls), catalog_(catalog) {
    only_ = range.only || cls_.modifier == ClassModifier::Sealed || cls_.derived.empty();
  }

  std::string build() {
    bool foreignKey =
        cls_.strategy == MapStrategy::ForeignKeyInSource || cls_.strategy == MapStrategy::ForeignKeyInTarget;
    if (foreignKey) {
      foreignKeyBranches();
    } else if (cls_.isMixin) {
      if (!range_.only) mixinBranches();
    } else {
      tableBranches();
    }
    if (selects_.empty()) return emptySelect();
    // Branches of a mixin never share rows; those of tables keep the native engine's UNION, and with it its row order.
    std::string glue = cls_.isMixin || foreignKey ? " UNION ALL " : " UNION ";
    std::string out;
    for (const std::string& select : selects_) out += (out.empty() ? "" : glue) + select;
    return out;
  }

 private:
  std::string emptySelect() const {
    std::string out = "SELECT NULL [ECInstanceId],NULL [ECClassId]";
    for (const std::string& access : range_.used) {
      if (access != "ECInstanceId" && access != "ECClassId") out += ",NULL " + bracket(access);
    }
    return out + " LIMIT 0";
  }

  // ------------------------------------------------------------ columns

  // A leaf of a property as class `branch.cls` stores it; tables it needs are joined.
  std::string leafSql(Branch& branch, const std::string& access) {
    const StoredColumn* column = catalog_.findColumn(*branch.cls, access);
    if (!column) return "NULL";
    if (endsWith(access, ".RelECClassId")) return relationshipClassSql(branch, access, *column);
    if (column->isVirtual || column->table->type == TableType::Virtual) return "NULL";
    branch.join(column->table);
    return columnSql(*column);
  }

  std::string relationshipClassSql(Branch& branch, const std::string& access, const StoredColumn& column) {
    std::string property = access.substr(0, access.rfind('.'));
    const StoredColumn* id = catalog_.findColumn(*branch.cls, property + ".Id");
    if (!id || id->isVirtual || id->table->type == TableType::Virtual) return "NULL";
    branch.join(id->table);
    const Property* navigation = catalog_.findProperty(*branch.cls, property);
    std::string value = "NULL";
    if (!column.isVirtual) {
      branch.join(column.table);
      value = columnSql(column);
    } else if (navigation && navigation->relationship) {
      value = std::to_string(navigation->relationship->id);
    }
    return "(CASE WHEN " + columnSql(*id) + " IS NULL THEN NULL ELSE " + value + " END)";
  }

  void addFields(Branch& branch) {
    branch.fields.push_back(columnSql(*branch.table->idColumn) + " [ECInstanceId]");
    branch.fields.push_back(branch.classId() + " [ECClassId]");
    for (const std::string& access : range_.used) {
      if (access == "ECInstanceId" || access == "ECClassId") continue;
      std::string value = isSystem(access) ? linkEndSql(branch, access) : leafSql(branch, access);
      branch.fields.push_back(value + " " + bracket(access));
    }
  }

  // ------------------------------------------------------------ tables

  void tableBranches() {
    if (const Table* joinedTable = joinedTableOf(cls_)) {
      addBranch(cls_, *joinedTable, true);
      return;
    }
    std::vector<const Table*> tables = horizontalTables();
    for (const Table* table : tables) {
      const Class* representative = holderOf(*table);
      if (representative) addBranch(*representative, *table, tables.size() == 1);
    }
  }

  static const Table* joinedTableOf(const Class& cls) {
    for (const Table* table : cls.tables) {
      if (table->type == TableType::Joined) return table;
    }
    return nullptr;
  }

  // Every table that holds rows of the class, apart from the tables that only extend another.
  std::vector<const Table*> horizontalTables() const {
    std::vector<const Table*> out;
    auto collect = [&](const Class& cls) {
      for (const Table* table : cls.tables) {
        bool extends = table->type == TableType::Joined || table->type == TableType::Overflow;
        if (extends || table->type == TableType::Virtual) continue;
        if (std::find(out.begin(), out.end(), table) == out.end()) out.push_back(table);
      }
    };
    if (only_) {
      collect(cls_);
    } else {
      for (const Class* derived : catalog_.selfAndDerived(cls_)) collect(*derived);
    }
    sortStably(out, [](const Table* a, const Table* b) { return a->id > b->id; });
    return out;
  }

  // The class nearest to the queried one that is stored in the table: its property maps are those of all below it.
  const Class* holderOf(const Table& table) const {
    const Class* best = nullptr;
    for (const Class* cls : catalog_.selfAndDerived(cls_)) {
      if (cls->isMixin || std::find(cls->tables.begin(), cls->tables.end(), &table) == cls->tables.end()) continue;
      if (!best || catalog_.isA(*best, *cls)) best = cls;
    }
    return best;
  }

  void addBranch(const Class& holder, const Table& table, bool isAlone) {
    if (!table.idColumn) return;
    Branch branch;
    branch.cls = &holder;
    branch.table = &table;
    addFields(branch);
    std::string ordered = isAlone && range_.classIdsIn ? orderedById(branch) : "";
    selects_.push_back(ordered.empty() ? filteredSql(branch) : ordered);
  }

  std::string filteredSql(Branch branch) const {
    addClassFilter(branch);
    addInstanceFilter(branch);
    return branch.sql();
  }

  // ------------------------------------------------------------ rows by id

  // SQLite merges the arms of a compound that has an ORDER BY; many of them cost more than they save.
  static constexpr size_t kMostArms = 64;

  // Rows in the order of their ids without sorting: all rows of a table as they lie there, or those of a few classes
  // merged from the index on class ids. Empty when only the class filter will do.
  std::string orderedById(Branch branch) const {
    const Table& table = *branch.table;
    if (range_.noClassFilter || !range_.requiredProperties.empty() || !table.hasPhysicalClassId()) return "";
    const std::set<int64_t>* present = (*range_.classIdsIn)(table);
    if (!present) return "";
    std::vector<int64_t> wanted;
    for (int64_t id : *present) {
      const Class* cls = catalog_.classById(id);
      if (cls && (only_ ? cls == &cls_ : catalog_.isA(*cls, cls_))) wanted.push_back(id);
    }
    bool isOneTable = branch.joined.empty() && branch.extraJoins.empty();
    if (wanted.size() == present->size()) {
      branch.inTableOrder = !range_.isFiltered;
      if (branch.inTableOrder && isOneTable) tellOrder(table, wanted);
      return branch.sql();
    }
    bool isInIndex = isOneTable && branch.fields.size() == 2;
    if (range_.isFiltered || !isInIndex || wanted.empty() || wanted.size() > kMostArms) return "";
    tellOrder(table, wanted);
    return merged(branch, wanted);
  }

  void tellOrder(const Table& table, const std::vector<int64_t>& classIds) const {
    range_.rowsById->rowsById = &table;
    range_.rowsById->rowsByIdClasses = classIds;
  }

  static std::string merged(const Branch& branch, const std::vector<int64_t>& classIds) {
    std::string out;
    for (int64_t id : classIds) {
      Branch arm = branch;
      arm.conditions.push_back(arm.classId() + "=" + std::to_string(id));
      out += (out.empty() ? "" : " UNION ALL ") + arm.sql();
    }
    return out + " ORDER BY 1";
  }

  void addClassFilter(Branch& branch) const {
    const Table& table = *branch.table;
    if (range_.noClassFilter || !table.hasPhysicalClassId()) return;
    std::string classId = columnSql(*table.classIdColumn);
    if (only_) {
      if (table.classes.size() > 1 || range_.only) branch.conditions.push_back(classId + "=" + std::to_string(cls_.id));
      return;
    }
    bool allQualify = std::all_of(table.classes.begin(), table.classes.end(),
                                  [&](const Class* cls) { return catalog_.isA(*cls, cls_); });
    if (allQualify) return;
    std::string alias = bracket("CHC_" + table.name);
    branch.extraJoins += " INNER JOIN [ec_cache_ClassHierarchy] " + alias + " ON " + alias + ".[ClassId]=" + classId +
                         " AND " + alias + ".[BaseClassId]=" + std::to_string(cls_.id);
  }

  // `$->Property` leaves out rows of classes without the property, where rows tell their class.
  void addInstanceFilter(Branch& branch) const {
    if (range_.requiredProperties.empty() || cls_.type == ClassType::Relationship) return;
    if (!branch.table->hasPhysicalClassId()) return;
    std::vector<int64_t> ids;
    for (const Class* cls : catalog_.classes()) {
      bool stored = cls->strategy == MapStrategy::OwnTable || cls->strategy == MapStrategy::TablePerHierarchy ||
                    cls->strategy == MapStrategy::ExistingTable;
      bool hasAll = std::all_of(range_.requiredProperties.begin(), range_.requiredProperties.end(),
                                [&](const std::string& name) { return hasProperty(*cls, name); });
      if (stored && hasAll) ids.push_back(cls->id);
    }
    branch.conditions.push_back(branch.classId() + " IN (" + idList(ids) + ")");
  }

  bool hasProperty(const Class& cls, const std::string& name) const {
    return equalsIgnoreCase(name, "ECInstanceId") || equalsIgnoreCase(name, "ECClassId") ||
           catalog_.mapsItself(cls, name);
  }

  // ------------------------------------------------------------ mixins

  // Each class may keep a mixin's properties in other columns; classes whose select reads the same share a branch.
  void mixinBranches() {
    std::vector<std::pair<std::string, std::pair<Branch, std::vector<int64_t>>>> branches;
    for (const Class* cls : catalog_.selfAndDerived(cls_)) {
      const Table* table = cls->isMixin ? nullptr : tableOf(*cls);
      if (!table || !table->idColumn) continue;
      Branch branch;
      branch.cls = cls;
      branch.table = table;
      addFields(branch);
      std::string sql = branch.sql();
      auto known = std::find_if(branches.begin(), branches.end(), [&](const auto& b) { return b.first == sql; });
      if (known == branches.end()) {
        branches.push_back({sql, {branch, {}}});
        known = branches.end() - 1;
      }
      known->second.second.push_back(cls->id);
    }
    for (auto& [sql, entry] : branches) {
      auto& [branch, ids] = entry;
      if (branch.table->hasPhysicalClassId())
        branch.conditions.push_back(columnSql(*branch.table->classIdColumn) + " IN (" + idList(ids) + ")");
      addInstanceFilter(branch);
      selects_.push_back(branch.sql());
    }
  }

  static const Table* tableOf(const Class& cls) {
    if (const Table* joined = joinedTableOf(cls)) return joined;
    for (const Table* table : cls.tables) {
      if (table->type == TableType::Primary || table->type == TableType::Existing) return table;
    }
    return nullptr;
  }

  // ------------------------------------------------------------ link tables

  const StoredColumn* systemColumn(const Class& cls, const std::string& access) const {
    for (const MappedColumn& mapped : catalog_.systemColumns(cls)) {
      if (equalsIgnoreCase(mapped.accessString, access)) return mapped.column;
    }
    return nullptr;
  }

  std::string linkEndSql(Branch& branch, const std::string& access) {
    const StoredColumn* column = systemColumn(*branch.cls, access);
    if (!column) return "NULL";
    bool isSource = access.substr(0, 6) == "Source";
    const RelationshipEnd& end = isSource ? branch.cls->source : branch.cls->target;
    if (column->isVirtual || column->table->type == TableType::Virtual)
      return end.abstractConstraint && endsWith(access, "ClassId") ? std::to_string(end.abstractConstraint->id)
                                                                   : "NULL";
    if (column->table == branch.table) return columnSql(*column);
    // The class of an end stands in the primary table of that end.
    std::string alias = bracket(access + "_" + column->table->name);
    const StoredColumn* id = systemColumn(*branch.cls, isSource ? "SourceECInstanceId" : "TargetECInstanceId");
    if (!id || !column->table->idColumn) return "NULL";
    branch.extraJoins += " INNER JOIN " + bracket(column->table->name) + " " + alias + " ON " + alias + "." +
                         bracket(column->table->idColumn->name) + "=" + columnSql(*id);
    return alias + "." + bracket(column->name);
  }

  // ------------------------------------------------------------ foreign keys

  struct KeyColumns {
    const Class* holder;
    const StoredColumn* id;
    const StoredColumn* relationshipClass;
  };

  // The rows of a foreign key relationship are the rows whose navigation property is set.
  void foreignKeyBranches() {
    const Class* root = &cls_;
    while (!root->bases.empty()) root = root->bases.front();
    std::vector<KeyColumns> keys;
    for (const Class* cls : catalog_.classes()) {
      for (const Property* property : cls->ownProperties) {
        if (property->kind == PropertyKind::Navigation && property->relationship == root) collectKeys(*property, keys);
      }
    }
    for (const KeyColumns& key : keys) selects_.push_back(foreignKeySelect(key));
  }

  void collectKeys(const Property& navigation, std::vector<KeyColumns>& keys) {
    for (const Class* holder : catalog_.selfAndDerived(*navigation.owner)) {
      const StoredColumn* id = catalog_.findColumn(*holder, navigation.name + ".Id");
      const StoredColumn* relationshipClass = catalog_.findColumn(*holder, navigation.name + ".RelECClassId");
      if (!id || id->isVirtual || id->table->type == TableType::Virtual || !id->table->idColumn) continue;
      bool known = std::any_of(keys.begin(), keys.end(), [&](const KeyColumns& key) {
        return key.id == id && key.relationshipClass == relationshipClass;
      });
      if (!known) keys.push_back({holder, id, relationshipClass});
    }
  }

  std::string foreignKeySelect(const KeyColumns& key) {
    Branch branch;
    branch.cls = key.holder;
    branch.table = key.id->table;
    bool keyIsInSource = cls_.strategy == MapStrategy::ForeignKeyInSource;
    std::string rowId = columnSql(*branch.table->idColumn), foreignId = columnSql(*key.id);
    bool physical = key.relationshipClass && !key.relationshipClass->isVirtual;
    std::string relationship = physical ? columnSql(*key.relationshipClass) : std::to_string(cls_.id);
    std::string other = otherEndClass(branch, keyIsInSource ? cls_.target : cls_.source, foreignId);
    const char* own = keyIsInSource ? "Source" : "Target";
    const char* opposite = keyIsInSource ? "Target" : "Source";
    branch.fields = {rowId + " [ECInstanceId]",
                     relationship + " [ECClassId]",
                     rowId + " [" + own + "ECInstanceId]",
                     branch.classId() + " [" + own + "ECClassId]",
                     foreignId + " [" + opposite + "ECInstanceId]",
                     other + " [" + opposite + "ECClassId]"};
    branch.conditions.push_back(foreignId + " IS NOT NULL");
    // NoECClassIdFilter leaves this one: it is of the key, not of the class of a row.
    if (physical) branch.conditions.push_back(relationship + classCondition(cls_, only_));
    addSharedColumnFilter(branch, key, keyIsInSource ? cls_.source : cls_.target);
    return branch.sql();
  }

  static std::string classCondition(const Class& cls, bool only) {
    std::string id = std::to_string(cls.id);
    return only ? "=" + id : " IN (SELECT [ClassId] FROM [ec_cache_ClassHierarchy] WHERE [BaseClassId]=" + id + ")";
  }

  // A shared column means something else in other classes.
  void addSharedColumnFilter(Branch& branch, const KeyColumns& key, const RelationshipEnd& end) {
    bool shared = key.id->kind == ColumnKind::Shared;
    if (!shared || !branch.table->hasPhysicalClassId() || !end.abstractConstraint) return;
    branch.conditions.push_back(columnSql(*branch.table->classIdColumn) +
                                classCondition(*end.abstractConstraint, false));
  }

  std::string otherEndClass(Branch& branch, const RelationshipEnd& end, const std::string& foreignId) {
    const Class* constraint = end.abstractConstraint;
    const Table* table = constraint ? primaryTableOf(*constraint) : nullptr;
    if (!table || !table->idColumn) return constraint ? std::to_string(constraint->id) : "NULL";
    // No look at the other end is needed then: rows whose key leads nowhere stay.
    if (!table->hasPhysicalClassId()) return std::to_string(holderIn(*table, *constraint)->id);
    branch.extraJoins += " INNER JOIN " + bracket(table->name) + " [_ReferencedEnd] ON [_ReferencedEnd]." +
                         bracket(table->idColumn->name) + "=" + foreignId;
    return "[_ReferencedEnd]." + bracket(table->classIdColumn->name);
  }

  const Class* holderIn(const Table& table, const Class& constraint) const {
    for (const Class* cls : table.classes) {
      if (catalog_.isA(*cls, constraint)) return cls;
    }
    return &constraint;
  }

  // The one table every instance of the class has a row in; null when there is none.
  const Table* primaryTableOf(const Class& cls) const {
    const Table* found = nullptr;
    for (const Class* derived : catalog_.selfAndDerived(cls)) {
      for (const Table* table : derived->tables) {
        if (table->type != TableType::Primary && table->type != TableType::Existing) continue;
        if (found && found != table) return found;
        found = table;
      }
    }
    return found;
  }

  const Range& range_;
  const Class& cls_;
  const Catalog& catalog_;
  bool only_ = false;
  std::vector<std::string> selects_;
};

}  // namespace

std::string classViewSql(const Range& range, const Catalog& catalog) {
  return ViewBuilder(range, catalog).build();
}

}  // namespace premap::ecsql
