// Entries are walks over the snapshot's own schema, with names, cases and types misspelt now and then; a seed gives
// the same mapping again.
#include "resolve/random_mapping.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "premap/base/text.h"
#include "resolve/naive_formula.h"

namespace premap::test {

namespace {

using Column = GroupCase::Column;
using Kind = Column::Kind;

const Column kId{"ECInstanceId", "ECInstanceId", Kind::Id}, kClass{"ECClassId", "ECClassId", Kind::ClassId};

const std::vector<std::string> kSchemas{"BuildingTest", "StructuralTest", "BisCore", "*", "buildingTEST", "Nope", "bt"};
const std::vector<std::string> kClasses{"Beam",        "StructuralMember", "HaunchedBeam",   "*",
                                        "*",           "FireProtection",   "WeldInspection", "InspectionAspect",
                                        "ITagged",     "element",          "CostAspect",     "ExternalSourceAspect",
                                        "CurtainWall", "PhysicalElement",  "Nonsense"};
// Paths whose JSON, letter case and faults no walk over the schema would find.
const std::vector<std::string> kPaths{"Category.JsonProperties.nested.Key",
                                      "Model.JsonProperties.formatter.mastUnit.label",
                                      "model.jsonproperties.ORDER",
                                      "Supplier.JsonProperties.address.zip",
                                      "Supplier.JsonProperties.ADDRESS.city",
                                      "JsonProperties.a.b.c",
                                      "JsonProperties.num",
                                      "JsonProperties.flag",
                                      "JsonProperties.nul",
                                      "JsonProperties.nul.x",
                                      "JsonProperties.Dup",
                                      "JsonProperties.dUP",
                                      "JsonProperties.DUP",
                                      "JsonProperties.dup",
                                      "JsonProperties.nest.other.deep",
                                      "JsonProperties.str.inner.n",
                                      "JsonProperties.arr",
                                      "JsonProperties.arr.0",
                                      "JsonProperties.big",
                                      "JsonProperties.numText",
                                      "JsonProperties.boolText",
                                      "JsonProperties.exp",
                                      "ConfigJson.paint.COLOR",
                                      "ConfigJson.Owner",
                                      "ConfigJson.price",
                                      "ConfigJson.nested.json.k",
                                      "ExtJson.m.v",
                                      "ReportJson.result.ok",
                                      "Extra",
                                      "EXTRA",
                                      "Extra.x",
                                      "J.x",
                                      "J",
                                      "X",
                                      "X_1",
                                      "N",
                                      "Mark",
                                      "Score",
                                      "Parent.Mark",
                                      "Parent.Parent.UserLabel",
                                      "Parent",
                                      "Parent.id",
                                      "Parent.relClassName",
                                      "Category.Id",
                                      "Category.id.x",
                                      "Length",
                                      "Length.x",
                                      "StartPoint.X",
                                      "CamberValues.0",
                                      "ECInstanceId",
                                      "ECClassId",
                                      "ECClassId.x",
                                      "Model.ModeledElement.CodeValue",
                                      "Scope.CodeValue",
                                      "IsPrivate",
                                      "BoltCount",
                                      "Nope",
                                      "Section..Name",
                                      ".Mark",
                                      " Mark",
                                      "Section. .Name"};
// Members of texts that are more than plain objects (snapshot_variants.cpp has them), dates, longer chains.
const std::vector<std::string> kMembers{"a.b.c.d.e",
                                        "a.B.c.D.e",
                                        "a.b.c",
                                        "a.b.x",
                                        "say \"it\"",
                                        "back\\slash",
                                        "path/to",
                                        "abc",
                                        "ABC",
                                        "tab\there",
                                        "l\xC3\xA4nge",
                                        "L\xC3\x84NGE",
                                        "\xF0\x9F\x98\x80",
                                        "twice",
                                        "TWICE",
                                        "twice.m",
                                        "Twice.m",
                                        "list",
                                        "list.0",
                                        "number",
                                        "text",
                                        "text.inner",
                                        "text.inner.deep",
                                        "on",
                                        "none",
                                        "none.x",
                                        "x"};
const std::vector<std::string> kBeforeMembers{"JsonProperties",          "JsonProperties",
                                              "JsonProperties",          "Parent.JsonProperties",
                                              "Category.JsonProperties", "Model.ModeledElement.JsonProperties"};
const std::vector<std::string> kChains{"LastMod",
                                       "Category.LastMod",
                                       "Model.ModeledElement.LastMod",
                                       "Parent.LastMod",
                                       "Parent.Parent.LastMod",
                                       "Parent.Parent.Parent.UserLabel",
                                       "Parent.Model.ModeledElement.Category.CodeValue",
                                       "Model.ModeledElement.Model.ModeledElement.UserLabel",
                                       "Model.ModeledElement.CodeScope.CodeValue",
                                       "CodeScope.Model.ModeledElement.CodeValue",
                                       "Category.Model.ModeledElement.FederationGuid",
                                       "Category.CodeSpec.Name",
                                       "CodeSpec.JsonProperties.scopeSpec.type",
                                       "Parent.Category.Parent.UserLabel",
                                       "Parent.CodeScope.Id",
                                       "Model.Id",
                                       "TypeDefinition.UserLabel",
                                       "Parent.BBoxHigh",
                                       "Parent.Origin"};
const std::vector<std::string> kTypes{"String", "String", "String", "Double", "Integer", "Boolean", "Number"};
const std::vector<std::string> kEntryTypes{"String", "Double", "Integer", "Boolean", "Number", "string", "Undefined"};
const std::vector<std::string> kMeasures{"Volume", "BoundingBoxLongestEdgeLength", "BoundingBoxDiagonalLength",
                                         "BoundingBoxShortestFaceDiagonalLength"};

std::string hierarchy(int64_t cls) {
  return "(SELECT ClassId FROM ec_cache_ClassHierarchy WHERE BaseClassId=" + std::to_string(cls) + ")";
}

}  // namespace

MappingMaker::MappingMaker(NaiveFile& file, uint32_t seed) : file_(file), random_(seed) {
  std::set<int64_t> seen;
  for (const auto& row : file.rows("SELECT h.BaseClassId FROM (SELECT DISTINCT ECClassId FROM bis_Element) e JOIN "
                                   "ec_cache_ClassHierarchy h ON h.ClassId=e.ECClassId ORDER BY 1"))
    if (file.isA(row[0].integer, file.classNamed("BisCore", "Element")->id) && seen.insert(row[0].integer).second)
      cases_.push_back(ofClass(row[0].integer, cases_.size() % 2 ? " ORDER BY ECInstanceId" : ""));
  for (const auto& row :
       file.rows("SELECT DISTINCT h.BaseClassId FROM (SELECT ECClassId FROM bis_ElementUniqueAspect UNION SELECT "
                 "ECClassId FROM bis_ElementMultiAspect) a JOIN ec_cache_ClassHierarchy h ON h.ClassId=a.ECClassId "
                 "ORDER BY 1"))
    aspectClasses_.push_back(row[0].integer);
  if (file.hasSchema("BuildingTest")) addBuildingCases();
}

GroupCase MappingMaker::ofClass(int64_t cls, const std::string& order) {
  const NaiveClass& named = *file_.classById(cls);
  GroupCase made;
  made.cls = cls, made.from = "[" + named.schema + "].[" + named.name + "]";
  made.query = "SELECT ECInstanceId, ECClassId FROM " + made.from + order;
  made.sql = "SELECT Id, ECClassId FROM bis_Element WHERE ECClassId IN " + hierarchy(cls) + " ORDER BY Id";
  made.columns = {kId, kClass};
  for (const auto& row : file_.rows("SELECT DISTINCT ECClassId FROM bis_Element WHERE ECClassId IN " + hierarchy(cls)))
    made.classes.push_back(row[0].integer);
  return made;
}

// Every kind of query the contract speaks of.
void MappingMaker::addBuildingCases() {
  auto cls = [&](const char* schema, const char* name) { return file_.classNamed(schema, name)->id; };
  const int64_t beam = cls("BuildingTest", "Beam"), haunched = cls("BuildingTest", "HaunchedBeam"),
                weld = cls("BuildingTest", "WeldInspection"), member = cls("BuildingTest", "StructuralMember"),
                wall = cls("BuildingTest", "CurtainWall"), stBeam = cls("StructuralTest", "Beam");
  const std::string beams = "FROM bis_Element e WHERE e.ECClassId IN " + hierarchy(beam);
  auto add = [&](std::string query, std::string sql, std::vector<Column> columns, std::vector<int64_t> classes) {
    // More than one of each: the many plain groups should not crowd them out.
    for (int i = 0; i < 4; ++i) cases_.push_back({query, sql, columns, classes, 0, {}});
  };
  add("SELECT ECInstanceId FROM bis.GeometricElement3d ORDER BY ECInstanceId",
      "SELECT Id FROM bis_Element WHERE ECClassId IN " + hierarchy(cls("BisCore", "GeometricElement3d")) +
          " ORDER BY Id",
      {kId}, {beam, haunched, wall});
  add("SELECT ECInstanceId, ECClassId, '7' Extra, NULL Mark, '{\"x\":true}' J FROM bt.Beam ORDER BY ECInstanceId",
      "SELECT e.Id, e.ECClassId, '7', NULL, '{\"x\":true}' " + beams + " ORDER BY 1",
      {kId, kClass, {"Extra", "Extra"}, {"Mark", "Mark"}, {"J", "J"}}, {beam, haunched});
  add("SELECT ECInstanceId, ECClassId FROM (SELECT ECInstanceId, ECClassId FROM st.Beam UNION ALL SELECT ECInstanceId, "
      "ECClassId FROM bt.CurtainWall) ORDER BY ECInstanceId",
      "SELECT Id, ECClassId FROM bis_Element WHERE ECClassId IN " + hierarchy(stBeam) + " OR ECClassId IN " +
          hierarchy(wall) + " ORDER BY Id",
      {kId, kClass}, {stBeam, wall});
  add("SELECT b.ECInstanceId, b.ECClassId, w.Mark Extra, w.Score Score FROM bt.Beam b JOIN bt.WeldInspection w ON "
      "w.Element.Id=b.ECInstanceId ORDER BY b.ECInstanceId, w.ECInstanceId",
      "SELECT e.Id, e.ECClassId, " + file_.column(weld, "Mark") + ", " + file_.column(weld, "Score") +
          " FROM bis_Element e JOIN bis_ElementMultiAspect ON bis_ElementMultiAspect.ElementId=e.Id WHERE "
          "bis_ElementMultiAspect.ECClassId IN " +
          hierarchy(weld) + " AND e.ECClassId IN " + hierarchy(beam) + " ORDER BY e.Id, bis_ElementMultiAspect.Id",
      {kId, kClass, {"Extra", "Extra"}, {"Score", "Score", Kind::Double}}, {beam, weld});
  add("SELECT ECInstanceId, ECClassId, Mark, Score FROM bt.WeldInspection ORDER BY ECInstanceId",
      "SELECT Id, ECClassId, " + file_.column(weld, "Mark") + ", " + file_.column(weld, "Score") +
          " FROM bis_ElementMultiAspect WHERE ECClassId IN " + hierarchy(weld) + " ORDER BY Id",
      {kId, kClass, {"Mark", "Mark"}, {"Score", "Score", Kind::Double}}, {weld});
  add("WITH b(i, k) AS (SELECT ECInstanceId, ECClassId FROM bt.Beam) SELECT i ECInstanceId, k ECClassId FROM b ORDER "
      "BY i",
      "SELECT e.Id, e.ECClassId " + beams + " ORDER BY 1", {kId, kClass}, {beam, haunched});
  add("SELECT max(ECInstanceId) ECInstanceId, ECClassId, count(*) N FROM bt.StructuralMember GROUP BY ECClassId ORDER "
      "BY ECClassId",
      "SELECT max(Id), ECClassId, count(*) FROM bis_Element WHERE ECClassId IN " + hierarchy(member) +
          " GROUP BY ECClassId ORDER BY ECClassId",
      {kId, kClass, {"N", "N", Kind::Integer}}, {beam, haunched});
  const NaiveProperty* parent = file_.property(beam, "Parent");
  add("SELECT ECInstanceId, ECClassId, Parent, Category.Id FROM bt.Beam ORDER BY ECInstanceId",
      "SELECT e.Id, e.ECClassId, e.ParentId, e.ParentRelECClassId, (SELECT CategoryId FROM bis_GeometricElement3d g "
      "WHERE g.ElementId=e.Id) " +
          beams + " ORDER BY 1",
      {kId,
       kClass,
       {"Parent", "Parent", Kind::Navigation, parent},
       {"", "", Kind::RelationshipOfLast},
       {"Category.Id", "Category.Id", Kind::Id}},
      {beam, haunched});
  add("SELECT ECInstanceId, ECClassId, 'a' X, 2 X FROM bt.Beam ORDER BY ECInstanceId",
      "SELECT e.Id, e.ECClassId, 'a', 2 " + beams + " ORDER BY 1",
      {kId, kClass, {"X", "X"}, {"X", "X_1", Kind::Integer}}, {beam, haunched});
  for (const char* told : {"BuildingTest.Beam", "BuildingTest:Beam", "what", "BisCore.PhysicalModel"})
    add("SELECT ECInstanceId, '" + std::string(told) + "' ECClassId FROM bt.HaunchedBeam ORDER BY ECInstanceId",
        "SELECT Id, '" + std::string(told) + "' FROM bis_Element WHERE ECClassId IN " + hierarchy(haunched) +
            " ORDER BY Id",
        {kId, {"ECClassId", "ECClassId", Kind::ClassText}}, {beam, haunched});
  add("SELECT ECInstanceId, ECClassId, IsPrivate FROM bis.Model ORDER BY ECInstanceId",
      "SELECT Id, ECClassId, IsPrivate FROM bis_Model ORDER BY Id",
      {kId, kClass, {"IsPrivate", "IsPrivate", Kind::Boolean}}, {cls("BisCore", "PhysicalModel")});
  add("SELECT Parent.Id ECInstanceId FROM bt.Beam ORDER BY bt.Beam.ECInstanceId",
      "SELECT e.ParentId " + beams + " ORDER BY e.Id", {kId}, {beam, haunched});
  add("SELECT Mark, Length FROM bt.Beam ORDER BY ECInstanceId",
      "SELECT " + file_.column(beam, "Mark") + ", " + file_.column(beam, "Length") +
          " FROM bis_Element e JOIN bis_GeometricElement3d ON bis_GeometricElement3d.ElementId=e.Id WHERE e.ECClassId "
          "IN " +
          hierarchy(beam) + " ORDER BY e.Id",
      {{"Mark", "Mark"}, {"Length", "Length", Kind::Double}}, {beam, haunched});
  add("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE 1=0", "SELECT Id, ECClassId FROM bis_Element WHERE 0",
      {kId, kClass}, {beam});
}

// Each with an order, but where a plan makes use of rows that come by id.
void MappingMaker::addQueriesOfClasses() {
  std::vector<GroupCase> plain;
  std::copy_if(cases_.begin(), cases_.end(), std::back_inserter(plain),
               [](const GroupCase& each) { return each.cls != 0; });
  for (const GroupCase& of : plain) {
    const std::string from = " FROM " + of.from, ids = "SELECT ECInstanceId, ECClassId" + from;
    const std::string rows = " FROM bis_Element WHERE ECClassId IN " + hierarchy(of.cls),
                      stored = "SELECT Id, ECClassId" + rows;
    const auto add = [&](std::string query, std::string sql, std::vector<Column> columns = {kId, kClass}) {
      GroupCase made = of;
      made.query = std::move(query), made.sql = std::move(sql), made.columns = std::move(columns);
      cases_.push_back(std::move(made));
    };
    const std::string some = std::to_string(below(400));
    switch (cases_.size() % 12) {
      case 0:
        add("SELECT ECInstanceId, ECClassId FROM ONLY " + of.from,
            "SELECT Id, ECClassId FROM bis_Element WHERE ECClassId=" + std::to_string(of.cls) + " ORDER BY Id");
        break;
      case 1:
        add(ids + " WHERE ECInstanceId>" + some + " ORDER BY ECInstanceId",
            stored + " AND Id>" + some + " ORDER BY Id");
        break;
      case 2:
        add(ids + " WHERE UserLabel IS NOT NULL ORDER BY UserLabel DESC, ECInstanceId",
            stored + " AND UserLabel IS NOT NULL ORDER BY UserLabel DESC, Id");
        break;
      case 3:
        add(ids + " ORDER BY ECInstanceId DESC", stored + " ORDER BY Id DESC");
        break;
      case 4:
        add(ids + " ORDER BY CodeValue, ECInstanceId DESC", stored + " ORDER BY CodeValue, Id DESC");
        break;
      case 5:
        add(ids + " ORDER BY ECInstanceId LIMIT 60 OFFSET 3", stored + " ORDER BY Id LIMIT 60 OFFSET 3");
        break;
      case 6:
        add("SELECT ECInstanceId, ECClassId FROM (" + ids + " UNION ALL " + ids + ") ORDER BY ECInstanceId",
            "SELECT * FROM (" + stored + " UNION ALL " + stored + ") ORDER BY 1");
        break;
      case 7:
        add("SELECT ECInstanceId, ECClassId, UserLabel Extra, CodeValue J, JsonProperties X" + from +
                " ORDER BY ECInstanceId",
            "SELECT Id, ECClassId, UserLabel, CodeValue, JsonProperties" + rows + " ORDER BY Id",
            {kId, kClass, {"Extra", "Extra"}, {"J", "J"}, {"X", "X"}});
        break;
      case 8:
        add("SELECT ECInstanceId, " + std::to_string(of.cls) + " ECClassId" + from + " ORDER BY ECInstanceId",
            "SELECT Id, " + std::to_string(of.cls) + rows + " ORDER BY Id",
            {kId, {"ECClassId", "ECClassId", Kind::ClassNumber}});
        break;
      case 9:
        add("SELECT e.ECInstanceId, e.ECClassId, p.CodeValue Extra FROM " + of.from +
                " e JOIN bis.Element p ON p.ECInstanceId=e.Model.Id ORDER BY e.ECInstanceId",
            "SELECT e.Id, e.ECClassId, p.CodeValue FROM bis_Element e JOIN bis_Element p ON p.Id=e.ModelId WHERE "
            "e.ECClassId IN " +
                hierarchy(of.cls) + " ORDER BY e.Id",
            {kId, kClass, {"Extra", "Extra"}});
        break;
      case 10:
        add("SELECT ECInstanceId" + from + " ORDER BY ECInstanceId", "SELECT Id" + rows + " ORDER BY Id", {kId});
        break;
      default:
        add("SELECT ECClassId, ECInstanceId" + from, "SELECT ECClassId, Id" + rows + " ORDER BY Id", {kClass, kId});
    }
  }
}

std::vector<RandomGroup> MappingMaker::groups() {
  std::vector<RandomGroup> made{group(below(cases_.size()))};
  if (below(5) == 0) made.push_back(group(below(cases_.size())));
  if (made.size() == 2 && below(3) == 0) made.push_back(group(below(cases_.size())));
  return made;
}

RandomGroup MappingMaker::group(size_t index) {
  RandomGroup made{cases_[index], Json::array()};
  std::set<size_t> names;
  for (size_t c = 0, columns = 1 + below(7); c < columns; ++c) names.insert(below(9));
  for (size_t name : names) made.properties.push_back(property(made.rows, name));
  if (below(4) == 0) addFormulas(made.properties);
  return made;
}

// One to three, each over a column or a formula that was there before; they may stand before what they read.
void MappingMaker::addFormulas(Json& properties) {
  for (size_t f = 0, count = 1 + below(3); f < count; ++f) {
    const Json read = pick(properties);
    Json made{{"propertyName", "F" + std::to_string(f)}, {"dataType", pick(kTypes)}, {"ecProperties", Json::array()}};
    made["formula"] = formulaOver(read["propertyName"], read["dataType"], below(100));
    if (below(4) == 0) made["ecProperties"].push_back(aspectEntry());
    properties.insert(below(3) ? properties.end() : properties.begin(), made);
  }
}

Json MappingMaker::property(const GroupCase& rows, size_t index) {
  // Mostly one type a name, so that merged groups mostly agree (A16).
  std::string type = below(8) ? kTypes[index % kTypes.size()] : pick(kTypes);
  Json made{{"propertyName", "P" + std::to_string(index)}, {"dataType", type}, {"ecProperties", Json::array()}};
  const bool isOfAspects = below(10) == 0;
  for (size_t e = 0, count = below(12) ? 1 + below(4) : 0; e < count; ++e)
    made["ecProperties"].push_back(isOfAspects ? aspectEntry() : entry(rows));
  if (below(6) == 0) made["calculatedPropertyType"] = pick(kMeasures);
  return made;
}

Json MappingMaker::entry(const GroupCase& rows) {
  std::string schema = "*", name = "*", path;
  size_t kind = below(12);
  if (kind < 3) {
    schema = pick(kSchemas), name = pick(kClasses), path = pick(kPaths);
  } else if (kind < 5) {
    return aspectEntry();
  } else if (kind >= 10) {
    path = kind == 10 ? pick(kBeforeMembers) + "." + pick(kMembers) : pick(kChains);
  } else if (!rows.classes.empty()) {
    int64_t aim = pick(rows.classes);
    path = kind < 6 ? pick(kPaths) : this->path(aim, 4);
    // The class itself or one above it.
    while (below(3) == 0 && !file_.classById(aim)->bases.empty()) aim = pick(file_.classById(aim)->bases);
    if (below(2)) schema = file_.classById(aim)->schema;
    if (below(2)) name = file_.classById(aim)->name;
  } else {
    path = pick(kPaths);
  }
  return written(schema, name, path);
}

Json MappingMaker::aspectEntry() {
  if (aspectClasses_.empty()) return written("*", "*", pick(kPaths));
  const NaiveClass& aspect = *file_.classById(pick(aspectClasses_));
  return written(aspect.schema, aspect.name, path(aspect.id, 3));
}

Json MappingMaker::written(const std::string& schema, const std::string& name, const std::string& path) {
  Json made{{"ecSchemaName", anyCase(schema)}, {"ecClassName", anyCase(name)}, {"ecPropertyName", anyCase(path)}};
  if (below(5) == 0) made["ecPropertyType"] = pick(kEntryTypes);
  return made;
}

// A walk over the schema: a property, then whatever may follow it.
std::string MappingMaker::path(int64_t cls, int depth) {
  const std::vector<const NaiveProperty*>& properties = file_.properties(cls);
  if (properties.empty()) return "Nope";
  const NaiveProperty& property = *pick(properties);
  std::string made = property.name;
  if (depth <= 1 || below(5) == 0) return made;
  if (property.kind == 1) return made + "." + path(property.structClass, depth - 1);
  if (property.kind == 4) {
    if (below(8) == 0) return made + (below(2) ? ".id" : ".relClassName");
    std::vector<int64_t> targets = file_.targets(property);
    if (targets.empty()) return made;
    std::vector<int64_t> below;
    for (const auto& row :
         file_.rows("SELECT ClassId FROM ec_cache_ClassHierarchy WHERE BaseClassId=" + std::to_string(targets[0])))
      below.push_back(row[0].integer);
    return made + "." + path(this->below(2) ? targets[0] : pick(below), depth - 1);
  }
  if (property.primitive == 2305 && this->below(4) == 0) made += ".x";
  return made;
}

std::string MappingMaker::anyCase(std::string text) {
  if (below(6) == 0) return toLower(text);
  return text;
}

// A third of the mappings has one switch flipped.
resolve::ResolveOptions MappingMaker::options(std::string& told) {
  const std::vector<std::string> flips{R"("entryOrder":"source-first")",
                                       R"("decodeRowClass":false)",
                                       R"("gateQueriedColumns":false)",
                                       R"("matchWholeColumnName":false)",
                                       R"("firstDuplicateColumn":false)",
                                       R"("polymorphicAspects":false)",
                                       R"("keepRepeatedRows":false)",
                                       R"("typeMismatch":"declared-type-filter")",
                                       R"("convertTwice":false)",
                                       R"("fractionToInteger":"refuse")",
                                       R"("fractionToInteger":"round")",
                                       R"("dropDanglingRows":false)",
                                       R"("jsonIntegers":false)",
                                       R"("reparseJsonStrings":false)",
                                       R"("foldUnicode":false)",
                                       R"("classIdOutput":"name")",
                                       R"("wildcardsMatchNonElements":false)",
                                       R"("trimNames":true)",
                                       R"("pathIntoPoints":true)"};
  told = below(3) ? "{}" : "{" + pick(flips) + "}";
  return *resolve::optionsFromJson(told);
}

// --- rows ------------------------------------------------------------------------------------------------------------

namespace {

NaiveOutcome value(NaiveValue::Kind kind, Json json) {
  return {NaiveValue{kind, std::move(json)}, {}, {}};
}

const NaiveClass* toldBy(const NaiveFile& file, const Column& column, const NaiveStored& cell,
                         const resolve::ResolveOptions& options) {
  if (column.kind == Kind::ClassId || column.kind == Kind::ClassNumber) return file.classById(cell.integer);
  if (column.kind != Kind::ClassText || !options.decodeRowClass) return nullptr;
  size_t mark = cell.text.find_first_of(".:");
  if (mark == std::string::npos) return nullptr;
  return file.classNamed(cell.text.substr(0, mark), cell.text.substr(mark + 1));
}

NaiveQueried queriedOf(const NaiveFile& file, const Column& column, const NaiveStored& cell,
                       const resolve::ResolveOptions& options) {
  NaiveQueried made;
  made.access = column.access, made.name = column.name, made.navigation = column.navigation;
  made.outcome.reason = "value-null";
  const bool isText = column.kind == Kind::Text || column.kind == Kind::ClassText;
  if (!isText) made.primitive = 0;
  if (cell.type == ColumnType::Null) return made;
  switch (column.kind) {
    case Kind::Id:
      made.outcome = value(NaiveValue::Id, idToHex(cell.integer));
      break;
    case Kind::ClassId: {
      const NaiveClass* cls = file.classById(cell.integer);
      bool isName = cls && options.classIdOutput == resolve::ClassIdOutput::Name;
      made.outcome = isName ? value(NaiveValue::Text, cls->fullName()) : value(NaiveValue::Id, idToHex(cell.integer));
      break;
    }
    case Kind::Text:
    case Kind::ClassText:
      made.outcome = value(NaiveValue::Text, cell.text);
      break;
    case Kind::ClassNumber:
    case Kind::Integer:
      made.outcome = value(NaiveValue::Integer, cell.integer);
      break;
    case Kind::Double:
      made.outcome = value(NaiveValue::Double, cell.real);
      break;
    case Kind::Boolean:
      made.outcome = value(NaiveValue::Boolean, cell.integer != 0);
      break;
    case Kind::Navigation:
      made.targetId = cell.integer;
      made.outcome = value(NaiveValue::Composite, Json{{"id", idToHex(cell.integer)}});
      break;
    case Kind::RelationshipOfLast:
      break;
  }
  return made;
}

using StoredRows = std::vector<std::vector<NaiveStored>>;

// R19, and a range: rows of other ids are none of the query's.
void keepSubset(StoredRows& stored, const GroupCase& rows, const resolve::ResolveOptions& options,
                const std::optional<resolve::IdRange>& range) {
  size_t idAt = 0;
  while (idAt < rows.columns.size() && rows.columns[idAt].access != "ECInstanceId") ++idAt;
  if (idAt == rows.columns.size()) return;
  const std::vector<int64_t>& subset = options.ecInstanceIds;
  std::erase_if(stored, [&](const auto& row) {
    const int64_t id = row[idAt].integer;
    const bool isListed = subset.empty() || (row[idAt].type == ColumnType::Integer &&
                                             std::find(subset.begin(), subset.end(), id) != subset.end());
    return !isListed || (range && (id <= range->after || id > range->upTo));
  });
}

}  // namespace

std::vector<NaiveRow> naiveRows(NaiveFile& file, const NaiveResolver& resolver, const GroupCase& rows,
                                const resolve::ResolveOptions& options, int64_t limit, int64_t offset,
                                size_t& queryRows, const std::optional<resolve::IdRange>& ids) {
  std::vector<NaiveRow> made;
  std::set<int64_t> seen;
  auto stored = file.rows(rows.sql);
  keepSubset(stored, rows, options, ids);
  queryRows = stored.size();
  for (size_t r = 0; r < stored.size(); ++r) {
    if (static_cast<int64_t>(r) < offset || (limit >= 0 && static_cast<int64_t>(r) >= offset + limit)) continue;
    NaiveRow row;
    bool hasId = false;
    int64_t id = 0;
    for (size_t c = 0; c < rows.columns.size(); ++c) {
      const Column& column = rows.columns[c];
      const NaiveStored& cell = stored[r][c];
      if (column.kind == Kind::RelationshipOfLast) {
        NaiveQueried& last = row.queried.back();
        last.relationship = file.classById(cell.integer);
        if (last.outcome.value) last.outcome.value->json["relClassName"] = last.relationship->fullName();
        continue;
      }
      row.queried.push_back(queriedOf(file, column, cell, options));
      if (column.access == "ECInstanceId") {
        hasId = true, id = cell.integer;
        if (cell.type != ColumnType::Null) row.id = id;
      }
      if (column.access == "ECClassId") row.told = toldBy(file, column, cell, options);
    }
    const bool maybeElement = !row.told || resolver.isElement(*row.told);
    if (row.id && maybeElement) row.element = file.classOf(file.classNamed("BisCore", "Element")->id, id);
    if (hasId && maybeElement && !row.element && options.dropDanglingRows) continue;
    if (hasId && !options.keepRepeatedRows && !seen.insert(id).second) continue;
    made.push_back(std::move(row));
  }
  return made;
}

}  // namespace premap::test
