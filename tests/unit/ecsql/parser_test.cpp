// Which texts are statements, and where a fault is said to be.
#include "premap/ecsql/parser.h"

#include "catch.h"
#include "premap/ecsql/lexer.h"

using namespace premap;
using namespace premap::ecsql;

namespace {

// "message | the text the span covers", or "accepted".
std::string faultOf(const std::string& ecsql) {
  auto parsed = parse(ecsql);
  if (parsed) return "accepted";
  const Diagnostic& fault = parsed.diagnostics().front();
  CHECK(fault.code == "query-invalid");
  REQUIRE(fault.span);
  REQUIRE(fault.span->end <= ecsql.size());
  return fault.message + " | " + ecsql.substr(fault.span->begin, fault.span->end - fault.span->begin);
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("tokens keep their place in the text", "[ecsql][lexer]") {
  auto tokens = tokenize("SELECT [a b], 'it''s' -- end\n FROM x /* c */ WHERE y>=0x1F");
  REQUIRE(tokens);
  std::vector<std::string> texts;
  for (const Token& token : *tokens) texts.push_back(token.text);
  CHECK(texts == std::vector<std::string>{"SELECT", "a b", ",", "it's", "FROM", "x", "WHERE", "y", ">=", "0x1F", ""});
  CHECK((*tokens)[1].kind == TokenKind::QuotedName);
  CHECK((*tokens)[3].span == Span{14, 21});
  CHECK((*tokens)[0].reserved);
  CHECK_FALSE((*tokens)[5].reserved);
}

TEST_CASE("what the grammar knows is accepted", "[ecsql][parser]") {
  for (const char* ecsql :
       {"SELECT 1",
        "VALUES(1,2)",
        "SELECT 1;",
        "SELECT ALL a FROM s.c",
        "SELECT a FROM s:c",
        "SELECT a FROM ONLY s.c x",
        "SELECT a FROM +ONLY s.c",
        "SELECT x.* FROM s.c x",
        "SELECT a [value] FROM s.c",
        "SELECT a FROM s.c WHERE b IS NOT NULL AND (c = 1 OR d LIKE 'x%' ESCAPE '!')",
        "SELECT a FROM s.c WHERE ECClassId IS NOT (ONLY s.d, ALL s.e)",
        "SELECT a FROM s.c WHERE a NOT BETWEEN 1 AND 2",
        "SELECT a FROM s.c WHERE a > ANY (SELECT b FROM s.d)",
        "SELECT a FROM s.c WHERE NOT EXISTS (SELECT 1 FROM s.d)",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
        "SELECT a FROM s.c JOIN s.d USING s.r AS r BACKWARD",
        "SELECT a FROM s.c LEFT OUTER JOIN s.d ON c.a = d.a",
        "SELECT CASE WHEN a = 1 THEN 'x' ELSE 'y' END, IIF(a > 1, 2, 3), CAST(a AS STRING) FROM s.c",
        "SELECT SUM(a) FILTER (WHERE b = 1) OVER (PARTITION BY c COLLATE NOCASE ORDER BY d ROWS BETWEEN 1 PRECEDING "
        "AND "
        "CURRENT ROW EXCLUDE TIES) FROM s.c",
        "SELECT rank() OVER w FROM s.c WINDOW w AS (ORDER BY a)",
        "SELECT $, $->a, x.$->b? FROM s.c x",
        "SELECT a FROM s.c ORDER BY a = 1 DESC NULLS LAST LIMIT 1 OFFSET 2 OPTIONS a b=1",
        "SELECT a FROM s.c, json1.json_each(c.j) e",
        "SELECT DATE '2020-01-01', ?, :name",
        "PRAGMA ecdb_ver",
        "SELECT [date](a), RTRIM(a), COUNT(DISTINCT a), COUNT(*) FROM s.c"}) {
    INFO(ecsql);
    CHECK(faultOf(ecsql) == "accepted");
  }
}

TEST_CASE("what it does not know is refused where it stands", "[ecsql][parser]") {
  CHECK(faultOf("") == "the query ends where SELECT is expected | ");
  CHECK(faultOf("SELECT a FROM s.c WHERE a == 1") == "unexpected `=`, an expression is expected | =");
  CHECK(faultOf("SELECT a > 1 FROM s.c") == "a condition cannot stand where a value is expected | a >");
  CHECK(faultOf("SELECT 1 WHERE 1 = 1") == "unexpected `WHERE`, the end of the query is expected | WHERE");
  CHECK(faultOf("SELECT CASE a WHEN 1 THEN 2 END FROM s.c") == "ECSQL knows only the searched form of CASE | a");
  CHECK(faultOf("SELECT MIN(a, b) FROM s.c") == "MIN takes one argument | MIN(a, b)");
  CHECK(faultOf("SELECT a FROM s.c NATURAL JOIN s.d") == "NATURAL JOIN is not supported by ECSQL | NATURAL");
  CHECK(faultOf("SELECT a FROM s.c LEFT JOIN s.d USING s.r") ==
        "a LEFT JOIN cannot take USING; only inner joins follow a relationship | USING");
  CHECK(faultOf("SELECT a FROM s.c OFFSET 1") == "OFFSET needs a LIMIT before it | OFFSET");
  CHECK(faultOf("SELECT a FROM s.c WHERE b = @x") == "unexpected character `@` | @");
  CHECK(faultOf("SELECT a FROM s.c; SELECT b FROM s.c") == "only one statement is allowed | SELECT");
  CHECK(faultOf("SELECT COUNT() FROM s.c") == "COUNT needs what to count | COUNT()");
  CHECK(faultOf("SELECT - -1") == "a sign cannot follow a sign | -");
  CHECK(faultOf("SELECT a FROM s.c WHERE NOT NOT a = 1") == "NOT cannot follow NOT | NOT");
  CHECK(faultOf("SELECT a FROM + +s.c") == "unexpected `+`, a class name is expected | +");
  CHECK(faultOf("SELECT 1 LIMIT 1") == "unexpected `LIMIT`, the end of the query is expected | LIMIT");
  CHECK(faultOf("SELECT a FROM s.c WHERE (a) IS 1") ==
        "unexpected `1`, NULL, TRUE, FALSE or a list of classes is expected | 1");
  CHECK(faultOf("SELECT a FROM s.c WHERE a + 1 IS NOT b AND 'x' IS c AND (-a) IS (1)") == "accepted");
  CHECK(faultOf("WITH RECURSIVE t AS (SELECT 1 i) SELECT i FROM t") ==
        "WITH RECURSIVE needs the names of a table's columns | t");
  CHECK(faultOf("SELECT a FROM s:group") == "unexpected `group`, a class name is expected | group");
  CHECK(faultOf("SELECT a FROM s.c WHERE b = :order") ==
        "unexpected `order`, the name of a parameter is expected | order");
  CHECK(faultOf("SELECT a FROM s.c WHERE b = :[my id]") == "`my id` cannot name a parameter | [my id]");
  CHECK(faultOf("SELECT a FROM s.c ORDER BY a > 1 AND b > 1") ==
        "unexpected `AND`, `,` or the end of the query is expected | AND");
  CHECK(faultOf("SELECT a FROM s.c WHERE a LIKE -1") == "LIKE takes a text, a property or a call as its pattern | -1");
  CHECK(faultOf("SELECT SUM(a) OVER (PARTITION BY UPPER(b)) FROM s.c") ==
        "PARTITION BY takes properties only | UPPER(");
  CHECK(faultOf("VALUES (1), (2) UNION SELECT 3") ==
        "VALUES of several rows cannot be joined with other selects | VALUES (1), (2)");
  CHECK(faultOf("SELECT 'x") == "the string is not closed | 'x");
  CHECK(faultOf("SELECT a /* x") == "the comment is not closed | /* x");
  CHECK(faultOf("SELECT a FROM s.c LIMIT 1 UNION SELECT a FROM s.c") ==
        "only the last SELECT of a UNION may have ORDER BY or LIMIT | SELECT a FROM s.c LIMIT 1");
}

TEST_CASE("comments leave nothing in their place, and places count them", "[ecsql][lexer]") {
  struct Case {
    const char *ecsql, *tokens;
  };
  for (const Case& c : {Case{"a/* x */b", "ab"}, Case{"a /* x */b", "a|b"}, Case{"a--x\nb", "ab"},
                        Case{"a //x\n b", "a|b"}, Case{"1/* x */2", "12"}, Case{"a</* x */=b", "a|<=|b"},
                        Case{"'a/* x */b'", "a/* x */b"}, Case{"\"a--b\"", "a--b"}, Case{"[a/* x */b]", "ab"},
                        Case{"[O'Neil] -- x\n b", "O'Neil|b"}, Case{"a /*/ x */", "a"}, Case{"-- all of it", ""}}) {
    INFO(c.ecsql);
    const auto tokens = tokenize(c.ecsql);
    REQUIRE(tokens);
    std::string texts;
    for (const Token& token : *tokens)
      if (token.kind != TokenKind::End) texts += (texts.empty() ? "" : "|") + token.text;
    CHECK(texts == c.tokens);
  }
  CHECK(faultOf("SELECT/* x */a FROM s.c") == "unexpected `SELECT/* x */a`, SELECT is expected | SELECT/* x */a");
  CHECK(faultOf("SELECT a -- x\n FROM s.c /* y */ WHERE") == "the query ends where an expression is expected | ");
  CHECK(faultOf("/* x */ SELECT a FROM s.c WHERE /* y */ b == 1") == "unexpected `=`, an expression is expected | =");
  CHECK(parse("SELECT/* x */a FROM s.c").diagnostics()[0].hint ==
        "a comment leaves nothing in its place, so this is `SELECTa`: put a space beside it");
}

// What the native engine's grammar makes of parentheses where a condition begins.
TEST_CASE("one thing in parentheses is a whole condition", "[ecsql][parser]") {
  const std::string one =
      "what stands alone in parentheses is a whole condition to ECSQL, it cannot be compared or calculated with | ";
  auto where = [](const std::string& condition) { return faultOf("SELECT 1 FROM s.c WHERE " + condition); };
  for (const char* thing : {"(a)", "((a))", "(x.a)", "(1)", "(NULL)", "(TRUE)", "(?)", "(:p)", "(f(a))",
                            "(IIF(a = 1, 2, 3))", "((SELECT 1))", "($->a)", "(COUNT(*))"}) {
    for (const char* rest :
         {" = 1", " > (b)", " + 1 > 2", " || 'x' = 'y'", " IN (1)", " NOT LIKE 'x'", " BETWEEN 1 AND 2"}) {
      INFO(thing << rest);
      CHECK(where(std::string(thing) + rest) == one + thing);
      CHECK(where("b = 1 OR NOT " + std::string(thing) + rest) == one + thing);
      CHECK(where("1 = 1 AND (" + std::string(thing) + rest + ")") == one + thing);
    }
    for (const char* rest : {"", " IS NULL", " IS NOT TRUE", " AND b = 1", " IS (s.d)"}) {
      INFO(thing << rest);
      CHECK(where(std::string(thing) + rest) == "accepted");
    }
  }
  for (const char* value : {"(a + 1)", "((a + 1))", "('x')", "(-a)", "(CASE WHEN a = 1 THEN 2 END)", "(CAST(a AS INT))",
                            "(SELECT 1)", "(a || 'x')", "(DATE '2020-01-01')", "-(a)", "1 + (a)"}) {
    INFO(value);
    CHECK(where(std::string(value) + " = (b)") == "accepted");
    CHECK(where(std::string(value) + " IS NOT b") == "accepted");
  }
  CHECK(where("(a > 1) = TRUE") == "a condition cannot be compared or calculated with | (a > 1)");
  CHECK(where("(a > 1) IS TRUE AND a > 1 IS NOT FALSE AND NOT EXISTS (SELECT 1) IS TRUE") == "accepted");
  CHECK(where("a IS NULL IS TRUE") == "unexpected `IS`, AND, OR or the end of the query is expected | IS");
  CHECK(faultOf("SELECT (a) + 1, IIF((a > 1), (a), (b)) FROM s.c GROUP BY (a) HAVING (a > 1) ORDER BY (a) > 1") ==
        "accepted");
  CHECK(faultOf("SELECT 1 FROM s.c HAVING (a) > 1") == one + "(a)");
  CHECK(faultOf("SELECT 1 FROM s.c JOIN s.d ON (c.a) = d.a") == one + "(c.a)");
  CHECK(faultOf("SELECT IIF((a) > 1, 2, 3), CASE WHEN (b) = 1 THEN 1 END FROM s.c") == one + "(a)");
}

TEST_CASE("spaces that are not seen are spaces", "[ecsql][lexer]") {
  for (const char* space : {"\u00A0", "\u2003", "\u200B", "\u200E", "\u202F", "\u2060", "\uFEFF"}) {
    const std::string s = space;
    CHECK(faultOf(s + "SELECT" + s + "a" + s + "FROM" + s + "s" + s + "." + s + "c" + s + "WHERE b" + s + ">" + s +
                  "5" + s) == "accepted");
    auto tokens = tokenize("[a" + s + "b] 'a" + s + "b'");
    REQUIRE(tokens);
    CHECK((*tokens)[0].text == "a b");
    CHECK((*tokens)[1].text == "a" + s + "b");
  }
  // To the native engine these are letters.
  for (const char* letter : {"\u3000", "\u2028", "\u1680", "\u2000"})
    CHECK(faultOf(std::string("SELECT") + letter + "a FROM s.c") != "accepted");
  CHECK(faultOf("SELECT\va FROM s.c") != "accepted");
}

TEST_CASE("what only newer engines accept is noted", "[ecsql][parser]") {
  auto newer = [](const std::string& ecsql) {
    auto parsed = parse(ecsql);
    std::string out;
    if (!parsed) return std::string("refused");
    for (const NewerConstruct& construct : parsed->newer)
      out += construct.what + " | " + ecsql.substr(construct.span.begin, construct.span.end - construct.span.begin);
    return out;
  };
  CHECK(newer("SELECT 1 FROM s.c WHERE a IS b") == "`IS` between two values | a IS b");
  CHECK(newer("SELECT 1 FROM s.c WHERE a IS (b)") == "`IS` between two values | a IS (b)");
  CHECK(newer("SELECT 1 FROM s.c WHERE a IS NULL AND b + 1 IS c AND d IS (s.e) AND f IS TRUE") == "");
  CHECK(newer("WITH c(a) AS (VALUES (1), (2)) SELECT a FROM c") ==
        "VALUES of several rows in a common table expression | VALUES (1), (2)");
  CHECK(newer("WITH c(a) AS (VALUES (1)) SELECT a FROM c") == "");
  CHECK(newer("SELECT * FROM (VALUES (1), (2))") == "");
  CHECK(newer("SELECT 1 FROM s.c CROSS JOIN s.d ON a = b") == "CROSS JOIN with ON | a = b");
  CHECK(newer("SELECT 1 FROM s.c CROSS JOIN s.d") == "");
}

TEST_CASE("depth and length end in a diagnostic", "[ecsql][parser]") {
  std::string tooDeep = "the query is nested deeper than 400 levels";
  for (const std::string& ecsql :
       {"SELECT " + repeated("(", 100000) + "1" + repeated(")", 100000),
        "SELECT " + repeated("-(", 100000) + "1" + repeated(")", 100000),
        "SELECT a FROM s.c WHERE " + repeated("NOT (", 100000) + "a = 1" + repeated(")", 100000),
        "SELECT " + repeated("CASE WHEN 1 = 1 THEN ", 100000) + "1" + repeated(" END", 100000),
        repeated("SELECT a FROM (", 100000) + "SELECT 1" + repeated(")", 100000)}) {
    CHECK(faultOf(ecsql).substr(0, tooDeep.size()) == tooDeep);
  }
  CHECK(faultOf("SELECT a FROM s.c WHERE a = 1" + repeated(" OR a = 1", 100000)) == "accepted");
  CHECK(faultOf("SELECT 1" + repeated(" UNION SELECT 1", 600)).substr(0, 41) ==
        "the query joins more than 500 selects | S");
  CHECK(faultOf(std::string(5 * 1024 * 1024, ' ')).substr(0, 24) == "the query is longer than");
}

TEST_CASE("one run reports the faults of several parts", "[ecsql][parser]") {
  auto placesOf = [](const std::string& ecsql) {
    auto parsed = ecsql::parse(ecsql);
    std::string out;
    if (parsed) return out;
    for (const Diagnostic& fault : parsed.diagnostics())
      out += (out.empty() ? "" : " ") + std::to_string(fault.span->begin);
    return out;
  };
  CHECK(placesOf("SELECT a b c, 1 + FROM s.c WHERE a = = 2 ORDER BY b ASCENDING") == "11 18 37 52");
  CHECK(placesOf("SELECT (SELECT 1 FROM s.c WHERE 1 = ), a FROM s.c GROUP BY 1 +, b") == "36 62");
  CHECK(placesOf("SELECT a FROM s.c c d WHERE a > AND b UNION SELECT FROM s.c") == "20 32 51");
  // What follows from a fault is not reported as another.
  CHECK(placesOf("SELECT a FORM s.c WHERE a = 1") == "14");
  CHECK(placesOf("SELECT ((a FROM s.c WHERE b = = 1") == "11");
}
