// Every row that the native engine gave for `SELECT * FROM …`, read again instance by instance.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "premap/base/text.h"
#include "schema/instance_reader.h"
#include "schema/snapshot.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

Json recorded(const std::string& file) {
  std::ifstream in(PREMAP_RECORDED + ("/" + file));
  Json answers = Json::parse(in, nullptr, false);
  REQUIRE(answers.is_object());
  return answers;
}

// The class of a plain `SELECT * FROM [ONLY] s.c`, empty for any other query.
std::string classOf(const std::string& ecsql) {
  static const std::regex kStar(R"(^SELECT \* FROM (?:ONLY )?([\w.]+)(?: ORDER BY ECInstanceId)?(?: LIMIT \d+)?$)");
  std::smatch match;
  return std::regex_match(ecsql, match, kStar) ? match[1].str() : "";
}

// Bytes are recorded as {"$b64": text}; we write them as the text.
Json plain(const Json& value) {
  if (value.is_object() && value.contains("$b64")) return value["$b64"];
  if (!value.is_structured()) return value;
  Json out = value;
  for (Json& each : out) each = plain(each);
  return out;
}

std::string qualified(std::string name) {
  for (char& c : name)
    if (c == ':') c = '.';
  return name;
}

}  // namespace

TEST_CASE("instances read as the native engine reads them", "[value][golden]") {
  Snapshot snapshot = openSnapshot("building.bim");
  const Catalog& catalog = *snapshot.catalog;
  Json file = recorded("building.json");
  size_t compared = 0, queries = 0;
  for (const Json& query : file["queries"]) {
    const std::string ecsql = query["ecsql"];
    const Class* cls = catalog.findClass(classOf(ecsql));
    if (!cls || cls->type == ClassType::Relationship) continue;
    ++queries;
    INFO(ecsql);
    const bool names = query.value("convertClassIdsToClassNames", false);
    for (const char* which : {"rows", "rowsJs"}) {
      ValueFormat format;
      format.names = std::string_view(which) == "rowsJs" ? NameStyle::JavaScript : NameStyle::ECSql;
      format.classIdsAsNames = names;
      format.abbreviateBlobs = query.value("abbreviateBlobs", false);
      for (const Json& row : query[which]) {
        const Json first = row.is_array() ? row[0] : row["id"];
        auto id = hexToId(first.get<std::string>());
        const Json classOfRow = row.is_array() ? row[1] : row["className"];
        const Class* actual = names || !row.is_array() ? catalog.findClass(qualified(classOfRow))
                                                       : catalog.classById(*hexToId(classOfRow.get<std::string>()));
        REQUIRE(actual);
        auto reader = InstanceReader::make(catalog, *actual);
        REQUIRE((reader.ok() && *reader));
        REQUIRE((*reader)->seek(*id) == Step::Row);
        for (size_t i = 0; i < query["columns"].size(); ++i) {
          const Json& column = query["columns"][i];
          const InstanceField* field = nullptr;
          for (const InstanceField& each : (*reader)->fields())
            if (equalsIgnoreCase(each.name, column["name"].get<std::string>())) field = &each;
          REQUIRE(field);
          std::string text;
          bool present = (*reader)->appendFieldJson(text, *field, format);
          Json ours = present ? Json::parse(text, nullptr, false) : Json(nullptr);
          Json native = row.is_array() ? (i < row.size() ? row[i] : Json(nullptr))
                                       : row.value(column["jsonName"].get<std::string>(), Json(nullptr));
          INFO(which << " " << first << " " << column["name"]);
          CHECK(ours == plain(native));
          ++compared;
        }
      }
    }
  }
  CHECK(queries > 15);
  CHECK(compared > 10000);
}

TEST_CASE("instance JSON is the native engine's text", "[functions][golden]") {
  Snapshot snapshot = openSnapshot("building.bim");
  Json file = recorded("building.json");
  size_t compared = 0;
  for (const Json& query : file["queries"]) {
    if (query["ecsql"] != "SELECT $ FROM bt.Beam ORDER BY ECInstanceId LIMIT 2") continue;
    auto statement = snapshot.db->prepare(
        "SELECT extract_inst(ECClassId, Id, 0) FROM bis_Element WHERE ec_instanceof(ECClassId,'bt.Beam') ORDER BY Id "
        "LIMIT 2");
    REQUIRE(statement.ok());
    for (const Json& row : query["rows"]) {
      REQUIRE(statement->step() == Step::Row);
      CHECK(statement->text(0) == row[0].get<std::string>());
      ++compared;
    }
  }
  CHECK(compared == 2);
}
