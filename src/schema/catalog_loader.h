// Reads the ec_ tables into the plain data a Catalog serves. One pass, a handful of statements.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "premap/base/by_id.h"
#include "premap/schema/catalog.h"

namespace premap {

struct CatalogData {
  std::vector<std::unique_ptr<Schema>> schemas;
  std::vector<std::unique_ptr<Class>> classes;
  std::vector<std::unique_ptr<Property>> properties;
  std::vector<std::unique_ptr<Enumeration>> enums;
  std::vector<std::unique_ptr<Table>> tables;
  std::vector<std::unique_ptr<StoredColumn>> columns;

  std::vector<const Schema*> schemaList;
  std::vector<const Class*> classList;
  std::vector<const Enumeration*> enumerationList;
  std::unordered_map<std::string, const Schema*> schemaByName;  ///< lower-case names, and aliases no name takes
  std::unordered_map<std::string, const Class*> classByName;    ///< lower-case "schema.class"
  std::unordered_map<const Class*, std::vector<const Class*>> selfAndDerived;  ///< by class id
  std::map<int64_t, std::pair<std::string, std::string>> kindsOfQuantity;

  Status load(Database& db);

  const Schema* schema(std::string_view nameOrAlias) const;
  const Class* classWithId(int64_t id) const;
  const StoredColumn* columnById(int64_t id) const;
  const Property* property(const Class& cls, std::string_view name) const;

 private:
  ById<Schema*> schemaById_;
  ById<Class*> classById_;
  ById<Property*> propertyById_;
  ById<Enumeration*> enumById_;
  ById<Table*> tableById_;
  ById<StoredColumn*> columnById_;
  std::unordered_map<const Class*, std::unordered_map<std::string, const Property*>> propertyByName_;

  Status loadSchemas(Database& db);
  Status loadClasses(Database& db);
  Status loadBases(Database& db);
  Status loadEnumerations(Database& db);
  Status loadProperties(Database& db);
  Status loadCustomAttributes(Database& db);
  Status loadConstraints(Database& db);
  Status loadTables(Database& db);
  Status loadKindsOfQuantity(Database& db);
  void inheritProperties();
  void collectDerived();
};

/// Profile versions, ids and name. Errors: see Catalog::load.
Result<FileInfo> loadFileInfo(Database& db);

}  // namespace premap
