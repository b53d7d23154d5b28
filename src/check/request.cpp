// The requests and what their fields may be, as one table; the walk over it is the same for all.
#include "premap/check/request.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "premap/base/text.h"
#include "premap/check/contract.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

using Json = nlohmann::json;

class Request {
 public:
  explicit Request(const Json& fields) : fields_(fields) {}

  Diagnostics take() { return std::move(faults_); }

  void checkList() {
    const auto top = fields_.find("top");
    if (top == fields_.end() || top->is_null()) return;
    const double value = top->is_number() ? top->get<double>() : 0;
    if (!(value >= 1 && value <= 1000)) refuse("top", "Parameter top was outside of the valid range [1-1000].");
  }

  void checkCopy() {
    const std::optional<std::string> name = text("mappingName");
    if (name && !simpleIdentifierFault(*name).empty()) refuse("mappingName", "Field mappingName was invalid.");
    if (trim(text("targetIModelId").value_or(std::string())).empty())
      refuse("targetIModelId", "Required field targetIModelId was missing.");
  }

  void checkNewReport() {
    for (const char* field : {"displayName", "projectId"})
      if (text(field).value_or(std::string()).empty())
        refuse(field, "Required field " + std::string(field) + " was null or undefined.");
  }

  void checkReportChange() {
    const bool hasAny = std::any_of(fields_.begin(), fields_.end(), [](const Json& value) { return !value.is_null(); });
    if (!hasAny) refuse("report", "All fields of report were null or undefined.");
    if (text("displayName") == std::string()) refuse("displayName", "Field displayName was empty.");
  }

  // The address of a table, relative to its report: region, manifest and name.
  void checkPage() {
    const std::string url = text("url").value_or(std::string());
    if (std::count(url.begin(), url.end(), '/') != 2) refuse("odataItem", "Parameter odataItem item was invalid.");
  }

 private:
  std::optional<std::string> text(const char* name) const {
    const auto value = fields_.find(name);
    if (value == fields_.end() || !value->is_string()) return std::nullopt;
    return value->get<std::string>();
  }

  void refuse(std::string field, std::string message) {
    faults_.push_back(error("request-invalid", std::move(message))
                          .withTarget(std::move(field))
                          .withHint("correct it before sending"));
  }

  const Json& fields_;
  Diagnostics faults_;
};

struct Rule {
  std::string_view request;
  void (Request::*check)();
};
constexpr Rule kRules[] = {
    {"list", &Request::checkList},
    {"copyMapping", &Request::checkCopy},
    {"createReport", &Request::checkNewReport},
    {"updateReport", &Request::checkReportChange},
    {"odataPage", &Request::checkPage},
};

}  // namespace

Diagnostics validateRequest(std::string_view request, std::string_view fields) {
  const Json json = Json::parse(fields, nullptr, false);
  std::vector<std::string> names;
  for (const Rule& rule : kRules) {
    names.emplace_back(rule.request);
    if (rule.request != request) continue;
    if (!json.is_object()) return {error("request-invalid", "the fields of the request are no JSON object")};
    Request checked(json);
    (checked.*rule.check)();
    return checked.take();
  }
  const std::optional<std::string> nearest = nearestName(request, names);
  return {error("request-unknown", "there is no rule for the request " + quoteName(request))
              .withHint(nearest ? "did you mean `" + *nearest + "`?"
                                : "it is one of list, copyMapping, createReport, updateReport and odataPage")};
}

}  // namespace premap
