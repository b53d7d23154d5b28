#include "premap/session/session.h"

#include "premap/preview/batch.h"
#include "premap/schema/functions.h"
#include "session/calls/calls.h"
#include "session/envelope.h"
#include "session/state.h"

namespace premap {

namespace {

struct Call {
  std::string_view method;
  std::string (*run)(SessionState&, const Params&);
};

constexpr Call table[] = {
    {"info", calls::info},
    {"schemas", calls::schemas},
    {"nativeSql", calls::nativeSql},
    {"openQuery", calls::openQuery},
    {"openPreview", calls::openPreview},
    {"verdicts", calls::verdicts},
    {"openExtract", calls::openExtract},
    {"planExtract", calls::planExtract},
    {"explain", calls::explain},
    {"openProfile", calls::openProfile},
    {"openValidation", calls::openValidation},
    {"groupFacts", calls::groupFacts},
    {"closeCursor", calls::closeCursor},
    {"stats", calls::stats},
    {"validate", calls::validateOnSnapshot},
    {"fix", calls::fixOnSnapshot},
};

struct FreeCall {
  std::string_view method;
  std::string (*run)(const Params&);
};

constexpr FreeCall freeTable[] = {
    {"version", calls::version},
    {"validate", calls::validate},
    {"fix", calls::fix},
    {"validateRequest", calls::validateRequest},
};

std::string unknownCall(std::string_view method) {
  return failEnvelope({error("call-unknown", "there is no call `" + std::string(method) + "`")});
}

std::string badParams(std::string_view method) {
  return failEnvelope({error("call-invalid", "the parameters of `" + std::string(method) + "` are no JSON object")});
}

// "" stands for no parameters at all.
std::string_view orEmptyObject(std::string_view params) {
  return params.empty() ? std::string_view("{}") : params;
}

}  // namespace

struct Session::Impl : SessionState {};

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(std::unique_ptr<ByteSource> source) {
  auto database = Database::open(std::move(source));
  if (!database) return std::move(database.diagnostics());
  auto catalog = Catalog::load(**database);
  if (!catalog) return std::move(catalog.diagnostics());
  if (Status registered = registerFunctions(**database, **catalog); !registered)
    return std::move(registered.diagnostics());

  auto impl = std::make_unique<Impl>();
  impl->database = std::move(*database);
  impl->catalog = std::move(*catalog);
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

std::string Session::call(std::string_view method, std::string_view paramsText) {
  for (const Call& entry : table) {
    if (entry.method != method) continue;
    const Params params(orEmptyObject(paramsText));
    return params.valid() ? entry.run(*impl_, params) : badParams(method);
  }
  return callWithoutSnapshot(method, paramsText);
}

std::vector<uint8_t> Session::next(int cursor, const BatchBudget& budget) {
  const auto it = impl_->cursors.find(cursor);
  if (it == impl_->cursors.end()) return failedBatch(failEnvelope({error("cursor-unknown", "the cursor is closed")}));
  auto batch = it->second.cursor->next(budget);
  if (batch) return std::move(*batch);
  return failedBatch(failEnvelope(batch.diagnostics(), it->second.text));
}

void Session::setStop(std::function<bool()> shouldStop) {
  impl_->database->setProgress(std::move(shouldStop));
}

std::string callWithoutSnapshot(std::string_view method, std::string_view paramsText) {
  for (const FreeCall& entry : freeTable) {
    if (entry.method != method) continue;
    const Params params(orEmptyObject(paramsText));
    return params.valid() ? entry.run(params) : badParams(method);
  }
  return unknownCall(method);
}

}  // namespace premap
