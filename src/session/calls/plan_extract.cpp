#include <algorithm>

#include "premap/base/text.h"
#include "premap/preview/group_table.h"
#include "premap/preview/id_slices.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

// Small enough that a slice waits for its turn in little memory, large enough that opening it does not count.
constexpr uint64_t kRowsOfSlice = 16384;
constexpr uint64_t kSlicesOfWorker = 4, kMostSlices = 4096;

std::optional<uint64_t> countRows(const resolve::GroupPlan& plan, Database& database) {
  auto statement = database.prepare(plan.countSql());
  if (!statement) return std::nullopt;
  plan.bindCount(*statement);
  if (statement->step() != Step::Row) return std::nullopt;
  return static_cast<uint64_t>(statement->int64(0));
}

}  // namespace

std::string planExtract(SessionState& state, const Params& params) {
  auto read = readMappingParams(params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto table = GroupTable::open(*read->mapping, read->group, censusOf(state), read->options);
  if (!table) return failMapping(table.diagnostics(), *read);

  JsonWriter json;
  json.beginObject();
  std::vector<resolve::IdRange> slices;
  if (table->idTable()) {  // elsewhere counting may cost as much as reading
    Database& database = *state.database;
    auto rows = countRows(*table->parts()[0].plan, database);
    if (rows) json.key("rowCount").value(*rows);
    uint64_t least = std::min(kMostSlices, kSlicesOfWorker * params.count("workers").value_or(1));
    uint64_t count = std::clamp(rows.value_or(0) / kRowsOfSlice, least, kMostSlices);
    if (rows) slices = sliceIds(database, *table->idTable(), static_cast<size_t>(count));
  }
  json.key("slices").beginArray();
  for (const resolve::IdRange& each : slices)
    json.beginObject().key("after").value(idToHex(each.after)).key("upTo").value(idToHex(each.upTo)).endObject();
  json.endArray().endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
