// The control calls, one function each in the file of its name. The table that knows them is in session.cpp: a new call
// is a file here, a line below and a line there. Methods, parameters and values: docs/architecture.md.
#pragma once

#include <optional>
#include <string>

#include "premap/mapping/vocabulary.h"
#include "premap/session/envelope.h"
#include "session/params.h"
#include "session/state.h"

namespace premap::calls {

std::string info(SessionState& state, const Params& params);
std::string schemas(SessionState& state, const Params& params);
std::string nativeSql(SessionState& state, const Params& params);
std::string openQuery(SessionState& state, const Params& params);
std::string openPreview(SessionState& state, const Params& params);
std::string openExtract(SessionState& state, const Params& params);
std::string openTableFile(SessionState& state, const Params& params);
std::string openGeometry(SessionState& state, const Params& params);
std::string openBoxes(SessionState& state, const Params& params);
std::string openMembers(SessionState& state, const Params& params);
std::string extractRanges(SessionState& state, const Params& params);
std::string explain(SessionState& state, const Params& params);
std::string openProfile(SessionState& state, const Params& params);
std::string openValidation(SessionState& state, const Params& params);
std::string openView(SessionState& state, const Params& params);
std::string openViewRows(SessionState& state, const Params& params);
std::string groupFacts(SessionState& state, const Params& params);
std::string verdicts(SessionState& state, const Params& params);
std::string closeCursor(SessionState& state, const Params& params);
std::string stats(SessionState& state, const Params& params);
std::string validateOnSnapshot(SessionState& state, const Params& params);
std::string fixOnSnapshot(SessionState& state, const Params& params);

// Without a snapshot.
std::string version(Readings& readings, const Params& params);
std::string validate(Readings& readings, const Params& params);
std::string fix(Readings& readings, const Params& params);
std::string outline(Readings& readings, const Params& params);
std::string apply(Readings& readings, const Params& params);
std::string validateRequest(Readings& readings, const Params& params);

/// What the `validate` calls answer, as JSON. `api`: by whose rules; none when the text is no mapping.
std::string validationText(const Diagnostics& diagnostics, std::string_view text, std::optional<ApiGeneration> api,
                           bool withEdits = false);
/// "reporting" | "groupingAndMapping".
std::string_view apiName(ApiGeneration api);

}  // namespace premap::calls
