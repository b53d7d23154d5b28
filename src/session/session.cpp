// The table of calls and the dispatch over it; the work is in calls/, a file each.
#include "premap/session/session.h"

#include "premap/base/engine_parts.h"
#include "premap/preview/batch.h"
#include "premap/schema/functions.h"
#include "premap/session/envelope.h"
#include "session/call_params.h"
#include "session/calls/calls.h"
#include "session/state.h"

namespace premap {

namespace {

struct Call {
  std::string_view method;
  std::string (*run)(SessionState&, const Params&);
  std::string_view params;              ///< as checkParams reads them
  std::optional<EnginePart> part = {};  ///< where its code lies, when that is not always there
  const char* partWith = nullptr;       ///< the flag it needs the part for; none: always
};

constexpr Call table[] = {
    {"info", calls::info, ""},
    {"schemas", calls::schemas, ""},
    {"nativeSql", calls::nativeSql, "ecsql!", EnginePart::Tools},
    {"openQuery", calls::openQuery,
     "ecsql! bindings rowFormat limit offset convertClassIdsToClassNames abbreviateBlobs", EnginePart::Query},
    {"openPreview", calls::openPreview, "mapping! group limit offset verdicts options"},
    {"verdicts", calls::verdicts, "cursor!"},
    {"openExtract", calls::openExtract, "mapping! group format! options range stripes", EnginePart::Tools},
    {"openTableFile", calls::openTableFile, "mapping! group options", EnginePart::Tools},
    {"extractRanges", calls::extractRanges, "mapping! group format workers leastRows options", EnginePart::Tools},
    {"openGeometry", calls::openGeometry,
     "mapping group elements origin chordTolerance angleTolerance construction options", EnginePart::Geometry},
    {"openBoxes", calls::openBoxes, "mapping group elements options", EnginePart::Geometry},
    {"openMembers", calls::openMembers, "mapping! group options", EnginePart::Geometry},
    {"explain", calls::explain, "mapping! group ecInstanceId! property! options", EnginePart::Tools},
    {"openProfile", calls::openProfile, "mapping! group sample options"},
    {"openValidation", calls::openValidation, "mapping! api rows edits", EnginePart::Tools, "edits"},
    {"openView", calls::openView, "mapping! group orderBy filter options", EnginePart::Tools},
    {"openViewRows", calls::openViewRows, "view! limit offset verdicts", EnginePart::Tools},
    {"openViewIds", calls::openViewIds, "view! limit offset", EnginePart::Tools},
    {"groupFacts", calls::groupFacts, "mapping! options", EnginePart::Tools},
    {"closeCursor", calls::closeCursor, "cursor!"},
    {"stats", calls::stats, ""},
    {"validate", calls::validateOnSnapshot, "mapping! api rows edits", EnginePart::Tools, "edits"},
    {"fix", calls::fixOnSnapshot, "mapping! api", EnginePart::Tools},
};

struct FreeCall {
  std::string_view method;
  std::string (*run)(Readings&, const Params&);
  std::string_view params;
  std::optional<EnginePart> part = {};
  const char* partWith = nullptr;
};

constexpr FreeCall freeTable[] = {
    {"version", calls::version, ""},
    {"validate", calls::validate, "mapping! api rows edits", EnginePart::Tools, "edits"},
    {"fix", calls::fix, "mapping! api", EnginePart::Tools},
    {"outline", calls::outline, "mapping! api"},
    {"apply", calls::apply, "mapping! patch!", EnginePart::Tools},
    {"validateRequest", calls::validateRequest, "request! fields!", EnginePart::Tools},
};

std::string unknownCall(std::string_view method) {
  return failEnvelope({error("call-unknown", "there is no call `" + std::string(method) + "`")});
}

// The parameters of a call; an error when they are not what the call takes.
Result<Params> readParams(std::string_view method, std::string_view text, std::optional<std::string> mapping,
                          std::string_view names) {
  // "" stands for no parameters at all.
  Params params(text.empty() ? std::string_view("{}") : text, std::move(mapping));
  if (!params.valid())
    return error("call-invalid", "the parameters of `" + std::string(method) + "` are no JSON object");
  Diagnostics faults = checkParams(params, names);
  if (!faults.empty()) return faults;
  return params;
}

// A call that needed a part which is not there yet is as if it had not been made: the host loads the
// part, and calls again.
template <typename AnyCall, typename State, typename Undo>
std::string runOnce(const AnyCall& call, State& state, const Params& params, Undo undo) {
  takeNeededPart();
  const bool isUsed = call.part && (!call.partWith || params.flag(call.partWith));
  const bool isThere = !isUsed || needPart(*call.part);
  std::string answer = isThere ? call.run(state, params) : failEnvelope({partMissing(*call.part)});
  const std::optional<EnginePart> needed = takeNeededPart();
  if (!needed) return answer;
  undo();
  return needsEnvelope(toString(*needed));
}

std::string run(const Call& call, SessionState& state, const Params& params) {
  const int firstCursor = state.nextCursor;
  return runOnce(call, state, params,
                 [&] { state.cursors.erase(state.cursors.lower_bound(firstCursor), state.cursors.end()); });
}

}  // namespace

struct Session::Impl : SessionState {};

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(std::unique_ptr<ByteSource> source) {
  SnapshotFiles files;
  files.main = std::move(source);
  return open(std::move(files));
}

Result<std::unique_ptr<Session>> Session::open(SnapshotFiles files, std::shared_ptr<Readings> readings) {
  auto database = Database::open(std::move(files));
  if (!database) return std::move(database.diagnostics());
  auto catalog = Catalog::load(**database);
  if (!catalog) return std::move(catalog.diagnostics());
  if (Status registered = registerFunctions(**database, **catalog); !registered)
    return std::move(registered.diagnostics());

  auto impl = std::make_unique<Impl>();
  impl->database = std::move(*database);
  impl->catalog = std::move(*catalog);
  impl->readings = readings ? std::move(readings) : std::make_shared<Readings>();
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

std::string Session::call(std::string_view method, std::string_view paramsText, std::optional<std::string> mapping) {
  for (const Call& entry : table) {
    if (entry.method != method) continue;
    const auto params = readParams(method, paramsText, std::move(mapping), entry.params);
    return params ? run(entry, *impl_, *params) : failEnvelope(params.diagnostics());
  }
  return callWithoutSnapshot(*impl_->readings, method, paramsText, std::move(mapping));
}

std::vector<uint8_t> Session::next(int cursor, const BatchBudget& budget) {
  const auto it = impl_->cursors.find(cursor);
  if (it == impl_->cursors.end()) return failedBatch(failEnvelope({error("cursor-unknown", "the cursor is closed")}));
  auto batch = it->second.cursor->next(budget);
  if (batch) return std::move(*batch);
  return failedBatch(failEnvelope(batch.diagnostics(), it->second.text()));
}

void Session::setStop(std::function<bool()> shouldStop) {
  impl_->database->setProgress(std::move(shouldStop));
}

std::string callWithoutSnapshot(Readings& readings, std::string_view method, std::string_view paramsText,
                                std::optional<std::string> mapping) {
  for (const FreeCall& entry : freeTable) {
    if (entry.method != method) continue;
    const auto params = readParams(method, paramsText, std::move(mapping), entry.params);
    return params ? runOnce(entry, readings, *params, [] {}) : failEnvelope(params.diagnostics());
  }
  return unknownCall(method);
}

}  // namespace premap
