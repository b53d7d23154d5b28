// The statement of a plan. Three levels, each in its own sub-select so that SQLite keeps the query's order and its
// window before any look-up is made (a sub-select with a LIMIT is neither flattened nor robbed of its ORDER BY):
//
//   SELECT m.c0, n0t0.ECClassId, n0t1.js3 ...           the look-ups, one LEFT JOIN a table, by primary key
//   FROM (SELECT q.c0, (count-or-id) a1                  aspects of several tables: the single instance's id, or minus
//         FROM (SELECT c0 FROM (the group's query)       their number
//               LIMIT ?1 OFFSET ?2) q LIMIT -1) m
//   LEFT JOIN bis_Element n0t0 ON n0t0.Id = m.c0
//   LEFT JOIN bis_ElementUniqueAspect n2t1 ON ...        aspects of one table: the first instance of the element
//
// Aspects that are read beside the rows (stream_plan.h) are no part of it.
#include <algorithm>
#include <set>

#include "premap/resolve/census.h"
#include "premap/resolve/sql_text.h"
#include "resolve/aspect_sql.h"

namespace premap::resolve {

namespace {

// SQLite joins at most 64 tables; what is beyond is read by correlated look-ups in the same statement.
constexpr size_t kMostJoins = 56;

const Table* rootOf(const Table& table) {
  const Table* root = &table;
  while (root->parent) root = root->parent;
  return root;
}

class Renderer {
 public:
  explicit Renderer(const PlanData& data, bool ofRange = false) : data_(data), ofSlice_(ofRange) { collectJoins(); }

  std::string ids() const { return window(); }

  std::string count() const { return "SELECT count(*) FROM (" + data_.unorderedSql + ")" + idFilter(); }

  std::string statement() {
    std::string select;
    for (const Slot& slot : data_.slots) select += (select.empty() ? "" : ",") + slotSql(slot);
    // Nothing may be read of a row at all; the rows still count.
    return "SELECT " + (select.empty() ? "NULL" : select) + " FROM " + source() + joinSql();
  }

 private:
  using NodeTable = std::pair<int, const Table*>;

  // Node by node, primary tables first: a join may only name aliases that stand before it.
  void collectJoins() {
    std::vector<std::vector<const Table*>> wanted(data_.nodes.size());
    auto want = [&](int node, const Table* table) {
      auto& tables = wanted[static_cast<size_t>(node)];
      if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
    };
    for (size_t n = 0; n < data_.nodes.size(); ++n) {
      const Node& node = data_.nodes[n];
      if (isUsed(n))
        for (const Table* table : node.primaries) want(static_cast<int>(n), table);
    }
    for (const Slot& slot : data_.slots)
      if (slot.column && slot.node >= 0) want(slot.node, slot.column->table);
    for (const Node& node : data_.nodes)
      for (const auto& [id, column] : node.idColumns) want(node.parent, column->table);
    for (size_t n = 0; n < wanted.size(); ++n)
      for (const Table* table : wanted[n])
        if (aliases_.size() < kMostJoins) {
          std::string alias = "n" + std::to_string(n) + "t" + std::to_string(aliases_.size());
          order_.push_back({static_cast<int>(n), table});
          aliases_.emplace(order_.back(), alias);
        }
  }

  bool isUsed(size_t index) const {
    if (index == 0) return data_.readsElements;
    return data_.nodes[index].stream < 0;
  }

  // --- instances ---------------------------------------------------------------------------------------------------
  std::string nodeId(int index) const {
    const Node& node = data_.nodes[static_cast<size_t>(index)];
    if (node.kind == Node::Kind::Aspect)
      return isJoined(index) ? joinedAspectColumn(index) : "m.a" + std::to_string(index);
    if (node.queryColumn >= 0) return "m.c" + std::to_string(node.queryColumn);
    if (node.idColumns.size() == 1) return columnSql(node.parent, *node.idColumns.begin()->second);
    // One navigation property kept in different columns for different classes.
    std::string sql = "CASE";
    for (const auto& [id, column] : node.idColumns)
      sql += " WHEN " + nodeClass(node.parent) + " IN " + idList(node.idColumnClasses.find(id)->second) + " THEN " +
             columnSql(node.parent, *column);
    return sql + " END";
  }

  std::string nodeClass(int index) const {
    const Node& node = data_.nodes[static_cast<size_t>(index)];
    if (node.primaries.empty()) return "NULL";
    if (node.primaries.size() == 1) return classIn(index, *node.primaries[0]);
    std::string sql = "COALESCE(";
    for (size_t i = 0; i < node.primaries.size(); ++i) sql += (i ? "," : "") + classIn(index, *node.primaries[i]);
    return sql + ")";
  }

  std::string classIn(int index, const Table& primary) const {
    if (primary.hasPhysicalClassId()) return columnSql(index, *primary.classIdColumn);
    int64_t constant = 0;
    for (const Class* cls : data_.nodes[static_cast<size_t>(index)].candidates)
      if (primaryTableOf(*cls) == &primary) constant = cls->id;
    return "CASE WHEN " + columnSql(index, *primary.idColumn) + " IS NOT NULL THEN " + std::to_string(constant) +
           " END";
  }

  std::string columnSql(int node, const premap::StoredColumn& column) const {
    auto alias = aliases_.find({node, column.table});
    if (alias != aliases_.end()) return alias->second + "." + sqlName(column.name);
    return "(SELECT " + sqlName(column.name) + " FROM " + sqlName(column.table->name) + " WHERE " +
           sqlName(column.table->idColumn->name) + "=" + nodeId(node) + ")";
  }

  // --- result columns ----------------------------------------------------------------------------------------------
  std::string slotSql(const Slot& slot) const {
    switch (slot.kind) {
      case Slot::Kind::QueryColumn:
        return "m.c" + std::to_string(slot.queryColumn);
      case Slot::Kind::NodeId:
        return isJoined(slot.node) ? joinedAspectId(slot.node) : nodeId(slot.node);
      case Slot::Kind::NodeClass:
        return nodeClass(slot.node);
      default:
        return shownSql(slot, slot.column ? columnSql(slot.node, *slot.column) : std::string());
    }
  }

  // --- FROM --------------------------------------------------------------------------------------------------------
  std::string queryColumns(const char* prefix) const {
    std::string sql;
    for (int column : usedQueryColumns(data_))
      sql += (sql.empty() ? "" : ",") + std::string(prefix) + "c" + std::to_string(column);
    return sql.empty() ? "NULL" : sql;
  }

  std::string window() const {
    return "SELECT " + queryColumns("") + " FROM (" + data_.query.sql + ")" + (ofSlice_ ? rangeFilter() : idFilter()) +
           " LIMIT ?1 OFFSET ?2";
  }

  std::string source() const {
    std::string aspects;
    for (size_t n = 0; n < data_.nodes.size(); ++n)
      if (data_.nodes[n].kind == Node::Kind::Aspect && isUsed(n) && !isJoined(static_cast<int>(n)))
        aspects += "," + aspectSql(data_.nodes[n]) + " AS a" + std::to_string(n);
    if (aspects.empty()) return "(" + window() + ") m";
    return "(SELECT " + queryColumns("q.") + aspects + " FROM (" + window() + ") q LIMIT -1) m";
  }

  // R19
  std::string idFilter() const {
    if (data_.options.ecInstanceIds.empty() || data_.idColumn < 0) return {};
    return " WHERE c" + std::to_string(idSqlColumn()) + " IN (SELECT value FROM premap_ids(?3))";
  }

  // SQLite hands the bounds down to each table or index of the query, which it enters at the first id.
  std::string rangeFilter() const {
    std::string id = "c" + std::to_string(idSqlColumn());
    return " WHERE " + id + ">?4 AND " + id + "<=?5";
  }

  int idSqlColumn() const { return data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn; }

  // --- aspects (R9): the id of the one instance, NULL when there is none, minus their number when there are several --
  AspectTable aspectsIn(const Node& node, const Table& table) const { return aspectTable(data_, node, table); }

  std::string element(const char* source) const { return source + std::to_string(idSqlColumn()); }

  std::string aspectSql(const Node& node) const {
    std::string from;
    for (const Table* table : node.primaries) {
      const AspectTable aspect = aspectsIn(node, *table);
      if (aspect.owner.empty()) continue;
      if (!from.empty()) from += " UNION ALL ";
      from += "SELECT " + aspect.id + " i FROM " + aspect.name + " WHERE " + aspect.of(element("q.c"));
    }
    return "(SELECT CASE count(*) WHEN 0 THEN NULL WHEN 1 THEN min(i) ELSE -count(*) END FROM (" + from + "))";
  }

  // An aspect whose classes share a table is joined, so that an element without one costs a single look-up.
  bool isJoined(int index) const {
    const Node& node = data_.nodes[static_cast<size_t>(index)];
    return node.kind == Node::Kind::Aspect && node.primaries.size() == 1 &&
           aliases_.count({index, node.primaries[0]}) && !aspectsIn(node, *node.primaries[0]).owner.empty();
  }

  AspectTable joinedAspect(int index) const {
    const Node& node = data_.nodes[static_cast<size_t>(index)];
    return aspectsIn(node, *node.primaries[0]);
  }

  std::string joinedAspectColumn(int index) const {
    return columnSql(index, *data_.nodes[static_cast<size_t>(index)].primaries[0]->idColumn);
  }

  // Whether the element has instances beside the one joined.
  std::string otherAspects(int index, const char* comparison) const {
    const AspectTable aspect = joinedAspect(index);
    return "EXISTS(SELECT 1 FROM " + aspect.name + " WHERE " + aspect.of(element("m.c")) + " AND " + aspect.id +
           comparison + joinedAspectColumn(index) + ")";
  }

  std::string joinedAspectId(int index) const {
    const AspectTable aspect = joinedAspect(index);
    const std::string id = joinedAspectColumn(index);
    return "CASE WHEN " + id + " IS NULL THEN NULL WHEN " + otherAspects(index, ">") + " THEN (SELECT -count(*) FROM " +
           aspect.name + " WHERE " + aspect.of(element("m.c")) + ") ELSE " + id + " END";
  }

  // Of several instances the first one, so that there are no more rows than the query has.
  std::string aspectJoin(int index, const std::string& alias) const {
    return joinedAspect(index).of(element("m.c"), alias + ".") + " AND NOT " + otherAspects(index, "<");
  }

  std::string joinSql() const {
    std::string sql;
    for (const auto& [node, table] : order_) {
      const std::string& alias = aliases_.find({node, table})->second;
      sql += " LEFT JOIN " + sqlName(table->name) + " " + alias + " ON ";
      if (isJoined(node) && table == data_.nodes[static_cast<size_t>(node)].primaries[0]) {
        sql += aspectJoin(node, alias);
        continue;
      }
      const Table* root = rootOf(*table);
      auto rootAlias = aliases_.find({node, root});
      // Joined and overflow tables share the id of the primary row; asking that saves evaluating the id again.
      std::string id = root != table && rootAlias != aliases_.end()
                           ? rootAlias->second + "." + sqlName(root->idColumn->name)
                           : nodeId(node);
      sql += alias + "." + sqlName(table->idColumn->name) + "=" + id;
    }
    return sql;
  }

  const PlanData& data_;
  bool ofSlice_;
  std::map<NodeTable, std::string> aliases_;
  std::vector<NodeTable> order_;
};

}  // namespace

std::vector<int> usedQueryColumns(const PlanData& data) {
  std::set<int> used;
  for (const Slot& slot : data.slots)
    if (slot.kind == Slot::Kind::QueryColumn) used.insert(slot.queryColumn);
  for (const Node& node : data.nodes)
    if (node.queryColumn >= 0) used.insert(node.queryColumn);
  return {used.begin(), used.end()};
}

std::string renderIdsSql(const PlanData& data, bool ofRange) {
  return Renderer(data, ofRange).ids();
}
std::string renderSql(const PlanData& data, bool ofRange) {
  return Renderer(data, ofRange).statement();
}
std::string renderCountSql(const PlanData& data) {
  return Renderer(data).count();
}

}  // namespace premap::resolve
