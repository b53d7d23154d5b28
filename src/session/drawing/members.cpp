// The call `openMembers`: the ids of a group's elements, without a look at where they are.
#include <algorithm>

#include "premap/preview/batch.h"
#include "premap/session/envelope.h"
#include "session/calls/mapping_params.h"
#include "session/drawing/drawing.h"
#include "session/drawing/group_ids.h"

namespace premap::drawing {
namespace {

class MemberCursor : public Cursor {
 public:
  explicit MemberCursor(GroupTable table) : group_(std::move(table)) {}

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override {
    const auto isRead = group_.collect(Deadline(budget.milliseconds));
    if (!isRead) return Diagnostics(isRead.diagnostics());
    if (!*isRead) return writer_.finish(BatchFlag::Paused);
    const std::vector<int64_t>& ids = group_.ids();
    const size_t most = std::max<size_t>(1, std::min<size_t>(budget.maxRows, budget.maxBytes / sizeof(int64_t)));
    const size_t count = std::min(most, ids.size() - at_);
    if (count > 0) {
      const auto bytes = std::as_bytes(std::span(ids).subspan(at_, count));
      writer_.appendBytes(0, bytes.data(), bytes.size());
      writer_.endRow();
    }
    at_ += count;
    return writer_.finish(at_ == ids.size() ? BatchFlag::Last : BatchFlag::None);
  }

 private:
  GroupIds group_;
  size_t at_ = 0;
  BatchWriter writer_{{VectorKind::Bytes}};
};

}  // namespace

[[gnu::noinline]] std::string openMembers(SessionState& state, const Params& params) {
  auto read = calls::readMappingParams(state, params);
  if (!read) return failEnvelope(read.diagnostics(), params.text("mapping"));
  auto table =
      GroupTable::open(read->mapping(), read->group, calls::plannerOf(state), read->options, resolve::PlanScope::Rows);
  if (!table) return failEnvelope(table.diagnostics(), read->text());
  JsonWriter json;
  json.beginObject().key("cursor");
  json.value(state.keep({read->source, {}, std::make_unique<MemberCursor>(std::move(*table))})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::drawing
