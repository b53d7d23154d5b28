// Which API a mapping is taken for, and by what.
#include "premap/mapping/api.h"

#include "catch.h"
#include "premap/check/contract.h"
#include "premap/mapping/read.h"

using namespace premap;

namespace {

const Diagnostic* find(const Diagnostics& faults, std::string_view code) {
  for (const Diagnostic& fault : faults)
    if (fault.code == code) return &fault;
  return nullptr;
}

std::string withProperty(const std::string& fields) {
  return R"({"groups":[{"groupName":"G","query":"Q","properties":[{"propertyName":"P","dataType":"String",)" + fields +
         "}]}]}";
}

const std::string kTyped = R"("ecProperties":[{"ecPropertyType":"String"}])";

}  // namespace

TEST_CASE("what tells the API is told with its place", "[mapping][api]") {
  const ApiInference v1 = inferApi(readMapping(withProperty(kTyped)).mapping);
  REQUIRE(v1.sign);
  CHECK(v1.api == ApiGeneration::V1);
  CHECK(v1.sign->what == "`ecPropertyType`");
  CHECK(v1.sign->path == "/groups/0/properties/0/ecProperties/0/ecPropertyType");

  const ApiInference links = inferApi(readMapping(R"({"group":{"groupName":"G","_links":{"imodel":{}}}})").mapping);
  REQUIRE(links.sign);
  CHECK(links.sign->path == "/group/_links/imodel");
  CHECK_FALSE(inferApi(readMapping(R"({"groups":[]})").mapping).sign);
}

TEST_CASE("a mapping of both APIs is told where it became one", "[mapping][api]") {
  const std::string text = withProperty(kTyped + R"(,"formula":"1")");
  const ReadResult read = readMapping(text);
  const Diagnostics faults = validateContract(read, std::nullopt);
  const Diagnostic* mixed = find(faults, "api-mixed");
  REQUIRE(mixed);
  CHECK(mixed->severity == Severity::Warning);
  CHECK(mixed->path == "/groups/0/properties/0/formula");
  REQUIRE(mixed->related.size() == 1);
  CHECK(mixed->related[0].path == "/groups/0/properties/0/ecProperties/0/ecPropertyType");
  CHECK_FALSE(find(validateContract(read, ApiGeneration::V1), "api-mixed"));
  CHECK_FALSE(find(validateContract(readMapping(withProperty(kTyped)), std::nullopt), "api-mixed"));
}
