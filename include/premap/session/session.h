// Session: one open snapshot behind the boundary that wasm, tests and benches use. Control is JSON text, data is bytes;
// methods, shapes and the batch layout are in docs/architecture.md.
//
//   auto session = Session::open(std::move(source));
//   std::string answer = (*session)->call("openQuery", R"({"ecsql":"SELECT ECInstanceId FROM bis.Element"})");
//   std::vector<uint8_t> batch = (*session)->next(1, {});
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "premap/sqlite/byte_source.h"

namespace premap {

/// How much one `next` may do before it answers with what it has.
struct BatchBudget {
  uint32_t maxRows = 65536;
  uint32_t maxBytes = 256 * 1024;
  double milliseconds = 50;
};

class Session {
 public:
  /// Errors: those of Database::open and Catalog::load.
  static Result<std::unique_ptr<Session>> open(std::unique_ptr<ByteSource> source);
  ~Session();

  /// One control call. Never throws: faults come back in the envelope (unknown method: `call-unknown`).
  std::string call(std::string_view method, std::string_view params);

  /// The next batch of a cursor. An unknown cursor or a failure gives a batch with the failed flag.
  /// Cancel: returns at the latest after `budget.milliseconds` plus one SQLite progress interval.
  std::vector<uint8_t> next(int cursor, const BatchBudget& budget);

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `version` and contract-only `validate`.
std::string callWithoutSnapshot(std::string_view method, std::string_view params);

}  // namespace premap
