// Session: one open snapshot behind the boundary that wasm, tests and benches use. Control is JSON text, data is bytes;
// methods, shapes and the batch layout are in docs/architecture.md.
//
//   auto session = Session::open(std::move(source));
//   std::string answer = (*session)->call("openQuery", R"({"ecsql":"SELECT ECInstanceId FROM bis.Element"})");
//   std::vector<uint8_t> batch = (*session)->next(1, {});
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "premap/mapping/readings.h"
#include "premap/preview/cursor.h"
#include "premap/sqlite/snapshot_files.h"

namespace premap {

class Session {
 public:
  /// Errors: those of Database::open and Catalog::load. Sessions may share what they read of mappings.
  static Result<std::unique_ptr<Session>> open(SnapshotFiles files, std::shared_ptr<Readings> readings = {});
  static Result<std::unique_ptr<Session>> open(std::unique_ptr<ByteSource> source);
  ~Session();

  /// One control call. Never throws: faults come back in the envelope (unknown method: `call-unknown`).
  /// A mapping may be given beside the parameters instead of as one of them, which spares it the way through JSON.
  std::string call(std::string_view method, std::string_view params, std::optional<std::string> mapping = {});

  /// The next batch of a cursor. An unknown cursor or a failure gives a batch with the failed flag.
  /// Time: looks at the clock between rows; a single long step (a sort, an aggregate) is not cut short, because SQLite
  /// could not go on from there. `setStop` ends such a step for good.
  std::vector<uint8_t> next(int cursor, const BatchBudget& budget);

  /// `shouldStop` is asked every few thousand SQLite instructions; true ends the running statement with `cancelled`.
  void setStop(std::function<bool()> shouldStop);

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What needs no snapshot: `version`, `outline`, contract-only `validate` …
std::string callWithoutSnapshot(Readings& readings, std::string_view method, std::string_view params,
                                std::optional<std::string> mapping = {});

}  // namespace premap
