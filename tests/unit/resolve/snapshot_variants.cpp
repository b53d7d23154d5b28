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
      {"torn rows", "building.bim", "", {512}, kNoTargets + kTorn + kShuffledAspects, false},
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
