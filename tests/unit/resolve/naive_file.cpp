// Plain statements over the ec_ tables, and a stored row at a time: slow, and too simple to be wrong.
#include "resolve/naive_file.h"

#include <algorithm>
#include <regex>
#include <set>

#include "catch.h"
#include "premap/base/text.h"

namespace premap::test {

NaiveFile::NaiveFile(Database& database) : database_(database) {
  readClasses();
  readProperties();
}

std::vector<std::vector<NaiveStored>> NaiveFile::rows(const std::string& sql) {
  auto statement = database_.prepare(sql);
  if (!statement) FAIL(sql << ": " << statement.diagnostics()[0].message);
  std::vector<std::vector<NaiveStored>> found;
  while (statement->step() == Step::Row) {
    std::vector<NaiveStored> row;
    for (int c = 0; c < statement->columnCount(); ++c) {
      NaiveStored cell;
      cell.type = statement->type(c);
      if (cell.type == ColumnType::Integer) cell.integer = statement->int64(c);
      if (cell.type == ColumnType::Integer || cell.type == ColumnType::Real) cell.real = statement->real(c);
      if (cell.type == ColumnType::Text) cell.text = std::string(statement->text(c));
      if (cell.type == ColumnType::Blob) {
        auto bytes = statement->blob(c);
        cell.text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      }
      row.push_back(std::move(cell));
    }
    found.push_back(std::move(row));
  }
  return found;
}

void NaiveFile::readClasses() {
  for (const auto& row : rows("SELECT c.Id, s.Name, c.Name FROM ec_Class c JOIN ec_Schema s ON s.Id=c.SchemaId"))
    classes_[row[0].integer] = {row[0].integer, row[1].text, row[2].text, {}, {}};
  for (const auto& row : rows("SELECT ClassId, BaseClassId FROM ec_ClassHasBaseClasses ORDER BY ClassId, Ordinal"))
    classes_[row[0].integer].bases.push_back(row[1].integer);
  for (const auto& [id, cls] : classes_) byName_.try_emplace(toLower(cls.fullName()), &cls);
}

void NaiveFile::readProperties() {
  static const std::regex kind("<DateTimeKind>([^<]*)<"), component("<DateTimeComponent>([^<]*)<");
  std::map<int64_t, std::string> dates;
  for (const auto& row :
       rows("SELECT ContainerId, Instance FROM ec_CustomAttribute a JOIN ec_Class c ON c.Id=a.ClassId "
            "WHERE c.Name='DateTimeInfo' AND a.ContainerType=992"))
    dates[row[0].integer] = row[1].text;
  for (const auto& row : rows(
           "SELECT p.ClassId, p.Name, p.Kind, coalesce(p.PrimitiveType, e.UnderlyingPrimitiveType), "
           "p.ExtendedTypeName, "
           "p.StructClassId, p.NavigationRelationshipClassId, p.NavigationDirection, p.Id FROM ec_Property p LEFT JOIN "
           "ec_Enumeration e ON e.Id=p.EnumerationId ORDER BY p.ClassId, p.Ordinal")) {
    NaiveProperty property;
    property.name = row[1].text;
    property.kind = static_cast<int>(row[2].integer), property.primitive = static_cast<int>(row[3].integer);
    property.extendedType = row[4].text;
    property.structClass = row[5].integer, property.relationship = row[6].integer;
    property.isForward = row[7].integer != 2;
    std::smatch match;
    const std::string& info = dates[row[8].integer];
    if (std::regex_search(info, match, kind)) property.dateKind = match[1];
    if (std::regex_search(info, match, component)) property.dateComponent = match[1];
    classes_[row[0].integer].own.push_back(property);
  }
}

const NaiveClass* NaiveFile::classById(int64_t id) const {
  auto found = classes_.find(id);
  return found == classes_.end() ? nullptr : &found->second;
}

const NaiveClass* NaiveFile::classNamed(const std::string& schema, const std::string& name) const {
  const auto found = byName_.find(toLower(schema + "." + name));
  return found == byName_.end() ? nullptr : found->second;
}

bool NaiveFile::hasSchema(const std::string& name) const {
  for (const auto& [id, cls] : classes_)
    if (equalsIgnoreCase(cls.schema, name)) return true;
  return false;
}

bool NaiveFile::isA(int64_t cls, int64_t base) const {
  if (cls == base) return true;
  for (int64_t each : classes_.at(cls).bases)
    if (isA(each, base)) return true;
  return false;
}

const NaiveProperty* NaiveFile::property(int64_t cls, const std::string& name) const {
  for (const NaiveProperty* each : properties(cls))
    if (equalsIgnoreCase(each->name, name)) return each;
  return nullptr;
}

const std::vector<const NaiveProperty*>& NaiveFile::properties(int64_t cls) const {
  auto [known, isNew] = propertiesOf_.try_emplace(cls);
  std::vector<const NaiveProperty*>& found = known->second;
  if (!isNew) return found;
  auto add = [&](const NaiveProperty& property) {
    for (const NaiveProperty* each : found)
      if (equalsIgnoreCase(each->name, property.name)) return;
    found.push_back(&property);
  };
  for (const NaiveProperty& own : classes_.at(cls).own) add(own);
  for (int64_t base : classes_.at(cls).bases)
    for (const NaiveProperty* inherited : properties(base)) add(*inherited);
  return found;
}

const std::map<std::string, NaiveFile::Place>& NaiveFile::places(int64_t cls) {
  auto [found, isNew] = places_.try_emplace(cls);
  if (!isNew) return found->second;
  for (const auto& row : rows(
           "SELECT pp.AccessString, t.Name, c.Name, c.IsVirtual OR t.Type=4, (SELECT i.Name FROM ec_Column i WHERE "
           "i.TableId=t.Id AND i.ColumnKind=1) FROM ec_PropertyMap m JOIN ec_PropertyPath pp ON pp.Id=m.PropertyPathId "
           "JOIN ec_Column c ON c.Id=m.ColumnId JOIN ec_Table t ON t.Id=c.TableId WHERE m.ClassId=" +
           std::to_string(cls)))
    found->second[toLower(row[0].text)] = {row[1].text, row[2].text, row[4].text, row[3].integer != 0};
  return found->second;
}

const NaiveFile::StoredRow& NaiveFile::row(const std::string& table, const std::string& idColumn, int64_t id) {
  auto [found, isNew] = rowsRead_.try_emplace({table, id});
  if (!isNew) return found->second;
  auto columns = rows("SELECT name FROM pragma_table_info('" + table + "')");
  auto read = rows("SELECT * FROM [" + table + "] WHERE [" + idColumn + "]=" + std::to_string(id));
  for (size_t c = 0; !read.empty() && c < columns.size(); ++c) found->second[columns[c][0].text] = read[0][c];
  return found->second;
}

std::optional<NaiveStored> NaiveFile::stored(int64_t cls, int64_t id, const std::string& access) {
  const auto& known = places(cls);
  auto place = known.find(toLower(access));
  if (place == known.end() || place->second.isVirtual) return std::nullopt;
  const StoredRow& values = row(place->second.table, place->second.idColumn, id);
  auto value = values.find(place->second.column);
  return value == values.end() ? NaiveStored() : value->second;
}

std::string NaiveFile::column(int64_t cls, const std::string& access) {
  const Place& place = places(cls).at(toLower(access));
  return "[" + place.table + "].[" + place.column + "]";
}

const NaiveClass* NaiveFile::classOf(int64_t root, int64_t id) {
  auto [tables, isNew] = tablesBelow_.try_emplace(root);
  if (isNew)
    tables->second = rows(
        "SELECT DISTINCT t.Name, (SELECT i.Name FROM ec_Column i WHERE i.TableId=t.Id AND i.ColumnKind=1), (SELECT "
        "i.Name FROM ec_Column i WHERE i.TableId=t.Id AND i.ColumnKind=2 AND NOT i.IsVirtual), "
        "max(h.ClassId) FROM ec_cache_ClassHierarchy h JOIN ec_cache_ClassHasTables x ON x.ClassId=h.ClassId JOIN "
        "ec_Table t ON t.Id=x.TableId JOIN ec_Class c ON c.Id=h.ClassId WHERE t.Type IN (0,2) AND c.Modifier<>1 AND "
        "h.BaseClassId=" +
        std::to_string(root) + " GROUP BY t.Id");
  for (const auto& table : tables->second) {
    const StoredRow& found = row(table[0].text, table[1].text, id);
    if (found.empty()) continue;
    return classById(table[2].type == ColumnType::Null ? table[3].integer : found.at(table[2].text).integer);
  }
  return nullptr;
}

std::vector<int64_t> NaiveFile::targets(const NaiveProperty& navigation) {
  auto [known, isNew] = targetsOf_.try_emplace({navigation.relationship, navigation.isForward});
  std::vector<int64_t>& found = known->second;
  if (!isNew) return found;
  for (const auto& row :
       rows("SELECT x.ClassId FROM ec_RelationshipConstraint r JOIN ec_RelationshipConstraintClass x ON "
            "x.ConstraintId=r.Id WHERE r.RelationshipClassId=" +
            std::to_string(navigation.relationship) + " AND r.RelationshipEnd=" + (navigation.isForward ? "1" : "0")))
    found.push_back(row[0].integer);
  return found;
}

std::vector<std::pair<int64_t, const NaiveClass*>> NaiveFile::aspects(int64_t element, int64_t aspectClass) {
  auto [owned, isNew] = aspectsOf_.try_emplace(element);
  if (isNew)
    for (const char* table : {"bis_ElementUniqueAspect", "bis_ElementMultiAspect"})
      for (const auto& row :
           rows("SELECT Id, ECClassId FROM " + std::string(table) + " WHERE ElementId=" + std::to_string(element)))
        owned->second.emplace_back(row[0].integer, row[1].integer);
  std::vector<std::pair<int64_t, const NaiveClass*>> found;
  for (const auto& [id, cls] : owned->second)
    if (isA(cls, aspectClass)) found.emplace_back(id, classById(cls));
  return found;
}

}  // namespace premap::test
