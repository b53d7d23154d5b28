// Which parameters each call takes, and what each may be: the one place that refuses what a caller misspelt.
//
//   Diagnostics faults = checkParams(params, "ecsql rowFormat limit");
//   // {"ecsql":"…","limt":2} -> option-unknown: there is no option `limt` (did you mean `limit`?)
#pragma once

#include <string_view>

#include "premap/base/diagnostic.h"
#include "session/params.h"

namespace premap {

/// Every fault of a call's parameters, of which `names` (parted by spaces; a `!` behind a name: it must be there) are
/// all there are. A member `{"$is": "a Promise"}` stands for a value that JSON cannot hold, in the words of the caller.
/// Codes: `option-unknown`, `option-value`, and `argument-invalid` for what a call is about.
Diagnostics checkParams(const Params& params, std::string_view names);

}  // namespace premap
