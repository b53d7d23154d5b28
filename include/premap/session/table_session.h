// TableSession: an open table file behind the boundary. Control is JSON text, rows are bytes.
//
//   auto session = TableSession::open(std::move(source));
//   const char* query = R"({"sql":"SELECT rowid, A FROM rows","fields":[{"name":"A","type":"String"}]})";
//   TableAnswer answer = (*session)->rows(query);
//
// A query in JSON has the members of RowsQuery (premap/preview/table_rows.h); a binding is null, a text, {"long":"42"}
// or {"real":0.5}. With `"numbersOnly":true` the answer's bytes are the row numbers, 32 bits each, and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "premap/base/result.h"
#include "premap/sqlite/byte_source.h"

namespace premap {

class TableRows;

struct TableAnswer {
  std::string head;  ///< an envelope: {count, last, hasMore}
  std::string bytes;
};

class TableSession {
 public:
  [[gnu::noinline]] static Result<std::unique_ptr<TableSession>> open(std::unique_ptr<ByteSource> source,
                                                                      std::function<bool()> shouldStop = {});
  ~TableSession();

  /// Never throws: faults come back in the envelope.
  [[gnu::noinline]] TableAnswer rows(std::string_view query);

 private:
  explicit TableSession(std::unique_ptr<TableRows> rows);
  std::unique_ptr<TableRows> rows_;
};

}  // namespace premap
