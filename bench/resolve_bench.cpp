// resolve_bench: cells a second of a 12-column preview, beside a bare loop over the same statement.
//
//   resolve_bench build/fixtures/plant.bim
//
// Prints rows, cells, statements, milliseconds and cells a second, and the ratio to stepping the same SQL and doing
// nothing.
#include <chrono>
#include <cstdio>
#include <string>

#include "premap/mapping/read.h"
#include "premap/preview/preview_cursor.h"
#include "premap/sqlite/byte_source.h"

namespace {

using namespace premap;
using Clock = std::chrono::steady_clock;

// Direct, inherited, navigation, two steps of it, JSON, two aspect classes, fallbacks and conversions.
constexpr const char* kMapping = R"({"mappingName":"Bench","groups":[{"groupName":"Plant",
"query":"SELECT ECInstanceId, ECClassId FROM PlantTest.PlantItem","properties":[
{"propertyName":"Tag","dataType":"String","ecProperties":[{"ecSchemaName":"PlantTest","ecClassName":"PlantItem","ecPropertyName":"Tag"}]},
{"propertyName":"Area","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Area"}]},
{"propertyName":"Weight","dataType":"Double","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Weight"}]},
{"propertyName":"State","dataType":"Integer","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"State"}]},
{"propertyName":"Label","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"UserLabel"},{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"CodeValue"}]},
{"propertyName":"Category","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Category.CodeValue"}]},
{"propertyName":"Model","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"Model.ModeledElement.CodeValue"}]},
{"propertyName":"Json","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"JsonProperties.spec.code"}]},
{"propertyName":"Size","dataType":"Double","ecProperties":[{"ecSchemaName":"*","ecClassName":"Pipe","ecPropertyName":"PipeSize"},{"ecSchemaName":"*","ecClassName":"Valve","ecPropertyName":"ValveSize"},{"ecSchemaName":"*","ecClassName":"Pump","ecPropertyName":"PumpSize"}]},
{"propertyName":"Line","dataType":"String","ecProperties":[{"ecSchemaName":"PlantTest","ecClassName":"PipingItem","ecPropertyName":"PipingLine"},{"ecSchemaName":"PlantTest","ecClassName":"EquipmentItem","ecPropertyName":"EquipmentLine"}]},
{"propertyName":"Aspect1","dataType":"String","ecProperties":[{"ecSchemaName":"PlantTest","ecClassName":"Maintenance","ecPropertyName":"Crew"}]},
{"propertyName":"Aspect2","dataType":"String","ecProperties":[{"ecSchemaName":"PlantTest","ecClassName":"Insulation","ecPropertyName":"Material"}]}
]}]})";

double milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

int fail(const Diagnostics& diagnostics) {
  for (const Diagnostic& d : diagnostics) std::fprintf(stderr, "%s: %s\n", d.code.c_str(), d.message.c_str());
  return 1;
}

struct Run {
  double ms = 0;
  uint64_t rows = 0, bytes = 0;
};

Result<Run> preview(const Mapping& mapping, resolve::ClassCensus& census, int64_t limit) {
  Run run;
  auto start = Clock::now();
  auto cursor = PreviewCursor::open(mapping, {}, census, {}, limit, 0);
  if (!cursor) return std::move(cursor.diagnostics());
  BatchBudget budget;
  budget.milliseconds = 1e9;
  while (true) {
    auto batch = (*cursor)->next(budget);
    if (!batch) return std::move(batch.diagnostics());
    run.bytes += batch->size();
    if ((*batch)[4] & BatchFlag::Last) break;
  }
  run.rows = (*cursor)->counts().read;
  run.ms = milliseconds(start);
  return run;
}

// The statement alone: what no evaluator can beat.
double bareLoop(const Mapping& mapping, resolve::ClassCensus& census) {
  auto plan = resolve::GroupPlan::make(mapping.groups[0], census, {});
  auto statement = census.catalog().database().prepare((*plan)->sql());
  (*plan)->bind(*statement, -1, 0);
  auto start = Clock::now();
  while (statement->step() == Step::Row) {
  }
  return milliseconds(start);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: resolve_bench SNAPSHOT\n"), 2;
  auto source = openFileSource(argv[1]);
  if (!source) return fail(source.diagnostics());
  auto database = Database::open(std::move(*source));
  if (!database) return fail(database.diagnostics());
  auto catalog = Catalog::load(**database);
  if (!catalog) return fail(catalog.diagnostics());
  resolve::ClassCensus census(**catalog);
  ReadResult read = readMapping(kMapping);
  if (!read.isReadable) return fail(read.diagnostics);

  for (int64_t limit : {int64_t{100}, int64_t{100}, int64_t{-1}, int64_t{-1}, int64_t{-1}}) {
    uint64_t before = (*database)->statementCount();
    auto run = preview(read.mapping, census, limit);
    if (!run) return fail(run.diagnostics());
    double cells = static_cast<double>(run->rows) * 12;
    std::printf("limit %lld: %llu rows, %.0f cells, %llu statements, %.1f ms, %.2f M cells/s, %.1f MB\n",
                static_cast<long long>(limit), static_cast<unsigned long long>(run->rows), cells,
                static_cast<unsigned long long>((*database)->statementCount() - before), run->ms,
                cells / run->ms / 1000, static_cast<double>(run->bytes) / 1e6);
  }
  std::printf("bare loop over the same statement: %.1f ms\n", bareLoop(read.mapping, census));
  return 0;
}
