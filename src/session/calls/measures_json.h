// What an element measures, as JSON: ElementMeasures of wasm/ts/types.ts.
#pragma once

#include "premap/base/json_writer.h"
#include "premap/geometry/measure.h"

namespace premap::calls {

void writeMeasures(JsonWriter& json, const geometry::ElementMeasures& measures);

}  // namespace premap::calls
