// The contract's rules (R) and edge cases (E) on building.bim, one test each. Expected values come from the stored
// tables, read without the resolver.
#include <algorithm>
#include <regex>

#include "catch.h"
#include "premap/base/text.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using resolve::Decision;
using resolve::Reason;
using resolve::ResolveOptions;
using resolve::Source;

namespace {

const std::string kBeams = "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId";
const std::string kMembers = "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember ORDER BY ECInstanceId";

// Ids of the classes below one, for SQL.
std::string below(const std::string& schema, const std::string& cls) {
  return "(SELECT h.ClassId FROM ec_cache_ClassHierarchy h JOIN ec_Class c ON c.Id=h.BaseClassId JOIN ec_Schema s ON "
         "s.Id=c.SchemaId WHERE c.Name='" +
         cls + "' AND s.Name='" + schema + "')";
}

std::vector<std::string> sqlColumn(const std::string& sql) {
  std::vector<std::string> column;
  for (const auto& row : sqlRows(building(), sql)) column.push_back(row[0]);
  return column;
}

// A column of bis_Element for the beams, in their order.
std::vector<std::string> ofBeams(const std::string& expression) {
  return sqlColumn("SELECT " + expression + " FROM bis_Element e WHERE ECClassId IN " + below("BuildingTest", "Beam") +
                   " ORDER BY Id");
}

bool allNull(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell == "null"; });
}

bool allAre(const ReadTable& table, Reason reason) {
  return !table.rows.empty() && std::all_of(table.rows.begin(), table.rows.end(),
                                            [&](const Row& row) { return row.verdicts[0].reason == reason; });
}

size_t count(const ReadTable& table, Reason reason) {
  return static_cast<size_t>(std::count_if(table.rows.begin(), table.rows.end(),
                                           [&](const Row& row) { return row.verdicts[0].reason == reason; }));
}

bool has(const resolve::Verdict& verdict, Decision decision) {
  return verdict.decisions & bit(decision);
}

}  // namespace

TEST_CASE("E1, R1: the first entry with a value wins", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.UserLabel", "*.*.CodeValue"});
  CHECK(table.column() == ofBeams("coalesce(UserLabel,CodeValue)"));
  for (const Row& row : table.rows)
    if (row.verdicts[0].entry == 1)
      CHECK(row.verdicts[0].skipped == std::vector<resolve::Skipped>{{0, Reason::ValueNull}});
}

TEST_CASE("E2, R2: empty text, zero, false and the word null are values", "[resolve][rules]") {
  CHECK(
      resolveColumn("SELECT ECInstanceId, ECClassId, '' A, 'x' B FROM bt.Beam LIMIT 2", {"*.*.A", "*.*.B"}).column() ==
      std::vector<std::string>{"\"\"", "\"\""});
  CHECK(resolveColumn("SELECT ECInstanceId, ECClassId, 0 A, 5 B FROM bt.Beam LIMIT 1", {"*.*.A", "*.*.B"}, "Integer")
            .column()[0] == "0");
  CHECK(resolveColumn("SELECT ECInstanceId, ECClassId, False A, True B FROM bt.Beam LIMIT 1", {"*.*.A", "*.*.B"},
                      "Boolean")
            .column()[0] == "false");
  CHECK(resolveColumn("SELECT ECInstanceId, ECClassId, 'null' A, 'x' B FROM bt.Beam LIMIT 1", {"*.*.A", "*.*.B"})
            .column()[0] == "\"null\"");
}

TEST_CASE("E3, R3: an entry without the property is skipped, never an error", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.Nonsense", "*.*.CodeValue"});
  CHECK(table.column() == ofBeams("CodeValue"));
  ReadTable none = resolveColumn(kBeams, {"*.*.Nonsense"});
  CHECK(none.rows.size() == 80);
  CHECK(allNull(none.column()));
  CHECK(allAre(none, Reason::PropertyMissing));
}

TEST_CASE("R4: null and undefined are told apart", "[resolve][rules]") {
  ReadTable table = resolveColumn(kMembers, {"BuildingTest.StructuralMember.HaunchDepth"}, "Double");
  CHECK(count(table, Reason::ValueNull) == 5);          // haunched beams without a depth
  CHECK(count(table, Reason::PropertyMissing) == 120);  // beams, columns and braces
}

TEST_CASE("E4, E5, E6, R7: a queried constant passes under any gate that matches the row", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, 'C40' Grade FROM ONLY bt.Beam LIMIT 3";
  CHECK(resolveColumn(query, {"*.*.grade"}).column()[0] == "\"C40\"");
  ReadTable inherited = resolveColumn(query, {"BuildingTest.StructuralMember.Grade"});
  CHECK(inherited.column()[0] == "\"C40\"");
  CHECK(inherited.rows[0].verdicts[0].source == Source::Queried);
  CHECK(inherited.rows[0].verdicts[0].className == "BuildingTest.Beam");
  ReadTable wildcard = resolveColumn(query, {"*.StructuralMember.Grade"});
  CHECK(allNull(wildcard.column()));
  CHECK(allAre(wildcard, Reason::ClassMismatch));
  CHECK(has(wildcard.rows[0].verdicts[0], Decision::A3));
  ResolveOptions ungated;
  ungated.gateQueriedColumns = false;
  CHECK(resolveColumn(query, {"*.StructuralMember.Grade"}, "String", ungated).column()[0] == "\"C40\"");
}

TEST_CASE("E7, R6c: a schema with any class leaves out subclasses of other schemas", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId, ECClassId FROM st.Brace", {"BuildingTest.*.Mark"});
  CHECK(allNull(table.column()));
  CHECK(allAre(table, Reason::ClassMismatch));
}

TEST_CASE("E8, R15: names ignore case", "[resolve][rules]") {
  CHECK(resolveColumn(kBeams, {"bISCORE.ELEMENT.usErLabel"}).column() == ofBeams("UserLabel"));
}

TEST_CASE("R6a: an alias is no schema name; R8: an unknown class gives nothing", "[resolve][rules]") {
  CHECK(allAre(resolveColumn(kBeams, {"bt.Beam.Mark"}), Reason::ClassUnknown));
  CHECK(allAre(resolveColumn(kBeams, {"BuildingTest.Baem.Mark"}), Reason::ClassUnknown));
  CHECK(allAre(resolveColumn(kBeams, {"Nowhere.*.Mark"}), Reason::ClassUnknown));
  CHECK(allAre(resolveColumn(kBeams, {"*.Baem.Mark"}), Reason::ClassUnknown));
}

TEST_CASE("E9, R9: one aspect instance gives a value, none or several do not", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"BuildingTest.WeldInspection.Mark"});
  std::string welds = "(SELECT count(*) FROM bis_ElementMultiAspect a WHERE a.ElementId=e.Id AND a.ECClassId IN " +
                      below("BuildingTest", "WeldInspection") + ")";
  std::vector<std::string> counts = ofBeams(welds);
  REQUIRE(counts.size() == table.rows.size());
  for (size_t i = 0; i < counts.size(); ++i) {
    const resolve::Verdict& verdict = table.rows[i].verdicts[0];
    CHECK(verdict.source == (counts[i] == "1" ? Source::Aspect : Source::None));
    CHECK(verdict.reason == (counts[i] == "0"   ? Reason::AspectNone
                             : counts[i] == "1" ? Reason::None
                                                : Reason::AspectMultiple));
  }
}

TEST_CASE("E10, E11, A6: a base aspect class counts its subclasses' instances", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"BuildingTest.InspectionAspect.Inspector"});
  std::string all = "(SELECT count(*) FROM bis_ElementMultiAspect a WHERE a.ElementId=e.Id AND a.ECClassId IN " +
                    below("BuildingTest", "InspectionAspect") + ")";
  std::vector<std::string> counts = ofBeams(all);
  size_t ones = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    CHECK((table.rows[i].verdicts[0].reason == Reason::AspectMultiple) == (counts[i] != "0" && counts[i] != "1"));
    if (counts[i] != "1") continue;
    ++ones;
    if (table.rows[i].verdicts[0].source == Source::Aspect) CHECK(has(table.rows[i].verdicts[0], Decision::A6));
  }
  CHECK(ones > 0);
  ResolveOptions exact;
  exact.polymorphicAspects = false;
  CHECK(
      allAre(resolveColumn(kBeams, {"BuildingTest.InspectionAspect.Inspector"}, "String", exact), Reason::AspectNone));
}

TEST_CASE("E12: a wildcard switches the aspect step off", "[resolve][rules]") {
  CHECK(allAre(resolveColumn(kBeams, {"*.FireProtection.Coating"}), Reason::AspectWildcard));
  CHECK(allNull(resolveColumn(kBeams, {"BuildingTest.*.Coating"}).column()));
}

TEST_CASE("E13, E14: a navigation property whole, its id, its class, and beyond", "[resolve][rules]") {
  ReadTable whole = resolveColumn(kBeams, {"*.*.Category"}), same = resolveColumn(kBeams, {"*.*.category"});
  ReadTable id = resolveColumn(kBeams, {"*.*.Category.id"}), upper = resolveColumn(kBeams, {"*.*.Category.ID"});
  ReadTable code = resolveColumn(kBeams, {"*.*.Category.CodeValue"});
  ReadTable rel = resolveColumn(kBeams, {"*.*.Category.relclassname"});
  CHECK(whole.column() == same.column());
  CHECK(id.column() == upper.column());
  std::vector<std::string> ids = ofBeams("(SELECT CategoryId FROM bis_GeometricElement3d g WHERE g.ElementId=e.Id)");
  std::vector<std::string> codes = ofBeams(
      "(SELECT c.CodeValue FROM bis_GeometricElement3d g JOIN bis_Element c ON c.Id=g.CategoryId WHERE "
      "g.ElementId=e.Id)");
  CHECK(code.column() == codes);
  for (size_t i = 0; i < ids.size(); ++i) {
    std::string hex = idToHex(std::stoll(ids[i]));
    CHECK(id.rows[i].cells[0] == "\"" + hex + "\"");
    CHECK(whole.rows[i].cells[0] ==
          "\"{\\\"id\\\":\\\"" + hex + "\\\",\\\"relClassName\\\":\\\"BisCore.GeometricElement3dIsInCategory\\\"}\"");
    CHECK(rel.rows[i].cells[0] == "\"BisCore.GeometricElement3dIsInCategory\"");
  }
  CHECK(allAre(resolveColumn(kBeams, {"*.*.Category.id.x"}), Reason::PathIntoScalar));
}

TEST_CASE("E15: a null navigation is undefined", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.Parent.UserLabel", "*.*.CodeValue"});
  std::vector<std::string> labels = ofBeams("(SELECT p.UserLabel FROM bis_Element p WHERE p.Id=e.ParentId)");
  std::vector<std::string> codes = ofBeams("CodeValue"), parents = ofBeams("ParentId");
  for (size_t i = 0; i < labels.size(); ++i) {
    CHECK(table.rows[i].cells[0] == (labels[i] == "null" ? codes[i] : labels[i]));
    if (parents[i] == "null" && table.rows[i].verdicts[0].entry == 1)
      CHECK(table.rows[i].verdicts[0].skipped[0].reason == Reason::NavNull);
  }
}

TEST_CASE("E15, R12a: the id and the class of a null navigation are undefined too", "[resolve][rules]") {
  for (const char* member : {"*.*.Parent.id", "*.*.Parent.relClassName"}) {
    ReadTable table = resolveColumn(kBeams, {member});
    std::vector<std::string> parents = ofBeams("ParentId");
    for (size_t i = 0; i < parents.size(); ++i)
      CHECK(table.rows[i].verdicts[0].reason == (parents[i] == "null" ? Reason::NavNull : Reason::None));
  }
}

TEST_CASE("E16: a navigation value that leads nowhere is undefined", "[resolve][rules]") {
  ReadTable table = resolveColumn(
      "SELECT ECInstanceId, ECClassId, NAVIGATION_VALUE(bis.Element.Parent, 0xfffff) P FROM bt.Beam LIMIT 2",
      {"*.*.P.UserLabel"});
  CHECK(allNull(table.column()));
  CHECK(allAre(table, Reason::NavDangling));
}

TEST_CASE("E19: text that is no JSON object has no members", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId, ECClassId, '123' A, '{oops' B, '[1]' C FROM bt.Beam LIMIT 1",
                                  {"*.*.A.x", "*.*.B.x", "*.*.C.x"});
  CHECK(allNull(table.column()));
  for (const resolve::Skipped& skipped : table.rows[0].verdicts[0].skipped)
    CHECK(skipped.reason == Reason::JsonInvalid);
}

TEST_CASE("E20: beyond a null literal of the query the value is null", "[resolve][rules]") {
  CHECK(allAre(resolveColumn("SELECT ECInstanceId, ECClassId, NULL Z FROM bt.Beam LIMIT 2", {"*.*.Z.x"}),
               Reason::ValueNull));
}

TEST_CASE("E20, E21: a null member goes on to the next entry; a key with a dot is not reachable", "[resolve][rules]") {
  const std::string query =
      "SELECT ECInstanceId, ECClassId, '{\"n\":null,\"dot.key\":1,\"t\":\"x\"}' J FROM bt.Beam LIMIT 1";
  ReadTable table = resolveColumn(query, {"*.*.J.n", "*.*.J.dot.key", "*.*.J.t"});
  CHECK(table.column()[0] == "\"x\"");
  CHECK(table.rows[0].verdicts[0].skipped ==
        std::vector<resolve::Skipped>{{0, Reason::ValueNull}, {1, Reason::JsonMemberMissing}});
}

TEST_CASE("E22, E23: a struct's leaf, and the struct itself as JSON", "[resolve][rules]") {
  ReadTable leaf = resolveColumn(kBeams, {"*.*.Section.Size.Width"}, "Double");
  CHECK_FALSE(allNull(leaf.column()));
  CHECK(leaf.rows[0].cells[0] == "0.1");
  ReadTable whole = resolveColumn(kBeams, {"*.*.Section.Size"});
  CHECK(
      whole.rows[0].cells[0] ==
      "\"{\\\"corner\\\":{\\\"x\\\":0,\\\"y\\\":0},\\\"depth\\\":0.2,\\\"label\\\":\\\"W0×D0\\\",\\\"width\\\":0.1}\"");
  CHECK(allAre(resolveColumn(kBeams, {"*.*.Section.Nope"}), Reason::PropertyMissing));
}

TEST_CASE("E24, A34: a property of some of the rows' classes", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT * FROM bt.StructuralMember ORDER BY ECInstanceId", {"*.*.Height"}, "Integer");
  CHECK(count(table, Reason::PropertyMissing) == 100);
  size_t filled = 0;
  for (const std::string& cell : table.column()) filled += cell != "null";
  CHECK(filled == 34);
}

TEST_CASE("E25, R5: a queried null falls through to the element's own property", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId, ECClassId, NULL UserLabel FROM bt.Beam ORDER BY ECInstanceId",
                                  {"*.*.UserLabel"});
  CHECK(table.column() == ofBeams("UserLabel"));
  for (const Row& row : table.rows)
    if (row.cells[0] != "null") CHECK(row.verdicts[0].source == Source::Element);
}

TEST_CASE("E26, E27, R10, R11: of an aspect row only selected columns can be mapped", "[resolve][rules]") {
  ReadTable bare =
      resolveColumn("SELECT ECInstanceId, ECClassId FROM bt.WeldInspection", {"BuildingTest.WeldInspection.Mark"});
  CHECK(bare.rows.size() == 137);
  CHECK(allAre(bare, Reason::ColumnNotSelected));
  CHECK(bare.counts.notElements == 137);
  ReadTable selected = resolveColumn("SELECT ECInstanceId, ECClassId, Mark FROM bt.WeldInspection",
                                     {"BuildingTest.WeldInspection.Mark"});
  for (const Row& row : selected.rows) CHECK(row.verdicts[0].source == Source::Queried);
}

TEST_CASE("A28: wildcards match aspect rows, unless switched off", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, Mark FROM bt.WeldInspection";
  CHECK_FALSE(allNull(resolveColumn(query, {"*.*.Mark"}).column()));
  ResolveOptions options;
  options.wildcardsMatchNonElements = false;
  CHECK(allNull(resolveColumn(query, {"*.*.Mark"}, "String", options).column()));
}

TEST_CASE("E28: ECInstanceId is the row's id as hex text", "[resolve][rules]") {
  for (const Row& row : resolveColumn(kBeams, {"*.*.ecinstanceid"}).rows) CHECK(row.cells[0] == "\"" + row.id + "\"");
  for (const Row& row : resolveColumn("SELECT ECInstanceId FROM bt.WeldInspection", {"*.*.ECInstanceId"}).rows)
    CHECK(row.cells[0] == "\"" + row.id + "\"");
}

TEST_CASE("E29: a path with a blank segment is undefined at run", "[resolve][rules]") {
  for (const char* path : {".Mark", "Mark.", "Section..Name", "Section. .Name"})
    CHECK(allAre(resolveColumn(kBeams, {"*.*." + std::string(path)}), Reason::PathInvalid));
}

TEST_CASE("E30, R13: after a navigation the target's actual class counts", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.TypeDefinition.Manufacturer"});
  CHECK(count(table, Reason::NavNull) == 26);
  std::vector<std::string> makers = table.column();
  CHECK(std::count(makers.begin(), makers.end(), "\"Maker 0\"") > 0);
  CHECK(allAre(resolveColumn(kBeams, {"*.*.Model.Manufacturer"}), Reason::PropertyMissing));
}

TEST_CASE("E16: a link to a class its relationship does not allow is not known offline, and nothing stands in for it",
          "[resolve][rules]") {
  auto snapshot = changedBuilding("UPDATE bis_GeometricElement3d SET CategoryId=ElementId");
  const std::string mapping =
      mappingJson(kBeams, {propertyJson("P", "String", {"*.*.Category.CodeValue", "*.*.CodeValue"})});
  ReadTable table = read(*snapshot, mapping);
  CHECK(allNull(table.column()));
  CHECK(allAre(table, Reason::NotComputableOffline));
  CHECK(table.rows.at(0).verdicts[0].skipped.size() == 1);
}

TEST_CASE("A32, R13: the repository model leads to the root subject", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId, ECClassId FROM bis.Subject ORDER BY ECInstanceId",
                                  {"*.*.Model.ModeledElement.CodeValue"});
  CHECK(table.column() ==
        sqlColumn("SELECT (SELECT CodeValue FROM bis_Element WHERE Id=1) FROM bis_Element WHERE ECClassId IN " +
                  below("BisCore", "Subject")));
}

TEST_CASE("R13, A30: no aspect is looked up after a navigation step", "[resolve][rules]") {
  CHECK(allNull(resolveColumn(kBeams, {"*.*.Parent.Coating"}).column()));
}

TEST_CASE("R13: a path may start from an aspect and go on", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId, ECClassId FROM bt.CurtainWall ORDER BY ECInstanceId",
                                  {"BisCore.ExternalSourceAspect.Scope.CodeValue"});
  std::vector<std::string> filled;
  for (const std::string& cell : table.column())
    if (cell != "null") filled.push_back(cell);
  CHECK(filled == std::vector<std::string>(3, sqlColumn("SELECT CodeValue FROM bis_Element WHERE Id=1")[0]));
}

TEST_CASE("E31: the last of forty entries may win", "[resolve][rules]") {
  std::vector<std::string> entries;
  for (int i = 0; i < 39; ++i) entries.push_back("*.*.Missing" + std::to_string(i));
  entries.push_back("*.*.CodeValue");
  ReadTable table = resolveColumn(kBeams, entries);
  CHECK(table.column() == ofBeams("CodeValue"));
  CHECK(table.rows[0].verdicts[0].entry == 39);
  CHECK(table.rows[0].verdicts[0].skipped.size() == 39);
}

TEST_CASE("E32, E33: entries that repeat or cover each other never win", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.Mark", "*.*.Mark", "BuildingTest.Beam.Mark"});
  for (const Row& row : table.rows) CHECK(row.verdicts[0].entry <= 0);
}

TEST_CASE("A1: all sources of an entry come before the next entry, unless switched", "[resolve][rules]") {
  std::vector<std::string> entries{"BuildingTest.FireProtection.Length", "*.*.Length"};
  ReadTable first = resolveColumn(kBeams, entries, "Double");
  CHECK(first.rows[0].cells[0] == "99");
  ResolveOptions options;
  options.entryOrder = resolve::EntryOrder::SourceFirst;
  ReadTable bySource = resolveColumn(kBeams, entries, "Double", options);
  CHECK(bySource.rows[0].cells[0] == "2");
  CHECK(bySource.rows[0].verdicts[0].entry == 1);
}

TEST_CASE("A2: the row's class from an odd ECClassId", "[resolve][rules]") {
  for (const char* told : {"'BuildingTest.Beam'", "'BuildingTest:Beam'"}) {
    ReadTable table =
        resolveColumn("SELECT ECInstanceId, " + std::string(told) + " ECClassId FROM bt.HaunchedBeam", {"*.Beam.Mark"});
    CHECK_FALSE(allNull(table.column()));
    CHECK(table.counts.undecodedClass == 0);
  }
  ReadTable odd = resolveColumn("SELECT ECInstanceId, 'what' ECClassId FROM bt.HaunchedBeam", {"*.HaunchedBeam.Mark"});
  CHECK_FALSE(allNull(odd.column()));
  CHECK(odd.counts.undecodedClass == 20);
}

TEST_CASE("A2: a told base class opens its gate, the element's own class tells where values are stored",
          "[resolve][rules]") {
  ReadTable told =
      resolveColumn("SELECT ECInstanceId, 'BuildingTest.Beam' ECClassId FROM bt.HaunchedBeam ORDER BY ECInstanceId",
                    {"*.Beam.HaunchDepth"}, "Double");
  ReadTable own = resolveColumn("SELECT ECInstanceId, ECClassId FROM bt.HaunchedBeam ORDER BY ECInstanceId",
                                {"*.*.HaunchDepth"}, "Double");
  CHECK(told.column() == own.column());
}

TEST_CASE("1.3: without ECClassId every row is taken for an element", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT ECInstanceId FROM bt.HaunchedBeam", {"*.HaunchedBeam.Mark"});
  CHECK_FALSE(allNull(table.column()));
  REQUIRE(table.diagnostics.size() == 1);
  CHECK(table.diagnostics[0].code == "query-no-ecclassid");
}

TEST_CASE("1.3, R11: a query without ECInstanceId gives its columns and a fault", "[resolve][rules]") {
  ReadTable table = resolveColumn("SELECT Mark FROM bt.Beam", {"*.*.Mark", "BuildingTest.Beam.Mark"});
  CHECK(table.rows.size() == 80);
  CHECK_FALSE(allNull(table.column()));
  CHECK(table.diagnostics[0].code == "query-no-ecinstanceid");
  CHECK(table.diagnostics[0].path == "/groups/0/query");
  // Also when no entry reads what it selects.
  ReadTable unread = resolveColumn("SELECT Length FROM bt.Beam", {"*.*.Mark"});
  CHECK(unread.rows.size() == 80);
  CHECK(allAre(unread, Reason::ColumnNotSelected));
}

TEST_CASE("A4: a nested column is called by its whole path", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, Category.Id FROM bt.Beam LIMIT 2";
  ReadTable table = resolveColumn(query, {"*.*.category.id"});
  CHECK(table.rows[0].verdicts[0].source == Source::Queried);
  CHECK(has(table.rows[0].verdicts[0], Decision::A4));
  CHECK(allAre(resolveColumn(query, {"*.*.Id"}), Reason::PropertyMissing));
  // Only `Category.Id` was selected: beyond it the element's own navigation property is followed.
  CHECK(resolveColumn(query, {"*.*.Category.CodeValue"}).rows[0].verdicts[0].source == Source::Element);
}

TEST_CASE("A5: of two columns with one name the first counts", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, 'a' X, 'b' X FROM bt.Beam LIMIT 1";
  CHECK(resolveColumn(query, {"*.*.X"}).column()[0] == "\"a\"");
  CHECK(resolveColumn(query, {"*.*.X_1"}).column()[0] == "\"b\"");
}

TEST_CASE("A7, A19: a repeated element gives a row each time", "[resolve][rules]") {
  const std::string query =
      "SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b JOIN bt.WeldInspection w ON w.Element.Id=b.ECInstanceId";
  ReadTable all = resolveColumn(query, {"*.*.Mark"});
  ResolveOptions options;
  options.keepRepeatedRows = false;
  ReadTable once = resolveColumn(query, {"*.*.Mark"}, "String", options);
  CHECK(all.rows.size() > once.rows.size());
  CHECK(once.counts.repeated == all.rows.size() - once.rows.size());
}

TEST_CASE("A8, R17: a value that does not convert is skipped", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, 'abc' A, '7' B FROM bt.Beam LIMIT 1";
  ReadTable table = resolveColumn(query, {"*.*.A:Double", "*.*.B:Double"}, "Double");
  CHECK(table.column()[0] == "7");
  CHECK(table.rows[0].verdicts[0].skipped[0].reason == Reason::ConvertFailed);
  CHECK(has(table.rows[0].verdicts[0], Decision::A8));
  ResolveOptions filter;
  filter.typeMismatch = resolve::TypeMismatch::DeclaredTypeFilter;
  CHECK(allNull(resolveColumn(query, {"*.*.A:Double", "*.*.B:Double"}, "Double", filter).column()));
}

TEST_CASE("A9: ecPropertyType and dataType convert one after the other", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId, 2.75 A FROM bt.Beam LIMIT 1";
  ReadTable table = resolveColumn(query, {"*.*.A:Integer"}, "String");
  CHECK(table.column()[0] == "\"2\"");
  CHECK(has(table.rows[0].verdicts[0], Decision::A9));
  CHECK(has(table.rows[0].verdicts[0], Decision::A10));
  ResolveOptions options;
  options.convertTwice = false;
  CHECK(resolveColumn(query, {"*.*.A:Integer"}, "String", options).column()[0] == "\"2.75\"");
}

TEST_CASE("R16: a misspelt ecPropertyType never gives a value, a missing one asks for nothing", "[resolve][rules]") {
  CHECK(allAre(resolveColumn(kBeams, {"*.*.Mark:string"}), Reason::TypeUnknown));
  CHECK_FALSE(allNull(resolveColumn(kBeams, {"*.*.Mark"}).column()));
}

TEST_CASE("A column of an unknown data type is null, the others are not affected", "[resolve][rules]") {
  ReadTable table = read(building(), mappingJson(kBeams, {propertyJson("A", "Text", {"*.*.CodeValue"}),
                                                          propertyJson("B", "String", {"*.*.CodeValue"})}));
  REQUIRE(table.isOpen);
  CHECK(allNull(table.column(0)));
  CHECK(allAre(table, Reason::TypeUnknown));
  CHECK(table.column(1) == ofBeams("CodeValue"));
}

TEST_CASE("A11, A12: Undefined is read as String, Number as Double", "[resolve][rules]") {
  CHECK(resolveColumn(kBeams, {"*.*.CodeValue"}, "Undefined").column() == ofBeams("CodeValue"));
  ResolveOptions options;
  options.undefinedTypeIsString = false;
  CHECK(allNull(resolveColumn(kBeams, {"*.*.CodeValue"}, "Undefined", options).column()));
  CHECK(resolveColumn("SELECT ECInstanceId, ECClassId, 2.5 A FROM bt.Beam LIMIT 1", {"*.*.A"}, "Number").column()[0] ==
        "2.5");
}

TEST_CASE("A21: rows that name no element are left out, unless switched", "[resolve][rules]") {
  const std::string query = "SELECT 0xfffff ECInstanceId FROM bt.Beam LIMIT 3";
  ReadTable table = resolveColumn(query, {"*.*.Mark"});
  CHECK(table.rows.empty());
  CHECK(table.counts.dangling == 3);
  ResolveOptions options;
  options.dropDanglingRows = false;
  CHECK(resolveColumn(query, {"*.*.Mark"}, "String", options).rows.size() == 3);
}

TEST_CASE("A23: class ids as hex, or as names", "[resolve][rules]") {
  ReadTable hex = resolveColumn("SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam LIMIT 1", {"*.*.ECClassId"});
  CHECK(hex.rows[0].cells[0].substr(0, 3) == "\"0x");
  CHECK(hex.rows[0].defaults[1] == hex.rows[0].cells[0]);
  ResolveOptions names;
  names.classIdOutput = resolve::ClassIdOutput::Name;
  ReadTable named =
      resolveColumn("SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam LIMIT 1", {"*.*.ECClassId"}, "String", names);
  CHECK(named.rows[0].cells[0] == "\"BuildingTest.Beam\"");
  CHECK(named.rows[0].defaults[1] == "\"BuildingTest.Beam\"");
}

TEST_CASE("0.5, 8: the default columns", "[resolve][rules]") {
  ReadTable table = resolveColumn(kBeams, {"*.*.Mark"});
  std::vector<std::string> labels = ofBeams("UserLabel"), ids = ofBeams("Id");
  for (size_t i = 0; i < table.rows.size(); ++i) {
    CHECK(table.rows[i].defaults[0] == "\"" + idToHex(std::stoll(ids[i])) + "\"");
    CHECK(table.rows[i].defaults[2] == labels[i]);
  }
  CHECK(table.rows[1].defaults[3] == "\"{\\\"x\\\":0,\\\"y\\\":0,\\\"z\\\":0}\"");
  CHECK(table.rows[1].defaults[4] == "\"{\\\"x\\\":2,\\\"y\\\":0.5,\\\"z\\\":0.25}\"");
}

TEST_CASE("R12: points are no structs, unless switched", "[resolve][rules]") {
  CHECK(allAre(resolveColumn(kBeams, {"*.*.StartPoint.X"}, "Double"), Reason::PathIntoScalar));
  ResolveOptions options;
  options.pathIntoPoints = true;
  CHECK(resolveColumn(kBeams, {"*.*.StartPoint.y"}, "Double", options).rows[1].cells[0] == "2");
  CHECK(allAre(resolveColumn(kBeams, {"*.*.CamberValues.0"}), Reason::PathIntoScalar));
}

TEST_CASE("R14: arrays and points at the leaf are compact JSON; bytes give nothing", "[resolve][rules]") {
  CHECK(resolveColumn(kBeams, {"*.*.StartPoint"}).rows[1].cells[0] == "\"{\\\"x\\\":1,\\\"y\\\":2,\\\"z\\\":0.5}\"");
  CHECK(resolveColumn(kBeams, {"*.*.CamberValues"}).rows[0].cells[0] == "null");  // stored as null
  CHECK(resolveColumn(kBeams, {"*.*.CamberValues"}).rows[1].cells[0] == "\"[0.5,1.25,1]\"");
  ReadTable bytes = resolveColumn("SELECT ECInstanceId, ECClassId FROM bt.Column", {"*.*.Checksum"});
  CHECK(allNull(bytes.column()));
  CHECK(count(bytes, Reason::ConvertFailed) == 27);
  CHECK(count(bytes, Reason::ValueNull) == 13);
}

TEST_CASE("R19: a run of chosen elements", "[resolve][rules]") {
  ReadTable all = resolveColumn(kBeams, {"*.*.Mark"});
  ResolveOptions options;
  options.ecInstanceIds = {*hexToId(all.rows[3].id), *hexToId(all.rows[1].id), 0xfffff};
  ReadTable some = resolveColumn(kBeams, {"*.*.Mark"}, "String", options);
  REQUIRE(some.rows.size() == 2);
  CHECK(some.rows[0].id == all.rows[1].id);
  CHECK(some.rows[1].cells == all.rows[3].cells);
}

TEST_CASE("R19, A20: rows keep the query's order, whatever the look-ups", "[resolve][rules]") {
  const std::string query = "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember ORDER BY Mark DESC, ECInstanceId";
  ReadTable all =
      resolveColumn(query, {"*.*.Mark", "BuildingTest.WeldInspection.Mark", "*.*.Model.ModeledElement.CodeValue"});
  ReadTable window = read(building(), mappingJson(query, {propertyJson("P", "String", {"*.*.Mark"})}), {}, "", 7, 30);
  std::vector<std::vector<std::string>> ids = sqlRows(
      building(), "SELECT Id FROM bis_Element e WHERE ECClassId IN " + below("BuildingTest", "StructuralMember"));
  CHECK(all.rows.size() == ids.size());
  REQUIRE(window.rows.size() == 7);
  for (size_t i = 0; i < 7; ++i) CHECK(window.rows[i].id == all.rows[30 + i].id);
}

TEST_CASE("R20: groups of one name fill one table", "[resolve][rules]") {
  const std::string mapping = R"({"mappingName":"M","groups":[
    {"groupName":"G","query":"SELECT ECInstanceId,ECClassId FROM bt.HaunchedBeam","properties":[
      {"propertyName":"A","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Mark"}]}]},
    {"groupName":"Other","query":"SELECT nonsense","properties":[]},
    {"groupName":"G","query":"SELECT ECInstanceId,ECClassId FROM st.TrussBeam","properties":[
      {"propertyName":"B","dataType":"Integer","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"ChordCount"}]},
      {"propertyName":"A","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Grade"}]}]}]})";
  ReadTable table = read(building(), mapping, {}, "G");
  REQUIRE(table.isOpen);
  REQUIRE(table.rows.size() == 30);
  CHECK(table.rows[0].verdicts[1].reason == Reason::ColumnAbsent);
  CHECK(table.rows[20].cells == std::vector<std::string>{"\"S460\"", "2"});
  ResolveOptions apart;
  apart.mergeSameNameGroups = false;  // A15
  CHECK(read(building(), mapping, apart, "G").rows.size() == 20);
  // Windows reach over the groups.
  ReadTable window = read(building(), mapping, {}, "G", 4, 18);
  REQUIRE(window.rows.size() == 4);
  CHECK(window.rows[1].id == table.rows[19].id);
  CHECK(window.rows[2].id == table.rows[20].id);
  CHECK(read(building(), mapping, {}, "G", 4, 25).rows[0].id == table.rows[25].id);
  CHECK(read(building(), mapping).diagnostics[0].code == "group-ambiguous");
  CHECK(read(building(), mapping, {}, "g").diagnostics[0].code == "group-unknown");
  Diagnostics fault = read(building(), mapping, {}, "Other").diagnostics;
  REQUIRE_FALSE(fault.empty());
  CHECK(fault[0].path == "/groups/1/query");
  CHECK(fault[0].span.has_value());
}

TEST_CASE("A16: merged columns of different types are told and left null", "[resolve][rules]") {
  const std::string mapping = R"({"mappingName":"M","groups":[
    {"groupName":"G","query":"SELECT ECInstanceId,ECClassId,1 X FROM bt.HaunchedBeam","properties":[
      {"propertyName":"A","dataType":"Integer","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"X"}]}]},
    {"groupName":"G","query":"SELECT ECInstanceId,ECClassId,1 X FROM st.TrussBeam","properties":[
      {"propertyName":"A","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"X"}]}]}]})";
  ReadTable table = read(building(), mapping);
  CHECK(allNull(table.column()));
  CHECK(table.diagnostics[0].code == "merge-type-conflict");
  CHECK(table.diagnostics[0].path == "/groups/1/properties/0/dataType");
}

TEST_CASE("1.3: v1 takes a bare class id", "[resolve][rules]") {
  for (const char* id : {"BuildingTest:Beam", "BuildingTest.Beam", "bt:Beam", " bt:Beam ; "})
    CHECK(resolveColumn(id, {"*.*.Mark"}).rows.size() == 80);
  // An aspect class selects the elements that own one.
  size_t owners = sqlColumn("SELECT DISTINCT ElementId FROM bis_ElementUniqueAspect WHERE ECClassId IN " +
                            below("BuildingTest", "FireProtection"))
                      .size();
  CHECK(resolveColumn("BuildingTest:FireProtection", {"BuildingTest.FireProtection.Coating"}).rows.size() == owners);
  CHECK(resolveColumn("BisCore:ElementAspect", {"*.*.Mark"}).rows.size() > owners);
  ReadTable model = resolveColumn("BisCore:PhysicalModel", {"*.*.Mark"});
  CHECK(model.rows.empty());
  CHECK(model.diagnostics[0].code == "query-not-element");
}

TEST_CASE("A query that does not compile stops its group, with the place inside the query", "[resolve][rules]") {
  ReadTable table = read(building(), mappingJson("SELECT ECInstanceId FROM bt.Baem", {}));
  CHECK_FALSE(table.isOpen);
  REQUIRE_FALSE(table.diagnostics.empty());
  CHECK(table.diagnostics[0].path == "/groups/0/query");
  REQUIRE(table.diagnostics[0].span);
  CHECK(table.diagnostics[0].span->begin >= 25);
  CHECK(read(building(), mappingJson("  ", {})).diagnostics[0].code == "query-blank");
  CHECK(read(building(), mappingJson("SELECT ECInstanceId FROM bt.Beam WHERE Mark=?", {})).diagnostics[0].code ==
        "query-parameter");
}

TEST_CASE("One statement a group, however many columns and rows", "[resolve][rules]") {
  std::vector<std::string> properties;
  for (int i = 0; i < 20; ++i)
    properties.push_back(
        propertyJson("P" + std::to_string(i), "String",
                     {"BuildingTest.WeldInspection.Mark", "*.*.Model.ModeledElement.UserLabel", "*.*.Mark"}));
  read(building(), mappingJson(kMembers, properties));
  uint64_t before = building().database->statementCount();
  ReadTable table = read(building(), mappingJson(kMembers, properties));
  CHECK(table.rows.size() == 140);
  CHECK(building().database->statementCount() == before + 1);
}

TEST_CASE("More look-ups than SQLite can join are made in the same statement", "[resolve][rules]") {
  std::vector<std::string> properties;
  std::string path;
  for (int i = 0; i < 40; ++i) {
    path += "Parent.";
    properties.push_back(
        propertyJson("P" + std::to_string(i), "String", {"*.*." + path + "Model.ModeledElement.CodeValue"}));
  }
  ReadTable table = read(building(), mappingJson(kBeams, properties));
  REQUIRE(table.isOpen);
  CHECK(table.column(0) == ofBeams("(SELECT m.CodeValue FROM bis_Element p JOIN bis_Model x ON x.Id=p.ModelId JOIN "
                                   "bis_Element m ON m.Id=x.ModeledElementId WHERE p.Id=e.ParentId)"));
  CHECK(allNull(table.column(39)));
}

TEST_CASE("Every rule and every edge case is in the name of a test", "[resolve][rules]") {
  std::string names;
  for (const auto& test : Catch::getRegistryHub().getTestCaseRegistry().getAllInfos()) names += test->name + "\n";
  auto isNamed = [&](const std::string& rule) {
    return std::regex_search(names, std::regex("\\b" + rule + "[a-d]?\\b"));
  };
  for (int n = 1; n <= 20; ++n) {
    INFO("R" << n);
    CHECK(isNamed("R" + std::to_string(n)));
  }
  for (int n = 1; n <= 33; ++n) {
    INFO("E" << n);
    CHECK(isNamed("E" + std::to_string(n)));
  }
}
