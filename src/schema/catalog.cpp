// Look-ups over what the loader read; property maps and the closure of derived classes are made on first use.
#include "premap/schema/catalog.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "catalog_loader.h"
#include "premap/base/sort_stably.h"
#include "premap/base/text.h"
#include "premap/schema/system_properties.h"
#include "premap/schema/value.h"

namespace premap {

std::string ProfileVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(sub1) + "." + std::to_string(sub2);
}

namespace {

bool isSystemAccessString(std::string_view name) {
  for (const SystemProperty& system : kSystemProperties)
    if (equalsIgnoreCase(system.name, name)) return true;
  return false;
}

}  // namespace

struct Catalog::Impl {
  explicit Impl(Database& database) : db(database) {}

  struct ClassColumns {
    std::vector<MappedColumn> data, system;
    std::map<std::string, const StoredColumn*, LessIgnoreCase> byAccessString;
  };

  Database& db;
  FileInfo fileInfo;
  CatalogData data;
  std::unordered_map<int64_t, ClassColumns> columns;
  std::map<std::string, std::vector<int64_t>, LessIgnoreCase> mappers;  ///< by property name: classes with rows of it

  const ClassColumns& columnsOf(const Class& cls) {
    auto [found, isNew] = columns.try_emplace(cls.id);
    if (!isNew) return found->second;
    ClassColumns& loaded = found->second;  // stays where it is while the bases are read
    auto statement = db.prepare(
        "SELECT pp.AccessString, pm.ColumnId FROM ec_PropertyMap pm JOIN ec_PropertyPath pp ON pp.Id=pm.PropertyPathId "
        "WHERE pm.ClassId=?1 ORDER BY pm.Id");
    if (statement) {
      statement->bind(1, cls.id);
      while (statement->step() == Step::Row) addColumn(loaded, cls, statement->text(0), statement->int64(1));
    }
    if (lacksInherited(loaded, cls))
      for (const Class* base : cls.bases) inheritColumns(loaded, cls, *base);
    orderByProperty(loaded.data, cls);
    return loaded;
  }

  static bool lacksInherited(const ClassColumns& loaded, const Class& cls) {
    if (cls.strategy != MapStrategy::TablePerHierarchy) return false;
    return std::any_of(cls.properties.begin(), cls.properties.end(), [&](const Property* property) {
      if (property->owner == &cls) return false;
      const std::vector<std::string> leaves = leafAccessStrings(*property);
      return !std::all_of(leaves.begin(), leaves.end(),
                          [&](const std::string& leaf) { return loaded.byAccessString.count(leaf) > 0; });
    });
  }

  // A schema that is upgraded in place may put a class between two others, or move a property up: the classes below
  // keep the rows they had, and have no own ones for what they now inherit. Such a leaf is where the base class has it.
  void inheritColumns(ClassColumns& to, const Class& cls, const Class& base) {
    if (base.strategy != MapStrategy::TablePerHierarchy) return;
    for (const MappedColumn& inherited : columnsOf(base).data) {
      const Property* root = inherited.root ? data.property(cls, inherited.root->name) : nullptr;
      const auto& tables = cls.tables;
      if (!root || root->owner == &cls || to.byAccessString.count(inherited.accessString) > 0 ||
          std::find(tables.begin(), tables.end(), inherited.column->table) == tables.end())
        continue;
      to.byAccessString.emplace(inherited.accessString, inherited.column);
      to.data.push_back({inherited.accessString, inherited.column, root});
    }
  }

  const std::vector<int64_t>& mappersOf(std::string_view name) {
    if (auto found = mappers.find(name); found != mappers.end()) return found->second;
    std::vector<int64_t> ids;
    auto statement = db.prepare(
        "SELECT DISTINCT pm.ClassId FROM ec_Property p JOIN ec_PropertyPath pp ON pp.RootPropertyId=p.Id JOIN "
        "ec_PropertyMap pm ON pm.PropertyPathId=pp.Id WHERE p.Name=?1 ORDER BY 1");
    if (statement) {
      statement->bind(1, name);
      while (statement->step() == Step::Row) ids.push_back(statement->int64(0));
    }
    return mappers.emplace(name, std::move(ids)).first->second;
  }

  void addColumn(ClassColumns& to, const Class& cls, std::string_view accessString, int64_t columnId) {
    const StoredColumn* column = data.columnById(columnId);
    if (!column) return;
    MappedColumn mapped{std::string(accessString), column, nullptr};
    if (isSystemAccessString(accessString)) {
      to.system.push_back(std::move(mapped));
      return;
    }
    mapped.root = data.property(cls, accessString.substr(0, accessString.find('.')));
    to.byAccessString.emplace(mapped.accessString, column);
    to.data.push_back(std::move(mapped));
  }

  // Property map ids are not in property order after a schema upgrade; the walk over the class hierarchy is.
  static void orderByProperty(std::vector<MappedColumn>& columns, const Class& cls) {
    std::unordered_map<const Property*, size_t> position;
    for (size_t i = 0; i < cls.properties.size(); ++i) position.emplace(cls.properties[i], i);
    auto rank = [&](const MappedColumn& c) {
      auto found = position.find(c.root);
      return found == position.end() ? cls.properties.size() : found->second;
    };
    sortStably(columns, [&](const MappedColumn& a, const MappedColumn& b) { return rank(a) < rank(b); });
  }
};

Catalog::Catalog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Catalog::~Catalog() = default;

Result<std::unique_ptr<Catalog>> Catalog::load(Database& db) {
  auto impl = std::make_unique<Impl>(db);
  auto fileInfo = loadFileInfo(db);
  if (!fileInfo) return fileInfo.diagnostics();
  impl->fileInfo = std::move(*fileInfo);
  if (Status loaded = impl->data.load(db); !loaded) return loaded.diagnostics();
  impl->fileInfo.isIModel = impl->fileInfo.dgn.known && impl->data.schemaByName.count("biscore") > 0;
  return std::unique_ptr<Catalog>(new Catalog(std::move(impl)));
}

const FileInfo& Catalog::fileInfo() const {
  return impl_->fileInfo;
}
const std::vector<const Schema*>& Catalog::schemas() const {
  return impl_->data.schemaList;
}
const std::vector<const Class*>& Catalog::classes() const {
  return impl_->data.classList;
}
const std::vector<const Enumeration*>& Catalog::enumerations() const {
  return impl_->data.enumerationList;
}
Database& Catalog::database() const {
  return impl_->db;
}

const Schema* Catalog::findSchema(std::string_view nameOrAlias) const {
  return impl_->data.schema(nameOrAlias);
}

const Class* Catalog::findClass(std::string_view schemaNameOrAlias, std::string_view name) const {
  const Schema* schema = findSchema(schemaNameOrAlias);
  if (!schema) return nullptr;
  auto found = impl_->data.classByName.find(toLower(schema->name) + "." + toLower(name));
  return found == impl_->data.classByName.end() ? nullptr : found->second;
}

const Class* Catalog::findClass(std::string_view qualifiedName) const {
  size_t separator = qualifiedName.find_first_of(".:");
  if (separator == std::string_view::npos) return nullptr;
  return findClass(qualifiedName.substr(0, separator), qualifiedName.substr(separator + 1));
}

const Class* Catalog::classById(int64_t id) const {
  return impl_->data.classWithId(id);
}

const Enumeration* Catalog::findEnumeration(std::string_view schemaNameOrAlias, std::string_view name) const {
  const Schema* schema = findSchema(schemaNameOrAlias);
  if (!schema) return nullptr;
  for (const Enumeration* enumeration : enumerations()) {
    if (enumeration->schema == schema && equalsIgnoreCase(enumeration->name, name)) return enumeration;
  }
  return nullptr;
}

std::pair<std::string, std::string> Catalog::kindOfQuantity(int64_t id) const {
  auto found = impl_->data.kindsOfQuantity.find(id);
  return found == impl_->data.kindsOfQuantity.end() ? std::pair<std::string, std::string>() : found->second;
}

bool Catalog::isA(const Class& cls, const Class& base) const {
  const auto& derived = selfAndDerived(base);
  return std::binary_search(derived.begin(), derived.end(), &cls,
                            [](const Class* a, const Class* b) { return a->id < b->id; });
}

const std::vector<const Class*>& Catalog::selfAndDerived(const Class& cls) const {
  return impl_->data.selfAndDerived.at(&cls);
}

const Property* Catalog::findProperty(const Class& cls, std::string_view name) const {
  return impl_->data.property(cls, name);
}

bool Catalog::mapsItself(const Class& cls, std::string_view name) const {
  const std::vector<int64_t>& mappers = impl_->mappersOf(name);
  return std::binary_search(mappers.begin(), mappers.end(), cls.id);
}

const std::vector<MappedColumn>& Catalog::columns(const Class& cls) const {
  return impl_->columnsOf(cls).data;
}

const StoredColumn* Catalog::findColumn(const Class& cls, std::string_view accessString) const {
  const auto& byName = impl_->columnsOf(cls).byAccessString;
  auto found = byName.find(accessString);
  return found == byName.end() ? nullptr : found->second;
}

const std::vector<MappedColumn>& Catalog::systemColumns(const Class& cls) const {
  return impl_->columnsOf(cls).system;
}

}  // namespace premap
