// What the API's client refuses of requests that carry no mapping: field and message word for word (contract, 5.2).
#include "premap/check/request.h"

#include "catch.h"

using namespace premap;

namespace {

struct Case {
  std::string request, refused, field, message, close;
};

const Case kCases[] = {
    {"copyMapping", R"({"mappingName":"a b","targetIModelId":"x"})", "mappingName", "Field mappingName was invalid.",
     R"({"targetIModelId":"x"})"},
    {"copyMapping", R"({"mappingName":"a","targetIModelId":" "})", "targetIModelId",
     "Required field targetIModelId was missing.", R"({"mappingName":"a","targetIModelId":"x"})"},
    {"list", R"({"top":0})", "top", "Parameter top was outside of the valid range [1-1000].", R"({"top":1})"},
    {"list", R"({"top":1001})", "top", "Parameter top was outside of the valid range [1-1000].", R"({"top":1000})"},
    {"list", R"({"top":"all"})", "top", "Parameter top was outside of the valid range [1-1000].", "{}"},
    {"createReport", R"({"displayName":"","projectId":"x"})", "displayName",
     "Required field displayName was null or undefined.", R"({"displayName":"a b","projectId":"x"})"},
    {"createReport", R"({"displayName":"a"})", "projectId", "Required field projectId was null or undefined.",
     R"({"displayName":" ","projectId":"x"})"},
    {"updateReport", R"({"displayName":null})", "report", "All fields of report were null or undefined.",
     R"({"deleted":false})"},
    {"updateReport", R"({"displayName":""})", "displayName", "Field displayName was empty.", R"({"displayName":"a"})"},
    {"odataPage", R"({"url":"EUS/manifest"})", "odataItem", "Parameter odataItem item was invalid.",
     R"({"url":"EUS/manifest/Name"})"},
    {"odataPage", R"({"url":"/EUS/manifest/Name"})", "odataItem", "Parameter odataItem item was invalid.",
     R"({"url":"EUS/manifest/Name"})"},
};

}  // namespace

TEST_CASE("requests the client refuses are refused with its field and its words", "[mapping][client]") {
  for (const Case& test : kCases) {
    INFO(test.request << " " << test.refused);
    const Diagnostics faults = validateRequest(test.request, test.refused);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "request-invalid");
    CHECK(faults[0].target == test.field);
    CHECK(faults[0].message == test.message);
    CHECK(validateRequest(test.request, test.close).empty());
  }
}

TEST_CASE("other requests are told apart", "[mapping][client]") {
  CHECK(validateRequest("lists", "{}")[0].hint == "did you mean `list`?");
  CHECK(validateRequest("list", "[]")[0].code == "request-invalid");
}
