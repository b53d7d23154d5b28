// Expected values are the native functions' own, unless a comment says otherwise. The sample's class BuildingTest.Beam
// has id 0x175, element 0x26 is one of its instances.
#include "premap/schema/functions.h"

#include "schema/snapshot.h"

using namespace premap;

TEST_CASE("classes by id and name", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& expression) { return valueOf(*snapshot.db, "SELECT " + expression); };
  CHECK(value("ec_classname(0x175)") == "BuildingTest:Beam");
  CHECK(value("ec_classname(0x175,'a.c')") == "bt.Beam");
  CHECK(value("ec_classname(0x175,'S:C')") == "BuildingTest:Beam");
  CHECK(value("ec_classname(0x175,2)") == "BuildingTest");
  CHECK(value("ec_classname(0x175,'zz')") == "NULL");
  CHECK(value("ec_classname(0x175,7)") == "NULL");
  CHECK(value("ec_classname(0x175,NULL)") == "BuildingTest:Beam");
  CHECK(value("ec_classname(0x175,2.0)") == "BuildingTest:Beam");
  CHECK(value("ec_classname('373')") == "BuildingTest:Beam");
  CHECK(value("ec_classname('0x175')") == "NULL");
  CHECK(value("ec_classname(NULL)") == "NULL");
  CHECK(value("ec_classid('bt.Beam')") == "373");
  CHECK(value("ec_classid('bt:beam')") == "373");
  CHECK(value("ec_classid('BuildingTest','BEAM')") == "373");
  for (auto* text : {"'Beam'", "'bt','Nope'", "NULL", "'bt',NULL", "5", "'bt.x.y'", "''"})
    CHECK(value("ec_classid(" + std::string(text) + ")") == "NULL");
  CHECK(value("ec_classid('bt','Beam','x')") == "error: ec_classid expects one or two arguments");
}

TEST_CASE("class membership", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& arguments) {
    return valueOf(*snapshot.db, "SELECT ec_instanceof(" + arguments + ")");
  };
  CHECK(value("0x175,'bis.Element'") == "1");
  CHECK(value("0x175,'bis:Element','bt.Column'") == "1");
  CHECK(value("0x175,'bt.ITagged'") == "1");
  CHECK(value("0x175,0x175") == "1");
  for (auto* none : {"0x175,'bt.Column'", "NULL,'bis.Element'", "0x175,NULL", "99999,'bis.Element'", "0x175,99999",
                     "0x175,2.5", "373.0,'bis.Element'"})
    CHECK(value(none) == "0");
  for (auto* unknown : {"0x175,'bt.Nope'", "0x175,'bt.Nope','bis.Element'", "0x175,'bis.Element','bt.Nope'",
                        "0x175,'373'", "'373','bis.Element'"})
    CHECK(value(unknown) == "NULL");
}

TEST_CASE("ids and GUIDs as text", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& expression) { return valueOf(*snapshot.db, "SELECT " + expression); };
  CHECK(value("GuidToStr(StrToGuid('F1C70000-B11D-4000-8000-00000000004B'))") ==
        "f1c70000-b11d-4000-8000-00000000004b");
  CHECK(value("hex(StrToGuid('f1c70000-b11d-4000-8000-00000000004b'))") == "F1C70000B11D4000800000000000004B");
  for (auto* text : {"'f1c70000b11d4000800000000000004b'", "'{f1c70000-b11d-4000-8000-00000000004b}'", "5", "NULL",
                     "' f1c70000-b11d-4000-8000-00000000004b'"})
    CHECK(value("StrToGuid(" + std::string(text) + ")") == "NULL");
  CHECK(value("GuidToStr(randomblob(15))") == "NULL");
  CHECK(value("GuidToStr('0123456789abcdef')") == "NULL");
  CHECK(value("IdToHex(45)") == "0x2d");
  CHECK(value("IdToHex(0)") == "0");
  CHECK(value("IdToHex(-1)") == "0xffffffffffffffff");
  CHECK(value("IdToHex('45')") == "NULL");
  CHECK(value("HexToId('0X2D')") == "45");
  CHECK(value("HexToId('10')") == "16");
  for (auto* garbage : {"''", "'0x2dzz'", "' 0x2d'", "'-1'", "'0x'", "'+0x2d'"})
    CHECK(value("HexToId(" + std::string(garbage) + ")") == "0");
  CHECK(value("HexToId('0xfffffffffffffffff')") == "-1");
  CHECK(value("HexToId(16)") == "NULL");
  CHECK(value("base36(46655)") == "ZZZ");
  CHECK(value("base36(0)") == "0");
  CHECK(value("base36(-1)") == "3W5E11264SGSF");
  for (auto* other : {"NULL", "'12'", "1.9", "x'31'"}) CHECK(value("base36(" + std::string(other) + ")") == "NULL");
}

TEST_CASE("bound ids", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto count = [&](const char* sql) {
    auto statement = snapshot.db->prepare(sql);
    REQUIRE(statement.ok());
    statement->bindIds(1, {0x27, 0x26, 0x27, 0x7fffffff});
    REQUIRE(statement->step() == Step::Row);
    return statement->int64(0);
  };
  CHECK(count("SELECT count(*) FROM bis_Element WHERE InVirtualSet(?1, Id)") == 2);
  CHECK(count("SELECT count(*) FROM bis_Element WHERE Id IN premap_ids(?1)") == 2);
  CHECK(count("SELECT count(*) FROM premap_ids(?1) i JOIN bis_Element e ON e.Id=i.value") == 2);
  CHECK(count("SELECT count(*) FROM bis_Element e JOIN premap_ids(?1) i ON e.Id=i.value WHERE e.Id>0x26") == 1);
  CHECK(count("SELECT count(*) FROM premap_ids(?1)") == 3);
  CHECK(count("SELECT value FROM premap_ids(?1) ORDER BY value DESC LIMIT 1") == 0x7fffffff);
  CHECK(valueOf(*snapshot.db, "SELECT count(*) FROM premap_ids(NULL)") == "0");
  CHECK(valueOf(*snapshot.db, "SELECT count(*) FROM premap_ids('[1]')").starts_with("error: premap_ids"));
  CHECK(valueOf(*snapshot.db, "SELECT InVirtualSet(NULL, 1)") == "0");
}

TEST_CASE("ids in JSON text", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto ids = [&](const std::string& text) {
    return valueOf(*snapshot.db, "SELECT group_concat(id) FROM IdSet('" + text + "')");
  };
  CHECK(ids(R"([1,"0x2","3",2])") == "1,2,3");
  CHECK(ids("[5,1,1]") == "1,5");
  CHECK(ids("[]") == "NULL");
  CHECK(ids(R"([9007199254740993,"0x20000000000001"])") == "9007199254740993");
  CHECK(ids("[1.0,2e1,\"0X3\"]") == "1,3,20");
  CHECK(ids("") == "NULL");
  CHECK(valueOf(*snapshot.db, "SELECT count(*) FROM IdSet(NULL)") == "0");  // a parameter that nobody bound
  CHECK(ids("[1,0]") == "error: IdSet: element 1 of the array is no id");
  for (auto* text : {R"([1,"abc"])", "[1,1.5]", "[1,null]", "[1,-3]"})
    CHECK(ids(text).starts_with("error: IdSet: element 1"));
  for (auto* text : {"abc", "{}", "5"})
    CHECK(ids(text) == "error: IdSet: the argument must be the text of a JSON array of ids");
}

TEST_CASE("regular expressions", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& expression) { return valueOf(*snapshot.db, "SELECT " + expression); };
  CHECK(value("regexp('a.c','xabcx')") == "1");
  CHECK(value("regexp('a','A')") == "0");
  CHECK(value("regexp(NULL,'a')") == "NULL");
  CHECK(value("regexp('a',NULL)") == "NULL");
  CHECK(value("regexp('5',15)") == "NULL");
  CHECK(value("regexp(5,'15')").starts_with("error: regex"));
  CHECK(value("regexp('[','a')") == "error: regex: missing ]: [");
  CHECK(value("regexp_extract('abc123','([a-z]+)(\\d+)','\\2-\\1')") == "123-abc");
  CHECK(value("regexp_extract('abc','(b)(c)')") == "bc");
  CHECK(value("regexp_extract('abc','(x)?b','[\\1]')") == "[]");
  CHECK(value("regexp_extract('abc','x')") == "NULL");
  CHECK(value("regexp_extract('abc','b','\\1')") == "NULL");
  CHECK(value("regexp_extract('abc','b','')").empty());
  CHECK(value("regexp_extract(NULL,'a')") == "NULL");
  CHECK(value("regexp_extract('a','a',NULL)").starts_with("error: regex"));
  CHECK(value("count(*) FROM bis_Element WHERE regexp('^Beam-00[0-4]$', CodeValue)") == "4");
}

TEST_CASE("placements", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& expression) { return valueOf(*snapshot.db, "SELECT " + expression); };
  auto number = [&](const std::string& expression) { return std::stod(value(expression)); };
  const std::string box = "iModel_bbox(0,0,0,1,2,3)";
  CHECK(number("iModel_bbox_volume(" + box + ")") == 6);
  CHECK(number("iModel_bbox_width(" + box + ")") == 1);
  CHECK(number("iModel_bbox_depth(" + box + ")") == 2);
  CHECK(number("iModel_bbox_height(" + box + ")") == 3);
  CHECK(number("DGN_bbox_areaxy(DGN_bbox(0,0,0,1,2,3))") == 2);
  CHECK(number("iModel_bbox_volume(iModel_bbox(4,5,6,1,2,3))") == 27);
  CHECK(value("hex(iModel_point(1,NULL,'x'))") == "000000000000F03F" + std::string(32, '0'));
  CHECK(number("iModel_point_value(iModel_point(1,2,3),2)") == 3);
  CHECK(value("iModel_point_value(iModel_point(1,2,3),3)") == "error: Illegal input to iModel_point_value");
  CHECK(value("iModel_point_value(NULL,0)") == "error: Illegal input to iModel_point_value");
  CHECK(value("iModel_angles_value(NULL,0)") == "NULL");
  CHECK(number("iModel_angles_value(iModel_angles(1,2,3),1.7)") == 2);
  CHECK(number("iModel_angles_maxdiff(iModel_angles(1,2,3),iModel_angles(4,9,3))") == 7);
  CHECK(number("iModel_angles_maxdiff(iModel_angles(350,0,0),iModel_angles(5,0,0))") == 345);
  CHECK(value("iModel_angles_maxdiff(iModel_angles(1,2,3),NULL)") == "NULL");
  CHECK(number("iModel_point_distance(iModel_point(0,0,0),iModel_point(3,4,0))") == 5);
  CHECK(number("iModel_point_min_distance_to_bbox(iModel_point(0,0,0),iModel_bbox(3,4,0,5,5,5))") == 5);
  CHECK(number("iModel_point_min_distance_to_bbox(iModel_point(4,4.5,1),iModel_bbox(3,4,0,5,5,5))") == 0);
  CHECK(value("iModel_bbox_overlaps(iModel_bbox(1,2,3,4,5,6),iModel_bbox(4,5,6,7,8,9))") == "1");
  CHECK(value("iModel_bbox_overlaps(iModel_bbox(1,2,3,4,5,6),iModel_bbox(4.1,5,6,7,8,9))") == "0");
  CHECK(value("iModel_bbox_contains(iModel_bbox(0,0,0,3,3,3),iModel_bbox(0,0,0,1,1,3))") == "1");
  CHECK(value("iModel_bbox_contains(iModel_bbox(0,0,0,3,3,3),NULL)") == "error: Illegal input to iModel_bbox_contains");
  CHECK(value("iModel_placement_aabb(NULL)") == "NULL");
  CHECK(value("iModel_placement_origin('x')") == "error: Illegal input to iModel_placement_origin");
}

TEST_CASE("the axis-aligned box of a placement", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto edge = [&](const std::string& placement, int index) {
    return std::stod(valueOf(*snapshot.db, "SELECT iModel_bbox_value(iModel_placement_aabb(iModel_placement(" +
                                               placement + "))," + std::to_string(index) + ")"));
  };
  const std::string turned = "iModel_point(10,0,0),iModel_angles(90,0,0),iModel_bbox(0,0,0,1,2,3)";
  const double expectedTurned[] = {8, 0, 0, 10, 1, 3};
  const std::string flat = "iModel_point(1,2,3),iModel_angles(0,0,0),iModel_bbox(0,0,0,0,0,0)";
  const double expectedFlat[] = {0.9995, 1.9995, 2.9995, 1.0005, 2.0005, 3.0005};
  // As the native function prints it for yaw 10, pitch 20, roll 30.
  const std::string tilted = "iModel_point(1,2,3),iModel_angles(10,20,30),iModel_bbox(0,0,0,1,2,3)";
  const double expectedTilted[] = {-0.2522139413029221, 0.3684855725530234, 3,
                                   1.9254165783983233,  3.809521800457537,  6.723105808159699};
  for (int i = 0; i < 6; ++i) {
    CHECK(edge(turned, i) == expectedTurned[i]);
    CHECK(edge(flat, i) == Catch::Approx(expectedFlat[i]).epsilon(1e-12));
    CHECK(edge(tilted, i) == Catch::Approx(expectedTilted[i]).epsilon(1e-14));
  }
}

TEST_CASE("boxes are united and found in the spatial index", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& sql) { return valueOf(*snapshot.db, sql); };
  CHECK(
      value("SELECT hex(iModel_bbox_union(b)) = hex(iModel_bbox(0,0,0,3,2,1)) FROM (SELECT iModel_bbox(0,0,0,3,1,1) b "
            "UNION ALL SELECT NULL UNION ALL SELECT iModel_bbox(1,1,0,2,2,1))") == "1");
  CHECK(value("SELECT iModel_bbox_union(NULL)") == "NULL");
  CHECK(value("SELECT iModel_bbox_union(iModel_point(1,2,3))") == "error: Illegal input to iModel_bbox_union");
  const std::string overlapping =
      "SELECT count(*), count(DISTINCT ElementId) FROM dgn_SpatialIndex WHERE ElementId MATCH "
      "iModel_spatial_overlap_aabb(iModel_bbox(0,0,0,5,5,5))";
  CHECK(value(overlapping) == "39");
  CHECK(value("SELECT count(*) FROM dgn_SpatialIndex WHERE MinX<=5 AND MaxX>=0 AND MinY<=5 AND MaxY>=0 AND MinZ<=5 AND "
              "MaxZ>=0") == "39");
  CHECK(value("SELECT count(*) FROM dgn_SpatialIndex WHERE ElementId MATCH iModel_spatial_overlap_aabb(NULL)")
            .starts_with("error:"));
}

TEST_CASE("instances as JSON", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& expression) { return valueOf(*snapshot.db, "SELECT " + expression); };
  CHECK(value("extract_inst(0x184, 0x21, 0)") ==
        R"({"ECInstanceId":"0x21","ECClassId":"0x184","Element":{"Id":"0x26","RelECClassId":"0x94"},"Coating":"none",)"
        R"("Length":99.0,"Layer":{"LayerName":"FP0","MaterialCode":0,"Thickness":0.0}})");
  CHECK(value("extract_inst(0x18c, 0x133, 1)") ==
        R"({"id":"0x133","className":"BuildingTest.WeldedConnection","weldLength":0.0,"sourceId":"0x26",)"
        R"("sourceClassName":"BuildingTest.Beam","targetId":"0x76","targetClassName":"BuildingTest.Column"})");
  CHECK(value("extract_inst('bt.Beam', 0x26, 0) = extract_inst(0x175, 0x26, 0)") == "1");
  CHECK(value("extract_inst('buildingtest:BEAM', 0x26, 0) = extract_inst(0x175, 0x26, 0)") == "1");
  for (auto* none :
       {"extract_inst('bt.Nope', 0x26, 0)", "extract_inst('Beam', 0x26, 0)", "extract_inst('373', 0x26, 0)",
        "extract_inst(0x175, '38', 0)", "extract_prop('bt.Beam', 0x26, 'Mark')"})
    CHECK(value(none) == "NULL");
  CHECK(value("extract_inst(999999, 0x26, 0)") == "NULL");
  CHECK(value("extract_inst(0x175, 1, 0)") == "NULL");
  // The native engine crashes here: the element is a beam, no column.
  CHECK(value("extract_inst(ec_classid('bt.Column'), 0x26, 0)") == "NULL");
  CHECK(value("json_extract(extract_inst(ec_classid('bis.Element'), 0x26, 0), '$.ECClassId')") == "0x175");
}

TEST_CASE("properties of instances", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto stored = [&](const std::string& name) {
    return valueOf(*snapshot.db, "SELECT extract_prop(0x175, 0x26, '" + name + "')");
  };
  CHECK(stored("Mark") == "B0-\xC3\xA9");
  CHECK(stored("mark") == "B0-\xC3\xA9");
  CHECK(stored("IsExternal") == "1");
  CHECK(stored("Length") == "2.0");
  CHECK(stored("ECClassId") == "373");
  CHECK(stored("LastMod").starts_with("24613"));
  CHECK(stored("Origin") == R"({"X":0.0,"Y":0.0,"Z":0.0})");
  for (auto* none : {"Nope", "Section.Name", "Model.Id", "Origin.X", ""}) CHECK(stored(none) == "NULL");
  auto shown = [&](const std::string& name, int flags = 0) {
    return valueOf(*snapshot.db,
                   "SELECT extract_prop_json(0x175, 0x26, '" + name + "', " + std::to_string(flags) + ")");
  };
  CHECK(shown("Mark") == "\"B0-\xC3\xA9\"");
  CHECK(shown("IsExternal") == "true");
  CHECK(shown("Length") == "2");
  CHECK(shown("ECClassId") == "\"0x175\"");
  CHECK(shown("FederationGuid") == "\"f1c70000-b11d-4000-8000-00000000000f\"");
  CHECK(shown("LastMod").ends_with("Z\""));
  CHECK(shown("Model") == R"("{\"Id\":\"0x13\",\"RelECClassId\":\"0x63\"}")");
  CHECK(shown("Offset2d", 1) == R"("{\"x\":0.0,\"y\":-1.5}")");
  CHECK(shown("JsonProperties") == "NULL");
  CHECK(valueOf(*snapshot.db,
                "SELECT count(DISTINCT extract_prop(ECClassId, Id, 'CodeValue')) = count(DISTINCT "
                "CodeValue COLLATE BINARY) FROM bis_Element") == "1");
}

TEST_CASE("classes that have properties", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto has = [&](const std::string& names, const std::string& cls) {
    return valueOf(*snapshot.db, "SELECT ec_classid('" + cls + "') IN class_props('" + names + "')");
  };
  CHECK(has(R"(["Mark","CodeValue"])", "bt.Beam") == "1");
  CHECK(has(R"(["Mark","Nope"])", "bt.Beam") == "0");
  CHECK(has(R"(["Mark"])", "bis.Subject") == "0");
  CHECK(has(R"(["Model.Id"])", "bt.Beam") == "0");
}

TEST_CASE("custom attributes as JSON", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  auto value = [&](const std::string& cls, const std::string& xml) {
    return valueOf(*snapshot.db, "SELECT XmlCAToJson(ec_classid('" + cls + "'), '" + xml + "')");
  };
  CHECK(
      value("ECDbMap.PropertyMap",
            "<PropertyMap xmlns=\"ECDbMap.02.04\">\n <IsNullable>False</IsNullable> <IsUnique>True</IsUnique>"
            "<Collation>No&amp;Case</Collation></PropertyMap>\n") ==
      R"({"ecClass":"PropertyMap","ecSchema":"ECDbMap.02.04","PropertyMap":{"IsNullable":false,"IsUnique":true,"Collation":"No&Case"}})");
  CHECK(
      value("ECDbMap.DbIndexList",
            "<DbIndexList xmlns=\"ECDbMap.02.04\"><Indexes><DbIndex><Name>n</Name><IsUnique>True</IsUnique><Properties>"
            "<string>A</string><string>B</string></Properties></DbIndex></Indexes></DbIndexList>") ==
      R"({"ecClass":"DbIndexList","ecSchema":"ECDbMap.02.04","DbIndexList":{"Indexes":[{"Name":"n","IsUnique":true,"Properties":["A","B"]}]}})");
  CHECK(value("CoreCustomAttributes.HiddenClass", "<HiddenClass xmlns=\"CoreCustomAttributes.01.04\"/>") ==
        R"({"ecClass":"HiddenClass","ecSchema":"CoreCustomAttributes.01.04","HiddenClass":{}})");
  for (auto* bad : {"<a/>", "", "<HiddenClass", "<HiddenClass></x>"})
    CHECK(value("CoreCustomAttributes.HiddenClass", bad).starts_with("error: XmlCAToJson"));
  CHECK(valueOf(*snapshot.db, "SELECT count(*) FROM ec_CustomAttribute WHERE XmlCAToJson(ClassId, Instance) IS NULL") ==
        "0");
}

TEST_CASE("doubles become text as in the native engine's SQLite", "[functions]") {
  Snapshot snapshot = openSnapshot("building.bim");
  CHECK(valueOf(*snapshot.db, "SELECT CAST(0.1+0.2 AS TEXT)") == "0.30000000000000004");
  CHECK(valueOf(*snapshot.db, "SELECT hex(2461366.2132288655)") == "323436313336362E32313332323838363535");
}
