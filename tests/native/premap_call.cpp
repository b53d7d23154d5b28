// premap_call: the engine natively, one JSON object a line on stdin and one answer a line on stdout, so that one
// comparison in JavaScript drives the native build and the wasm build alike.
//
//   {"op":"open","path":"building.bim"}                        -> the envelope of open
//   {"op":"call","method":"info","params":{}}                  -> the envelope of the call
//   {"op":"next","cursor":1,"maxRows":1000,"maxBytes":262144,"ms":1000}   -> {"ok":true,"value":"<batch as base64>"}
//   {"op":"close"}                                             -> {"ok":true,"value":null}
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "premap/schema/value.h"
#include "premap/session/envelope.h"
#include "premap/session/session.h"

namespace {

using premap::Session;
using Json = nlohmann::json;

std::string textAt(const Json& request, const char* name) {
  const auto it = request.find(name);
  return it != request.end() && it->is_string() ? it->get<std::string>() : std::string();
}

double numberAt(const Json& request, const char* name, double otherwise) {
  const auto it = request.find(name);
  return it != request.end() && it->is_number() ? it->get<double>() : otherwise;
}

class Driver {
 public:
  std::string answer(const Json& request) {
    const std::string op = request.is_object() ? textAt(request, "op") : std::string();
    if (op == "open") return open(textAt(request, "path"));
    if (op == "close") return session_.reset(), premap::okEnvelope();
    if (op == "call") return call(request);
    if (op == "next" && session_) return next(request);
    return premap::failEnvelope({premap::error("call-unknown", "no such operation, or nothing is open")});
  }

 private:
  std::string open(const std::string& path) {
    auto files = premap::openSnapshotFiles(path);
    if (!files) return premap::failEnvelope(files.diagnostics());
    auto session = Session::open(std::move(*files));
    if (!session) return premap::failEnvelope(session.diagnostics());
    session_ = std::move(*session);
    return premap::okEnvelope("{\"session\":1}");
  }

  std::string call(const Json& request) {
    const auto params = request.find("params");
    const std::string text = params == request.end() ? std::string() : params->dump();
    const std::string method = textAt(request, "method");
    return session_ ? session_->call(method, text) : premap::callWithoutSnapshot(readings_, method, text);
  }

  std::string next(const Json& request) {
    premap::BatchBudget budget;
    budget.maxRows = static_cast<uint32_t>(numberAt(request, "maxRows", budget.maxRows));
    budget.maxBytes = static_cast<uint32_t>(numberAt(request, "maxBytes", budget.maxBytes));
    budget.milliseconds = numberAt(request, "ms", budget.milliseconds);
    const auto batch = session_->next(static_cast<int>(numberAt(request, "cursor", 0)), budget);
    return premap::okEnvelope('"' + premap::base64Text(std::as_bytes(std::span(batch))) + '"');
  }

  premap::Readings readings_;
  std::unique_ptr<Session> session_;
};

}  // namespace

int main() {
  Driver driver;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << driver.answer(Json::parse(line, nullptr, false)) << '\n' << std::flush;
  }
  return 0;
}
