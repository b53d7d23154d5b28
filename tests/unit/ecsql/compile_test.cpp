// What the binder refuses and what SQL comes out; what queries answer is held by recorded answers in tests/golden.
#include "premap/ecsql/compile.h"

#include "premap/mapping/edits.h"
#include "schema/snapshot.h"

using namespace premap;
using ecsql::compile;

namespace {

std::string sqlOf(const Snapshot& snapshot, const std::string& query) {
  auto compiled = compile(query, *snapshot.catalog);
  return compiled ? compiled->sql : "refused: " + compiled.diagnostics().front().message;
}

// "message / hint | the text the span covers" of each fault.
std::vector<std::string> faultsOf(const Snapshot& snapshot, const std::string& query) {
  std::vector<std::string> out;
  auto compiled = compile(query, *snapshot.catalog);
  if (compiled) return {"accepted"};
  for (const Diagnostic& fault : compiled.diagnostics()) {
    REQUIRE(fault.span);
    out.push_back(fault.message + (fault.hint.empty() ? "" : " / " + fault.hint) + " | " +
                  query.substr(fault.span->begin, fault.span->end - fault.span->begin));
  }
  return out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("only the tables a query needs are read", "[ecsql][sqlgen]") {
  Snapshot snapshot = openSnapshot("building.bim");
  std::string joinedOnly = sqlOf(snapshot, "SELECT ECInstanceId, Length FROM bt.Beam");
  CHECK(has(joinedOnly, "[main].[bis_GeometricElement3d]"));
  CHECK_FALSE(has(joinedOnly, "[main].[bis_Element]"));
  CHECK(has(sqlOf(snapshot, "SELECT CodeValue FROM bt.Beam"), "INNER JOIN [main].[bis_Element]"));
  CHECK_FALSE(has(sqlOf(snapshot, "SELECT P01 FROM bt.WidePanel"), "_Overflow"));
  CHECK(has(sqlOf(snapshot, "SELECT P80 FROM bt.WidePanel"), "[main].[bis_GeometricElement3d_Overflow]"));
  CHECK_FALSE(has(sqlOf(snapshot, "SELECT CodeValue FROM bis.Element"), "ClassHierarchy"));
  CHECK(has(sqlOf(snapshot, "SELECT Length FROM bt.Beam"), "[BaseClassId]="));
  CHECK(has(sqlOf(snapshot, "SELECT Length FROM ONLY bt.Beam"), "[ECClassId]="));
}

TEST_CASE("misspelt names are reported together, each with the nearest one", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(faultsOf(snapshot, "SELECT Lenght, Wieght FROM bt.Beam") ==
        std::vector<std::string>{"no property `Lenght` / did you mean `Length`? | Lenght",
                                 "no property `Wieght` / did you mean `Weight`? | Wieght"});
  CHECK(faultsOf(snapshot, "SELECT Nope FROM bt.Baem") ==
        std::vector<std::string>{"no class `bt.Baem` / did you mean `bt.Beam`? | bt.Baem"});
  CHECK(faultsOf(snapshot, "SELECT 1 FROM Bulding.Beam") ==
        std::vector<std::string>{"no class `Bulding.Beam` / did you mean `BuildingTest.Beam`? | Bulding.Beam"});
  CHECK(faultsOf(snapshot, "SELECT Category.CodeValue FROM bt.Beam") ==
        std::vector<std::string>{"no property `Category.CodeValue` / `Category` has no member `CodeValue`; to read a "
                                 "property of a related instance, join its class on `.Id` | Category.CodeValue"});
  CHECK(faultsOf(snapshot, "SELECT HaunchDepth FROM bt.Beam") ==
        std::vector<std::string>{"no property `HaunchDepth` / the subclass `BuildingTest.HaunchedBeam` has it: query "
                                 "that class, or write `$->HaunchDepth?` | HaunchDepth"});
}

namespace {

// The query after the edits of its first fault that has some; "" when none has.
std::string repaired(const Snapshot& snapshot, const std::string& query) {
  auto compiled = compile(query, *snapshot.catalog);
  Diagnostics faults = compiled ? Diagnostics() : compiled.diagnostics();
  if (compiled) {
    auto statement = snapshot.catalog->database().prepare(compiled->sql);
    if (!statement) faults = ecsql::explainSqlite(statement.diagnostics(), query, *snapshot.catalog);
  }
  for (const Diagnostic& fault : faults)
    if (!fault.edits.empty()) return applyEdits(query, fault.edits);
  return faults.empty() ? "accepted" : "";
}

}  // namespace

TEST_CASE("names that are not there are offered as the nearest one that is", "[ecsql][binder][repair]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (auto& [query, after] : std::vector<std::pair<std::string, std::string>>{
           {"SELECT 1 FROM bt.Beems", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM ONLY bt.WidePanle w", "SELECT 1 FROM ONLY bt.WidePanel w"},
           {"SELECT 1 FROM beam", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM Beem b", "SELECT 1 FROM bt.Beam b"},
           {"SELECT 1 FROM physicalElement", "SELECT 1 FROM bis.PhysicalElement"},
           {"SELECT 1 FROM b.Beam", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM [bt.Beam]", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM ONLY \"bt:WidePanel\" w", "SELECT 1 FROM ONLY bt.WidePanel w"},
           {"SELECT 1 FROM dbo.bt.Beam", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM [bt.Beems]", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM dbo.bt.Beems", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM bt.Beam.Length", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM BuildingTst.Baem", "SELECT 1 FROM BuildingTest.Beam"},
           {"WITH calendar(a) AS (SELECT 1 FROM bt.Beam) SELECT a FROM calender",
            "WITH calendar(a) AS (SELECT 1 FROM bt.Beam) SELECT a FROM calendar"},
           {"SELECT b.Lenght FROM bt.Beam b", "SELECT b.Length FROM bt.Beam b"},
           {"SELECT x.Length FROM bt.Beam b", "SELECT b.Length FROM bt.Beam b"},
           {"SELECT HaunchDepth FROM bt.Beam", "SELECT $->HaunchDepth? FROM bt.Beam"},
           {"SELECT[Lenght]FROM[bt].[Beam]WHERE 1=1", "SELECT Length FROM[bt].[Beam]WHERE 1=1"}}) {
    INFO(query);
    CHECK(repaired(snapshot, query) == after);
    CHECK(repaired(snapshot, after) == "accepted");
  }
  CHECK(repaired(snapshot, "SELECT 1 FROM bt.Zeppelin") == "");
  // Of these more than the name that is misspelt would have to change.
  CHECK(repaired(snapshot, "SELECT bt.Beam.Zeppelin FROM bt.Beam") == "");
  CHECK(repaired(snapshot, "SELECT HaunchDepth.X FROM bt.Beam b") == "");
  CHECK(repaired(snapshot, "SELECT 1 FROM bt.Beam WHERE UserLabel = \xE2\x80\x9CMark\xE2\x80\x9D") == "");
  // What reads a column that was refused is no fault of its own.
  CHECK(faultsOf(snapshot, "SELECT x.Length FROM (SELECT Length FROM bt.Baem) x").size() == 1);
}

TEST_CASE("habits of other dialects are told, with what ECSQL writes", "[ecsql][repair]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (auto& [query, after] : std::vector<std::pair<std::string, std::string>>{
           {"SELECT 1 FROM bt.Beam WHERE UserLabel = \"Beam label 0\"",
            "SELECT 1 FROM bt.Beam WHERE UserLabel = 'Beam label 0'"},
           {"SELECT 1 FROM bt.Beam WHERE UserLabel LIKE \"O'Neil \"\"x\"\"%\"",
            "SELECT 1 FROM bt.Beam WHERE UserLabel LIKE 'O''Neil \"x\"%'"},
           {"SELECT TOP 10 ECInstanceId FROM bt.Beam", "SELECT ECInstanceId FROM bt.Beam LIMIT 10"},
           {"SELECT DISTINCT TOP(5) Length FROM bt.Beam;", "SELECT DISTINCT Length FROM bt.Beam LIMIT 5;"},
           {"SELECT 1 FROM bt.Beam WHERE ECInstanceId IN (SELECT TOP 3 ECInstanceId FROM bt.Beam)",
            "SELECT 1 FROM bt.Beam WHERE ECInstanceId IN (SELECT ECInstanceId FROM bt.Beam LIMIT 3)"},
           {"SELECT 1 FROM bt.Beam FETCH FIRST 10 ROWS ONLY", "SELECT 1 FROM bt.Beam LIMIT 10"},
           {"SELECT 1 FROM bt.Beam LIMIT 20, 10", "SELECT 1 FROM bt.Beam LIMIT 10 OFFSET 20"},
           {"SELECT 1 FROM bt.Beam WITH (NOLOCK) WHERE Length > 1", "SELECT 1 FROM bt.Beam WHERE Length > 1"},
           {"SELECT 1 FROM bt.Beam (NOLOCK)", "SELECT 1 FROM bt.Beam"},
           {"SELECT 1 FROM bt.Beam WHERE Length == 1", "SELECT 1 FROM bt.Beam WHERE Length = 1"},
           {"SELECT 1 FROM bt.Beam WHERE Length => 1 ", "SELECT 1 FROM bt.Beam WHERE Length >= 1 "},
           {"SELECT 1 FROM bt.Beam WHERE Length NOT = 1", "SELECT 1 FROM bt.Beam WHERE Length <> 1"},
           {"SELECT 1 FROM bt.Beam WHERE Length > 1 && Length < 9",
            "SELECT 1 FROM bt.Beam WHERE Length > 1 AND Length < 9"},
           {"SELECT 1 FROM bt.Beam WHERE Length > 1,5", "SELECT 1 FROM bt.Beam WHERE Length > 1.5"},
           {"SELECT 1 FROM bt.Beam WHERE UserLabel = N'x'", "SELECT 1 FROM bt.Beam WHERE UserLabel = 'x'"},
           {"SELECT 1 FROM bt.Beam WHERE UserLabel ILIKE 'x'", "SELECT 1 FROM bt.Beam WHERE UserLabel LIKE 'x'"},
           {"SELECT 1 FROM bt.Beam WHERE UserLabel CONTAINS 'it''s'",
            "SELECT 1 FROM bt.Beam WHERE UserLabel LIKE '%it''s%'"},
           {"SELECT ISNULL(UserLabel, 'x') FROM bt.Beam", "SELECT IFNULL(UserLabel, 'x') FROM bt.Beam"},
           {"SELECT LEN(UserLabel) FROM bt.Beam", "SELECT LENGTH(UserLabel) FROM bt.Beam"},
           {"SELECT GETDATE() FROM bt.Beam", "SELECT CURRENT_TIMESTAMP FROM bt.Beam"},
           {"SELECT UPER(UserLabel) FROM bt.Beam", "SELECT UPPER(UserLabel) FROM bt.Beam"},
           {"SELECT IF(UserLabel IS NULL, 1, 0) FROM bt.Beam", "SELECT IIF(UserLabel IS NULL, 1, 0) FROM bt.Beam"},
           {"SELECT UserLabel + ' ' + Mark FROM bt.Beam", "SELECT UserLabel || ' ' || Mark FROM bt.Beam"},
           {"SELECT UserLabel + Length FROM bt.Beam", "SELECT UserLabel || CAST(Length AS STRING) FROM bt.Beam"},
           {"SELECT 1 FROM bt.Beam WHERE ECClassId IS bt.Beam", "SELECT 1 FROM bt.Beam WHERE ECClassId IS (bt.Beam)"},
           {"SELECT 1 FROM bt.Beam WHERE ECClassId IS [bt].[Beam]",
            "SELECT 1 FROM bt.Beam WHERE ECClassId IS (bt.Beam)"},
           {"SELECT 1 FROM bt.Beam WHERE 1=1&&2=2", "SELECT 1 FROM bt.Beam WHERE 1=1 AND 2=2"},
           {"SELECT 1 FROM bt.Beam b(NOLOCK)WHERE 1=1", "SELECT 1 FROM bt.Beam b WHERE 1=1"},
           {"SELECT ECInstanceId,FROM bt.Beam", "SELECT ECInstanceId FROM bt.Beam"},
           {"SELECT ECInstanceId, FROM bt.Beam", "SELECT ECInstanceId FROM bt.Beam"},
           {"SELECT ECInstanceId FORM bt.Beam", "SELECT ECInstanceId FROM bt.Beam"},
           {"SELECT 1 FROM bt.Beam WEHRE Length > 1", "SELECT 1 FROM bt.Beam WHERE Length > 1"}}) {
    INFO(query);
    CHECK(repaired(snapshot, query) == after);
    CHECK(repaired(snapshot, after) == "accepted");
  }
}

TEST_CASE("what only looks like a habit of another dialect is accepted as it is", "[ecsql][repair]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (const char* query :
       {"SELECT 'a' + 'b' FROM bt.Beam", "SELECT `Length` FROM `bt`.`Beam`", "SELECT \"Length\" FROM bt.Beam",
        "SELECT Length \"TOP\" FROM bt.Beam", "SELECT 1 FROM bt.Beam NOLOCK", "SELECT Length len FROM bt.Beam;",
        "SELECT * FROM bt.Beam", "SELECT 1 FROM bt.Beam WHERE UserLabel = NULL"}) {
    INFO(query);
    CHECK(repaired(snapshot, query) == "accepted");
  }
  // Of what is a property the nearest one is offered, not a text.
  CHECK(repaired(snapshot, "SELECT \"Lenght\" FROM bt.Beam") == "SELECT Length FROM bt.Beam");
  CHECK(faultsOf(snapshot, "SELECT TOP 10 PERCENT Length FROM bt.Beam")[0].find("LIMIT 10") != std::string::npos);
  CHECK(repaired(snapshot, "SELECT TOP 1 Length FROM bt.Beam UNION SELECT Length FROM bt.Beam") == "");
  // Of a function's arguments the name comes first.
  CHECK(repaired(snapshot, "SELECT ISNULL(Makr, 'x') FROM bt.Beam") == "SELECT ISNULL(Mark, 'x') FROM bt.Beam");
  CHECK(repaired(snapshot, "SELECT TOP 1 WITH TIES Length FROM bt.Beam ORDER BY Length") == "");
  CHECK(repaired(snapshot, "SELECT 1 FROM bt.Beam LIMIT 5 FETCH FIRST 3 ROWS ONLY") == "");
}

TEST_CASE("types that do not go together are refused", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (const char* query :
       {"SELECT 1 FROM bt.Beam WHERE Supplier = 1", "SELECT 1 FROM bt.Beam WHERE Section = 'x'",
        "SELECT 1 FROM bt.Beam WHERE StartPoint < EndPoint", "SELECT Mark + 1 FROM bt.Beam",
        "SELECT Length || 'm' FROM bt.Beam", "SELECT 1 FROM bt.Beam ORDER BY Section",
        "SELECT 1 FROM bt.Beam GROUP BY Model", "SELECT (SELECT ?) FROM bt.Beam", "SELECT 1 FROM bt.Beam GROUP BY 1",
        "SELECT UPPER(StartPoint) FROM bt.Beam",
        "SELECT 1 FROM bt.Beam WHERE LastMod > TIMESTAMP '2020-01-01T00:00:00'", "SELECT 1 FROM bt.Beam ORDER BY 2"}) {
    INFO(query);
    CHECK(faultsOf(snapshot, query) != std::vector<std::string>{"accepted"});
  }
}

TEST_CASE("a sub-select of IN gives values of the same kind", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (const char* condition : {"Supplier IN (SELECT Length FROM bt.Beam)", "Length IN (SELECT Supplier FROM bt.Beam)",
                                "LastMod IN (SELECT TIMESTAMP '2020-01-01T00:00:00')"}) {
    INFO(condition);
    CHECK(faultsOf(snapshot, std::string("SELECT 1 FROM bt.Beam WHERE ") + condition) !=
          std::vector<std::string>{"accepted"});
  }
  CHECK(faultsOf(snapshot, "SELECT 1 FROM bt.Beam WHERE Supplier.Id IN (SELECT ECInstanceId FROM bis.Element)") ==
        std::vector<std::string>{"accepted"});
}

TEST_CASE("dates compare as in the native engine", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  // InspectedOn does not say what its dates are; a dot is accepted, an M refused: the native engine's own table.
  const std::vector<std::pair<const char*, const char*>> table{
      {"DayStart", "..MMMMM.MM."},
      {"InspectedOn", "..........."},
      {"CreatedUtc", "M...M..M..M"},
      {"DueDate", "M......M..M"},
      {"TIMESTAMP '2020-02-01T12:00:00'", "M.M..M.MM.M"},
      {"TIMESTAMP '2020-02-01T12:00:00Z'", "M...M..M..M"},
      {"DATE '2020-02-01'", "M......M..M"},
      {"TIME '12:00:00'", "..MMMMM.MM."},
      {"CURRENT_TIMESTAMP", "M...M..M..M"},
      {"CURRENT_DATE", "M......M..M"},
      {"CURRENT_TIME", "..MMMMM.MM."},
  };
  for (const auto& [left, expected] : table) {
    std::string found;
    for (const auto& row : table) {
      const std::string query = std::string("SELECT 1 FROM bt.Column WHERE ") + left + " < " + row.first;
      found += faultsOf(snapshot, query) == std::vector<std::string>{"accepted"} ? '.' : 'M';
    }
    INFO(left);
    CHECK(found == expected);
  }
}

namespace {

// "name type" of each column.
std::string columnsOf(const Snapshot& snapshot, const std::string& query) {
  auto compiled = compile(query, *snapshot.catalog);
  if (!compiled) return "refused: " + compiled.diagnostics().front().message;
  std::string out;
  for (const ecsql::ResultColumn& column : compiled->columns)
    out += (out.empty() ? "" : ", ") + column.name + " " + column.typeName;
  return out;
}

}  // namespace

TEST_CASE("NULL decides no type", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto typeOf = [&](const std::string& value) { return columnsOf(snapshot, "SELECT " + value + " v FROM bt.Beam"); };
  CHECK(typeOf("CASE WHEN Length > 1 THEN NULL WHEN Length > 2 THEN Mark ELSE 1 END") == "v string");
  CHECK(typeOf("CASE WHEN Length > 1 THEN NULL ELSE Length END") == "v double");
  CHECK(typeOf("CASE WHEN Length > 1 THEN NULL END") == "v string");
  CHECK(typeOf("IIF(Length > 1, Length, NULL)") == "v double");
  CHECK(typeOf("IIF(Length > 1, NULL, NULL)") == "v string");
  CHECK(typeOf("IIF(Length > 1, IIF(Length > 2, NULL, Length), (NULL))") == "v double");
  CHECK(typeOf("CASE WHEN Length > 1 THEN Origin ELSE NULL END").substr(0, 7) == "refused");
  CHECK(typeOf("CASE WHEN Length > 1 THEN 1 ELSE CamberValues END").substr(0, 7) == "refused");
  CHECK(columnsOf(snapshot, "WITH c(v) AS (SELECT NULL UNION ALL SELECT Length FROM bt.Beam) SELECT v FROM c") ==
        "v double");
  CHECK(columnsOf(snapshot, "SELECT v FROM (SELECT NULL v UNION ALL SELECT Mark FROM bt.Beam)") == "v string");
  CHECK(columnsOf(snapshot,
                  "WITH c(i, p) AS (SELECT 1, NULL UNION ALL SELECT i + 1, i FROM c WHERE i < 3) SELECT p FROM c") ==
        "p long");
  CHECK(columnsOf(snapshot, "SELECT NULL UNION SELECT NULL").substr(0, 7) == "refused");
  for (const char* value : {"NULL + 1", "-NULL", "NULL || 'a'", "x.v + 1", "x.v || 'a'", "$->Length + 1"}) {
    INFO(value);
    CHECK(columnsOf(snapshot,
                    std::string("SELECT ") + value + " FROM (SELECT NULL v, ECInstanceId, ECClassId FROM bt.Beam) x")
              .substr(0, 7) == "refused");
  }
}

TEST_CASE("columns are named as the native engine names them", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto namesOf = [&](const std::string& list) { return columnsOf(snapshot, "SELECT " + list + " FROM bt.Beam"); };
  CHECK(namesOf("Length AS Mark, Mark") == "Mark double, Mark_1 string");
  CHECK(namesOf("Mark, Length AS Mark") == "Mark string, Mark_1 double");
  CHECK(namesOf("Length AS mark, Mark") == "mark double, Mark string");
  CHECK(namesOf("ECInstanceId AS Id, Model.Id, Parent.Id") == "Id long, Id_1 long, Id_2 long");
  CHECK(namesOf("DISTINCT(ECInstanceId), ((Mark)), (Origin)") == "ECInstanceId long, Mark string, Origin point3d");
  CHECK(namesOf("(Length + 1), ((1)), (Length) * (2)") == "([Length] + 1) double, (1) long, [Length] * (2) double");
  CHECK(namesOf("TIMESTAMP '2020-01-01', DATE '2020-01-01T01:00:00'") ==
        "DATE '2020-01-01' dateTime, TIMESTAMP '2020-01-01T01:00:00' dateTime");
  CHECK(namesOf("COUNT(*) FILTER (WHERE Length > 5) OVER (PARTITION BY Mark, Material)") ==
        "COUNT(*) FILTER(WHERE [Length] > 5) OVER(PARTITION BY [Mark], [Material]) long");
  CHECK(namesOf("CAST(Material AS bt.MaterialKind), CAST(Length AS bool), CAST(Length AS int)") ==
        "CAST ([Material] AS bt.MaterialKind) BuildingTest.MaterialKind, CAST ([Length] AS bool) boolean, "
        "CAST ([Length] AS INTEGER) int");
  CHECK(namesOf("CAST(LastMod AS TIME)").substr(0, 7) == "refused");
}

TEST_CASE("a constant is grouped by its alias only, and never as the place of a column", "[ecsql][sqlgen]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(has(sqlOf(snapshot, "SELECT COUNT(*) n, 1 g FROM bt.Beam GROUP BY g"), "GROUP BY CAST(1 AS INTEGER)"));
  CHECK(has(sqlOf(snapshot, "SELECT 9 g FROM bt.Beam ORDER BY (g)"), "ORDER BY 1"));
  for (const char* term : {"NULL", "1", "(1)", "-1", "1 + 1", "'a'", "TRUE", "DATE '2020-01-01'", "CAST(1 AS INT)",
                           "bt.MaterialKind.Steel", "?"}) {
    INFO(term);
    CHECK(has(sqlOf(snapshot, std::string("SELECT 1 FROM bt.Beam GROUP BY ") + term), "refused"));
  }
  CHECK_FALSE(has(sqlOf(snapshot, "SELECT 1 FROM bt.Beam GROUP BY Origin, UPPER('a'), CURRENT_DATE"), "refused"));
}

TEST_CASE("curly quotes are called no quotes", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (const char* query : {"SELECT 1 FROM bt.Beam WHERE Mark = ‘B0’", "SELECT 1 FROM bt.Beam WHERE Mark = “B0 x”"}) {
    INFO(query);
    CHECK(has(faultsOf(snapshot, query).front(), "is no quote in ECSQL"));
  }
  CHECK_FALSE(has(faultsOf(snapshot, "SELECT 1 FROM bt.Beam WHERE Nope = '‘B0’'").front(), "is no quote"));
}

TEST_CASE("a common table may refer to itself, once it has columns", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(faultsOf(snapshot, "WITH c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3) SELECT x FROM c") ==
        std::vector<std::string>{"accepted"});
  CHECK(faultsOf(snapshot, "WITH c AS (SELECT * FROM c) SELECT * FROM c").front().substr(0, 43) ==
        "`c` refers to itself before it has columns ");
}

TEST_CASE("names of common tables and of their columns are each there once", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(faultsOf(snapshot, "WITH c(a, A) AS (SELECT 1, 2) SELECT * FROM c") ==
        std::vector<std::string>{"`c` has two columns `A` / give each a name of its own | A"});
  CHECK(faultsOf(snapshot, "WITH c(a) AS (SELECT 1), C(b) AS (SELECT 2) SELECT * FROM c").front() ==
        "there are two common tables `C` / give each a name of its own | C");
  CHECK(faultsOf(snapshot, "WITH c(a) AS (SELECT 1) SELECT * FROM (WITH c(b) AS (SELECT 2) SELECT b FROM c)") ==
        std::vector<std::string>{"accepted"});
  CHECK(columnsOf(snapshot, "SELECT (WITH c(a) AS (SELECT Length FROM bt.Beam) SELECT a FROM c)") ==
        "(WITH c(a AS (SELECT [Length] FROM [bt].[Beam])SELECT [a] FROM c) double");
  CHECK(columnsOf(snapshot, "SELECT (WITH RECURSIVE c(a, b) AS (SELECT Length, 1 FROM bt.Beam) SELECT b FROM c)") ==
        "(WITH RECURSIVE c(a, b) AS (SELECT [Length], 1 FROM [bt].[Beam])SELECT [b] FROM c) long");
}

TEST_CASE("a parameter alone in a list is a number, unless another select types it", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(columnsOf(snapshot, "SELECT ?, :p, (?), :p q FROM bt.Beam") == "? double, :[p] double, (?) double, q double");
  CHECK(columnsOf(snapshot, "VALUES (?, 1), (2, ?)") == "? long, 1 long");
  CHECK(columnsOf(snapshot, "SELECT ? UNION ALL SELECT 'a'") == "? string");
  CHECK(columnsOf(snapshot, "SELECT ? UNION ALL SELECT ?") == "? double");
  CHECK(columnsOf(snapshot, "SELECT x FROM (SELECT ? x FROM bt.Beam) WHERE x < 3") == "x double");
  CHECK(columnsOf(snapshot, "WITH c(a) AS (VALUES (?) UNION ALL SELECT a + 1 FROM c WHERE a < 5) SELECT a FROM c") ==
        "a double");
  auto query = compile("SELECT ? FROM bt.Beam", *snapshot.catalog);
  REQUIRE(query);
  REQUIRE(query->newer.size() == 1);
  CHECK(query->newer[0].what == "a parameter alone in a select list");
}

TEST_CASE("the set of InVirtualSet is a parameter", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  for (auto* set : {"1", "'[1]'", "NULL", "ECInstanceId", "? + 1"})
    CHECK(faultsOf(snapshot, "SELECT 1 FROM bt.Beam WHERE InVirtualSet(" + std::string(set) + ", ECInstanceId)")
              .front()
              .starts_with("the set of InVirtualSet is a parameter"));
  for (auto* set : {"?", ":ids", "(?)"})
    CHECK(faultsOf(snapshot, "SELECT 1 FROM bt.Beam WHERE InVirtualSet(" + std::string(set) + ", ECInstanceId)") ==
          std::vector<std::string>{"accepted"});
}

TEST_CASE("the innermost select that says an option decides", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto flags = [&](const std::string& inner, const std::string& outer) {
    const std::string sql = sqlOf(snapshot, "SELECT T FROM (SELECT $ T FROM bt.Beam " + inner + ") " + outer);
    const size_t end = sql.find(')', sql.find("extract_inst"));
    return sql.substr(end - 2, 2);
  };
  CHECK(flags("", "") == ",0");
  CHECK(flags("", "OPTIONS USE_JS_PROP_NAMES") == ",1");
  CHECK(flags("OPTIONS USE_JS_PROP_NAMES=0", "OPTIONS USE_JS_PROP_NAMES") == ",0");
  CHECK(flags("OPTIONS USE_JS_PROP_NAMES", "OPTIONS USE_JS_PROP_NAMES=false") == ",1");
}

TEST_CASE("members that a sub-select hands on have no members of their own", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(columnsOf(snapshot, "SELECT Origin.X FROM (SELECT Origin FROM bt.Beam)") == "X double");
  CHECK(columnsOf(snapshot, "SELECT Origin.X FROM (SELECT Origin.X FROM bt.Beam)") == "X double");
  CHECK(columnsOf(snapshot, "SELECT Section.Size FROM (SELECT Section.Size FROM bt.Beam)") ==
        "Size BuildingTest.SectionSize");
  CHECK(faultsOf(snapshot, "SELECT Section.Size.Corner FROM (SELECT Section.Size FROM bt.Beam)").front() != "accepted");
}

TEST_CASE("what extract_inst and extract_prop give is text", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(columnsOf(snapshot,
                  "SELECT extract_inst(ECClassId,ECInstanceId,0) a, "
                  "EXTRACT_PROP(ECClassId,ECInstanceId,'LastMod') b FROM bt.Beam") == "a string, b string");
}

TEST_CASE("a parameter takes as many SQL parameters as the value opposite has columns", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto query =
      compile("SELECT 1 FROM bt.Beam WHERE StartPoint = :p AND Length > ? AND EndPoint <> :p", *snapshot.catalog);
  REQUIRE(query);
  REQUIRE(query->parameters.size() == 2);
  CHECK(query->parameters[0].name == "p");
  CHECK(query->parameters[0].sqlIndexes == std::vector<int>{1, 2, 3});
  CHECK(query->parameters[0].expected.kind == ValueKind::Point3d);
  CHECK(query->parameters[1].position == 1);
  CHECK(query->parameters[1].sqlIndexes == std::vector<int>{4});
}

TEST_CASE("what SQLite refuses is told in terms of the query", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  // What is marked is between the bars; they are no part of the query.
  for (std::string text : {
           "SELECT |nosuch|(Length) FROM bt.Beam",
           "SELECT UPPER(Mark), |upper|(Mark, 1) FROM bt.Beam",
           "SELECT 'lower(1,2)', lower(Mark) FROM bt.Beam WHERE |lower|(Mark, UserLabel) = 'a' AND lower(Mark) = 'b'",
           "SELECT COUNT(*) FROM bt.Beam WHERE |SUM|(Length) > 1 GROUP BY Mark",
           "SELECT ECInstanceId FROM bt.Beam WHERE Length > 1 AND (Mark = 'ä' OR 1 + |[nosuch]|(abs(Length)) > 2)",
           "SELECT ECInstanceId FROM (SELECT ECInstanceId, |nosuch|(Length) n FROM bt.Beam) WHERE n = nosuch(1)",
           "WITH t AS (SELECT Length l FROM bt.Beam) SELECT MAX(|nosuch|(l)) FROM t ORDER BY 1",
           "SELECT SUM(Length) s FROM bt.Beam GROUP BY Mark HAVING MAX(|s|) > 1",
           "SELECT 1 FROM bt.Beam UNION SELECT CASE WHEN |nosuch|(1) THEN 1 ELSE 2 END FROM bt.Column",
           "SELECT Length L FROM bt.Beam GROUP BY Length HAVING L > 1 AND |instr|(Mark) ORDER BY ECInstanceId LIMIT 2",
       }) {
    const auto begin = static_cast<uint32_t>(text.find('|')), end = static_cast<uint32_t>(text.rfind('|') - 1);
    text.erase(end + 1, 1).erase(begin, 1);
    INFO(text);
    auto query = compile(text, *snapshot.catalog);
    REQUIRE(query);
    auto statement = snapshot.db->prepare("SELECT * FROM (" + query->sql + ") LIMIT 1");
    REQUIRE_FALSE(statement);
    Diagnostics faults = ecsql::explainSqlite(statement.diagnostics(), text, *snapshot.catalog);
    INFO(faults[0].message);
    CHECK(faults[0].code == "query-invalid");
    CHECK(faults[0].span == Span{begin, end});
  }
}

TEST_CASE("the pieces of the SQL leave it as it is", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  const std::string text =
      "SELECT b.ECInstanceId, 1 one, b.$->Mark, StartPoint, UPPER(Mark) FROM bt.Beam b JOIN bis.Category c ON "
      "c.ECInstanceId = b.Category.Id WHERE Length BETWEEN 1 AND 2 + 1 ORDER BY one LIMIT 5";
  auto plain = compile(text, *snapshot.catalog), placed = compile(text, *snapshot.catalog, {{}, true});
  INFO(sqlOf(snapshot, text));
  REQUIRE((plain && placed));
  CHECK(plain->sql == placed->sql);
  CHECK(plain->pieces.empty());
  CHECK(placed->pieces.size() > 10);
  for (const ecsql::SqlPiece& piece : placed->pieces) {
    CHECK((piece.begin < piece.end && piece.end <= placed->sql.size()));
    CHECK((piece.span.begin < piece.span.end && piece.span.end <= text.size()));
  }
}

TEST_CASE("deep and long queries neither crash nor hang", "[ecsql]") {
  Snapshot snapshot = openSnapshot("building.bim");
  std::string many = "SELECT 1 FROM bt.Beam WHERE Length = 1";
  for (int i = 1; i < 2999; ++i) many += " OR Length = " + std::to_string(i);
  auto query = compile(many, *snapshot.catalog);
  REQUIRE(query);
  CHECK(snapshot.db->prepare(query->sql));
  for (int i = 0; i < 20000; ++i) many += " OR Length = " + std::to_string(i);
  CHECK(faultsOf(snapshot, many).front().substr(0, 58) == "the native engine joins no more than 2999 conditions by OR");
  std::string nested = "1";
  for (int i = 0; i < 60; ++i) nested = "(SELECT MAX(Length) + " + nested + " FROM bt.Beam)";
  CHECK(compile("SELECT " + nested, *snapshot.catalog));
}

// Each of these has rows natively, but none that the query asks for.
TEST_CASE("what the native engine answers with other rows is refused", "[ecsql][binder]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto has = [](const std::string& sql, const char* part) { return sql.find(part) != std::string::npos; };
  for (const char* query : {
           "WITH c AS (SELECT ECInstanceId i FROM bt.Beam) SELECT x.i FROM c x, c y",
           "WITH c AS (SELECT ECInstanceId i FROM bt.Beam) SELECT 1 FROM c x WHERE EXISTS (SELECT 1 FROM c y WHERE y.i "
           "> x.i)",
           "WITH c(i) AS (SELECT ECInstanceId FROM bt.Beam) SELECT * FROM c x, c y",
           "SELECT 1 FROM bt.Beam WHERE Length > ALL (SELECT b.Length FROM bt.Column b) OPTIONS NoECClassIdFilter",
           "SELECT 1 FROM bt.Beam WHERE Length > ALL (SELECT b.Length FROM bt.Column b JOIN bis.Model m ON 1 = 1)",
       }) {
    INFO(query);
    CHECK(has(sqlOf(snapshot, query), "natively"));
  }
  CHECK_FALSE(
      has(sqlOf(snapshot, "WITH c(i) AS (SELECT ECInstanceId FROM bt.Beam) SELECT x.i, y.i FROM c x, c y"), "refused"));
  CHECK_FALSE(
      has(sqlOf(snapshot, "WITH c AS (SELECT 1 i) SELECT x.i FROM c x WHERE EXISTS (SELECT i FROM c)"), "refused"));
  CHECK_FALSE(has(sqlOf(snapshot,
                        "SELECT 1 FROM bt.Beam WHERE Length > ALL (SELECT b.Length FROM bt.Column b WHERE 1 = 1)"
                        " OPTIONS NoECClassIdFilter"),
                  "refused"));
}
