// The call `extractRanges`: where a table can be cut so that several workers write it, and how many rows it has.
#include <algorithm>

#include "premap/base/text.h"
#include "premap/preview/group_table.h"
#include "premap/preview/id_ranges.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

// Small enough that a range waits for its turn in little memory, large enough that opening it does not count.
constexpr uint64_t kRowsOfRange = 32768;
constexpr uint64_t kRangesOfWorker = 4, kMostRanges = 4096;

}  // namespace

std::string extractRanges(SessionState& state, const Params& params) {
  auto read = readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto table = GroupTable::open(read->mapping(), read->group, plannerOf(state), read->options);
  if (!table) return failEnvelope(table.diagnostics(), read->text());

  JsonWriter json;
  json.beginObject();
  std::vector<resolve::IdRange> ranges;
  if (auto rows = table->countRows()) {
    json.key("rowCount").value(*rows);
    uint64_t least = std::min(kMostRanges, kRangesOfWorker * params.count("workers").value_or(1));
    uint64_t count = std::clamp(*rows / kRowsOfRange, least, kMostRanges);
    ranges = idRanges(*state.database, plannerOf(state).pages(), *table->idTable(), static_cast<size_t>(count));
  }
  json.key("ranges").beginArray();
  for (const resolve::IdRange& each : ranges)
    json.beginObject().key("after").value(idToHex(each.after)).key("upTo").value(idToHex(each.upTo)).endObject();
  json.endArray().key("diagnostics");
  writeDiagnosticsOf(json, *read, table->diagnostics());
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::calls
