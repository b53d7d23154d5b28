// The SQL functions that ECSQL brings along: class names and ids, GUIDs and ids as text, regular expressions, instances
// as JSON, placements and boxes, id sets. SQLite's own functions (JSON, dates, mathematics) are there anyway.
//
//   Status ready = registerFunctions(*db, *catalog);
//   auto statement = db->prepare("SELECT ec_classname(ECClassId, 's.c') FROM bis_Element");
//
// | function | answers |
// | --- | --- |
// | ec_classname(id [, format]) | "BisCore:Element"; format 's:c' 0, 'a:c' 1, 's' 2, 'a' 3, 'c' 4, 's.c' 5, 'a.c' 6 |
// | ec_classid('s.c') or ec_classid('s', 'c') | class id; schema by name or alias |
// | ec_instanceof(classId, class, …) | 1 when the class is one of the others or derived from it; an unknown name gives NULL |
// | StrToGuid(text), GuidToStr(blob) | 16 bytes, text; NULL when it is none |
// | IdToHex(id), HexToId(text) | "0x2d"; garbage gives 0 |
// | InVirtualSet(?, id) | 1 when the id is among those bound by Statement::bindIds |
// | regexp(pattern, text), regexp_extract(text, pattern [, rewrite]) | RE2's syntax and meaning; linear time |
// | extract_inst(classId, id, flags) | the instance as JSON text; flags: 1 JavaScript names, 2 whole blobs |
// | extract_prop(classId, id, 'name' [, flags [, position]]) | the stored value, composites as JSON text: for comparing |
// | extract_prop_json(classId, id, 'name' [, flags]) | the value as JSON, formatted: ids hex, dates ISO: for showing |
// | XmlCAToJson(caClassId, xml) | a custom attribute as JSON text |
// | iModel_point, … (also DGN_point, …) | placements: blobs of little-endian doubles, see functions/geometry.cpp |
// | class_props('["A","B"]'), column class_id | mapped classes that have all those properties |
// | IdSet('["0x2d", 46]'), column id | the ids of a JSON array; anything else in it is an error |
//
// Except where it says otherwise NULL in gives NULL out, and an argument of the wrong kind fails the statement.
#pragma once

#include "premap/base/result.h"
#include "premap/schema/catalog.h"

namespace premap {

/// Registers all of them on the connection. The catalog must outlive every statement that uses them.
/// Errors: `sqlite-error` when SQLite refuses one.
Status registerFunctions(Database& db, const Catalog& catalog);

}  // namespace premap
