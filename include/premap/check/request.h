// The requests around a mapping that carry no mapping: lists, copies, reports, pages of a report's tables. What the
// API's own client refuses before it sends them, so that a script of five hundred calls can be
// checked before the first.
//
//   validateRequest("list", R"({"top":0})");   // request-invalid, target "top"
#pragma once

#include <string_view>

#include "premap/base/diagnostic.h"

namespace premap {

/// `request`: "list", "copyMapping", "createReport", "updateReport" or "odataPage"; `fields`: a JSON object of its
/// parameters and body fields together. Every `request-invalid` names the field and says what the client says.
/// Errors: `request-unknown`; `request-invalid` without a target when `fields` is no JSON object.
Diagnostics validateRequest(std::string_view request, std::string_view fields);

}  // namespace premap
