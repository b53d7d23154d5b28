// Where rows come from, and what becomes of them.
#include "premap/resolve/row_reader.h"

#include "resolve/block_evaluator.h"
#include "resolve/page_rows.h"
#include "resolve/sql_rows.h"

namespace premap::resolve {

struct RowReader::Impl {
  const GroupPlan& plan;
  BlockEvaluator evaluator;
  std::unique_ptr<RowSource> source;
};

RowReader::RowReader(const GroupPlan& plan, VerdictBook& book, MeasureDetail detail)
    : impl_(new Impl{plan, {plan, book, detail}, nullptr}) {}
RowReader::~RowReader() = default;

Status RowReader::open(const RowWindow& window) {
  const GroupPlan& plan = impl_->plan;
  auto paged = PageRows::open(plan, *plan.data().pages, window);
  if (!paged) return std::move(paged.diagnostics());
  if (*paged) return impl_->source = std::move(*paged), Status();
  auto prepared = plan.data().catalog->database().prepare(window.ids ? plan.rangeSql() : plan.sql());
  if (!prepared) return plan.explainSqlite(std::move(prepared.diagnostics()));
  if (window.ids) plan.bindRange(*prepared, *window.ids);
  else plan.bind(*prepared, window.limit, window.offset);
  impl_->source = std::make_unique<SqlRows>(plan, std::move(*prepared));
  return {};
}

Step RowReader::next(size_t mostRows, int64_t upTo) {
  const Step step = impl_->source->next(mostRows, upTo);
  if (step == Step::Row) impl_->evaluator.evaluate(impl_->source->block());
  return step;
}

size_t RowReader::skip(size_t mostRows) {
  return impl_->source->skip(mostRows);
}

Step RowReader::skim(size_t mostRows) {
  const Step step = impl_->source->next(mostRows, kNoBound);
  if (step == Step::Row) impl_->evaluator.skim(impl_->source->block());
  return step;
}

std::optional<int64_t> RowReader::peekId(int64_t upTo) {
  return impl_->source->peekId(upTo);
}

Diagnostics RowReader::failure() const {
  return impl_->source->failure();
}
const CellBlock& RowReader::cells() const {
  return impl_->evaluator.cells();
}
int64_t RowReader::aspectInstances(size_t row, size_t column, size_t entry) const {
  return impl_->evaluator.aspectInstances(impl_->source->block(), row, column, entry);
}
const geometry::ElementMeasures* RowReader::measures(size_t row) const {
  return impl_->evaluator.measures(row);
}
const RowCounts& RowReader::counts() const {
  return impl_->evaluator.counts();
}
RowWay RowReader::way() const {
  return impl_->source->way();
}

}  // namespace premap::resolve
