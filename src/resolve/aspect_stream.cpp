// Two lists in the same order are merged: stretches of ids are read ahead, longer while most elements are asked for,
// shorter when few are.
#include "resolve/aspect_stream.h"

#include <algorithm>
#include <limits>

namespace premap::resolve {

namespace {

constexpr int64_t kLongest = 65536;
constexpr int64_t kLastId = std::numeric_limits<int64_t>::max();

}  // namespace

const Statement* AspectStream::at(int64_t element) {
  if (trouble_ != Step::Row) return nullptr;
  const bool isInStretch = element >= first_ && element <= last_ && element >= asked_;
  if (!isInStretch && !seek(element)) return nullptr;
  if (element != asked_ || used_ == 0) ++used_;
  asked_ = element;
  while (!isDone_ && owner_ < element) advance();
  return !isDone_ && owner_ == element ? &*statement_ : nullptr;
}

bool AspectStream::seek(int64_t element) {
  if (!statement_) {
    auto prepared = database_.prepare(plan_.sql);
    if (!prepared) return trouble_ = Step::Failed, failure_ = std::move(prepared.diagnostics()), false;
    statement_ = std::move(*prepared);
  } else {
    adaptSpan();
  }
  first_ = element, last_ = element > kLastId - span_ ? kLastId : element + span_ - 1;
  asked_ = element, used_ = 0, isDone_ = false;
  statement_->reset();
  statement_->bind(1, first_);
  statement_->bind(2, last_);
  advance();
  return trouble_ == Step::Row;
}

// A stretch is read through, also where the rows leave elements out: it must not be much longer than they need.
void AspectStream::adaptSpan() {
  span_ = used_ >= span_ / 4 ? std::min(span_ * 2, kLongest) : std::max<int64_t>(span_ / 2, 1);
}

void AspectStream::advance() {
  const Step step = statement_->step();
  if (step == Step::Row) {
    owner_ = statement_->int64(0);
    return;
  }
  isDone_ = true;
  if (step == Step::Done) return;
  trouble_ = step;
  if (step == Step::Failed) failure_ = {statement_->failure()};
}

}  // namespace premap::resolve
