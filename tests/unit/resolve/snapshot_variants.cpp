// Each variant is a copy in memory: some SQL, all tables into a database of another layout, some more SQL.
#include "resolve/snapshot_variants.h"

namespace premap::test {

namespace {

// An id far from the one before; of an element that others are told by, everywhere.
const std::string kFarIds = [] {
  std::string sql;
  for (const char* column :
       {"bis_Element.Id", "bis_Element.ParentId", "bis_Element.CodeScopeId", "bis_GeometricElement3d.ElementId",
        "bis_ElementMultiAspect.ElementId", "bis_ElementUniqueAspect.ElementId"}) {
    const std::string text = column, table = text.substr(0, text.find('.')), name = text.substr(text.find('.') + 1);
    // Clumps of a hundred, then a gap that doubles and doubles.
    sql += "UPDATE " + table + " SET " + name + "=" + name + "+(((" + name + "/100)*(" + name + "/100))<<33) WHERE " +
           name + ">=100;";
  }
  return sql;
}();

const std::string kLongTexts = "UPDATE bis_Element SET UserLabel=" + longText("Id", 700) + " WHERE Id%3=0;" +
                               "UPDATE bis_Element SET UserLabel=" + longText("Id", 70000) + " WHERE Id%41=0;" +
                               "UPDATE bis_Element SET JsonProperties='{\"filler\":\"'||" + longText("Id", 9000) +
                               "||'\",'||substr(JsonProperties,2) WHERE JsonProperties LIKE '{\"%' AND Id%2=0;"
                               "UPDATE bis_ElementMultiAspect SET ps1=" +
                               longText("Id", 5000) +
                               " WHERE typeof(ps1)='text' AND Id%3=0;"
                               "UPDATE bis_GeometricElement3d SET js1=" +
                               longText("ElementId", 20000) + " WHERE typeof(js1)='text' AND ElementId%5=0;";

// Links to elements that never were, and aspects of such.
const std::string kNoTargets =
    "UPDATE bis_Element SET ParentId=999999999,"
    "ParentRelECClassId=(SELECT max(ParentRelECClassId) FROM bis_Element) WHERE Id%7=0;"
    "UPDATE bis_Element SET ParentId=NULL,ParentRelECClassId=NULL WHERE Id%7=1;"
    "UPDATE bis_GeometricElement3d SET CategoryId=123456789 WHERE ElementId%6=0;"
    "UPDATE bis_ElementMultiAspect SET ElementId=987654321 WHERE Id%9=0;"
    "UPDATE bis_ElementUniqueAspect SET ElementId=987654322 WHERE Id%8=0;";

// Elements without their own row or without that of their class, links that are 0 or no number, classes that are none.
const std::string kTorn =
    "DELETE FROM bis_Element WHERE Id>60 AND Id%11=0;"
    "DELETE FROM bis_GeometricElement3d WHERE ElementId%13=0;"
    "UPDATE bis_Element SET ParentId=0,"
    "ParentRelECClassId=(SELECT max(ParentRelECClassId) FROM bis_Element) WHERE Id%7=2;"
    "UPDATE bis_Element SET ParentId='no number' WHERE Id%17=3;"
    "UPDATE bis_Element SET ParentId=70.5 WHERE Id%17=4;"
    "UPDATE bis_Element SET ECClassId=4000000 WHERE Id>60 AND Id%19=5;";

// Their ids descend while those of their elements ascend; some elements get all of a stretch.
const std::string kShuffledAspects =
    "UPDATE bis_ElementMultiAspect SET Id=-Id; UPDATE bis_ElementMultiAspect SET Id=Id+5000;"
    "UPDATE bis_ElementUniqueAspect SET Id=(Id*7919)%1000003+10000;"
    "UPDATE bis_ElementMultiAspect SET ElementId=(SELECT min(ElementId) FROM bis_GeometricElement3d)+30 WHERE Id%10=0;"
    "UPDATE bis_ElementUniqueAspect SET ElementId=(SELECT min(ElementId) FROM bis_GeometricElement3d)+2 WHERE Id%5=0;";

const std::string kFreePages =
    "CREATE TABLE filler(t); INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE "
    "i<400) SELECT " +
    longText("i", 6000) +
    " FROM n; DROP TABLE filler;"
    "DELETE FROM bis_Element WHERE Id>60 AND Id%4=1;"
    "DELETE FROM bis_GeometricElement3d WHERE ElementId>60 AND ElementId%4=1;"
    "DELETE FROM bis_GeometricElement3d_Overflow WHERE ElementId>60 AND ElementId%4=1;"
    "DELETE FROM bis_InformationReferenceElement WHERE ElementId>60 AND ElementId%4=1;"
    "DELETE FROM bis_InformationPartitionElement WHERE ElementId>60 AND ElementId%4=1;"
    "DELETE FROM bis_DefinitionElement WHERE ElementId>60 AND ElementId%4=1;"
    "DELETE FROM bis_ElementMultiAspect WHERE Id%5=1;";

// What stands in JSON members, sound and not; read by the paths of random_mapping.cpp.
std::vector<std::string> jsonTexts() {
  std::string deep = "1";
  for (int i = 0; i < 300; ++i) deep = "{\"n\":" + deep + "}";
  return {
      R"({"a":{"b":{"c":{"d":{"e":7}}},"B":{"c":1}},"x":1})",
      R"({"a":{"b":{"c":{"d":{"e":"deep","E":"other"}}}},"x":{"a":1}})",
      R"({"a":{"b":{"x":{"b":{"c":1}},"c":{"D":{"e":[1,{"e":2}]}}}}})",
      R"( { "say \"it\"" : "she \"said\"" , "back\\slash":"\\","path\/to":"\/ \b\f\n\r\t" } )",
      R"({"\u0061bc":"\u00e4\u20ac\ud83d\ude00","tab\there":true,"l\u00e4nge":12.5,"\ud83d\ude00":"smile"})",
      "{\"l\xC3\xA4nge\":\"\xC3\x9F\",\"\xF0\x9F\x98\x80\":0.1,\"abc\":null,\"Abc\":1}",
      R"({"twice":1,"twice":2})",
      R"({"twice":{"m":1},"twice":{"n":2}})",
      R"({"twice":{"m":1},"x":0,"twice":{"m":{"m":3},"m":4},"TWICE":5})",
      R"({"Twice":1,"tWICE":2})",
      R"({"twice":null,"Twice":7})",
      R"({"tw\u0069ce":"escaped","twice":"plain"})",
      R"({"twice":"plain","tw\u0069ce":"escaped"})",
      R"({"list":[],"number":-0.0,"none":null,"on":false,"text":""})",
      R"({"number":18446744073709551615,"text":"{\"inner\":{\"deep\":1}}","on":"true"})",
      R"({"number":9223372036854775808,"text":"{\"inner\":\"{\\\"deep\\\":\\\"d\\\"}\"}","on":1})",
      R"({"number":-9223372036854775808,"text":"[1]","on":"TRUE"})",
      R"({"number":1.0,"text":"{\"inner\":","on":0})",
      R"({"number":12345678901234567890123,"text":" { \"inner\" : 5 } "})",
      R"({"number":1E5,"text":"null","x":{}})",
      R"({"number":0.1e-7,"x":[]})",
      R"({"number":"  42  ","text":"12"})",
      R"({"number":01})",
      R"({"number":1.})",
      R"({"number":.5})",
      R"({"number":+1})",
      R"({"number":NaN})",
      R"({"x":1}})",
      R"({"x":1} //)",
      R"({"x":1,})",
      R"({"x" 1})",
      R"({x:1})",
      R"({'x':1})",
      R"({"x":"\x"})",
      R"({"x":"\u12g4"})",
      "{\"x\":\"a\nb\"}",
      std::string("{\"x\":\"a\0b\"}", 11),
      R"({"x":"\u0000","":1})",
      R"([{"x":1}])",
      R"("x")",
      "7",
      "null",
      "{}",
      " ",
      "",
      "{",
      R"({"x)",
      R"({"x":tru})",
      R"({"x":[1,2})",
      "{\"x\":" + deep + ",\"number\":3}",
      "{\"x\":" + std::string(400, '['),
  };
}

// Bytes that are no UTF-8, halves of surrogates, marks before and behind, a number beyond all: how far each is JSON is
// the reader's to say, and the judge of the tests says otherwise.
std::vector<std::string> oddJsonTexts() {
  return {
      R"({"list":[1,"2",{"x":null}],"number":1e400,"none":{"x":null},"on":true})",
      R"({"x":"\ud800"})",
      R"({"x":"\udc00\ud800"})",
      std::string("{\"x\":1}\0", 8),
      "\xEF\xBB\xBF{\"x\":1}",
      "{\"x\":\"\xC3\"}",
      "{\"x\":\"\xC0\x80\"}",
      "{\"x\":\"\xED\xA0\x80\"}",
      "{\"x\":\"\xF5\x80\x80\x80\"}",
      "{\"\xC3\":1,\"\xE3\":2,\"x\":3}",
  };
}

std::string hexOf(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return hex;
}

// Another of them for each row; the last is none.
std::string manyJson(const std::string& column, const std::string& by, const std::vector<std::string>& texts) {
  std::string sql = "CASE " + by + "%" + std::to_string(texts.size() + 1);
  for (size_t i = 0; i < texts.size(); ++i)
    sql += " WHEN " + std::to_string(i) + " THEN CAST(x'" + hexOf(texts[i]) + "' AS TEXT)";
  return "UPDATE bis_Element SET " + column + "=" + sql + " END;";
}

// From before the first year to after the last, whole days, halves of milliseconds, whole numbers.
const std::string kManyDates =
    "UPDATE bis_Element SET LastMod=CASE Id%13 WHEN 0 THEN 0 WHEN 1 THEN -1000.25 WHEN 2 THEN 1721425.5 WHEN 3 THEN "
    "1721425.499 WHEN 4 THEN 5373484.499999 WHEN 5 THEN 5373484.5 WHEN 6 THEN 1e9 WHEN 7 THEN 2459000 WHEN 8 THEN "
    "2459000.4999999999 WHEN 9 THEN 2440587.5 WHEN 10 THEN 2459000.5+Id/86400000.0 WHEN 11 THEN 2459000.5+Id*7.77 "
    "ELSE 2299160.5 END;";

}  // namespace

std::string longText(const std::string& id, size_t size) {
  return "('t'||" + id + "||replace(hex(zeroblob(" + std::to_string(size / 7 + 1) + ")),'00','l\xC3\xA4ng '))";
}

const std::vector<Variant>& variants() {
  static const std::vector<Variant> all{
      {"long texts", "building.bim", kLongTexts, {}, ""},
      {"pages of 1 kB", "building.bim", kLongTexts, {1024}, kShuffledAspects},
      {"pages of 64 kB", "building.bim", kNoTargets, {65536}, kLongTexts},
      {"after deletions", "building.bim", "", {}, kFreePages + kShuffledAspects + kNoTargets},
      {"auto-vacuum, reserved bytes", "building.bim", kShuffledAspects, {2048, 24, true}, kFreePages + kLongTexts},
      {"ids far apart", "plant-1k.bim", kFarIds, {}, kShuffledAspects + kNoTargets},
      {"UTF-16", "building.bim", kLongTexts, {4096, 0, false, "UTF-16le"}, kShuffledAspects},
      {"JSON and dates",
       "building.bim",
       manyJson("JsonProperties", "Id", jsonTexts()) + kManyDates,
       {8192},
       kShuffledAspects},
      {"torn rows",
       "building.bim",
       manyJson("JsonProperties", "Id", oddJsonTexts()),
       {512},
       kNoTargets + kTorn + kShuffledAspects,
       false},
      {"torn rows far apart", "plant-1k.bim", kFarIds + kTorn, {}, kNoTargets, false},
  };
  return all;
}

std::vector<std::byte> bytesOf(const Variant& variant) {
  MemoryDatabase original(fileBytes(std::string(PREMAP_FIXTURES "/") + variant.file)), made(variant.layout);
  original.run(variant.before);
  made.copyFrom(original);
  made.run(variant.after);
  return made.bytes();
}

}  // namespace premap::test
