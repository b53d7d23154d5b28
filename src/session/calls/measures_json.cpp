// The engine's measures beside the true ones, and what each primitive gave.
#include "session/calls/measures_json.h"

#include "premap/base/text.h"

namespace premap::calls {

namespace {

using namespace geometry;

void write(JsonWriter& json, const char* key, const Measures& measures) {
  json.key(key).beginObject().key("length").value(measures.length).key("area").value(measures.area);
  json.key("perimeter").value(measures.perimeter).key("volume").value(measures.volume).endObject();
}

void write(JsonWriter& json, const char* key, const std::optional<Vec3>& place) {
  if (!place) return;
  json.key(key).beginArray().value(place->x).value(place->y).value(place->z).endArray();
}

// The engine's are the service's, the exact ones true; `differing` says of which the two are to be told apart.
void write(JsonWriter& json, const Measures& engine, const Measures& exact) {
  write(json, "engine", engine);
  write(json, "exact", exact);
  json.key("differing").beginArray();
  if (isDifferent(engine.length, exact.length)) json.value("length");
  if (isDifferent(engine.area, exact.area)) json.value("area");
  if (isDifferent(engine.volume, exact.volume)) json.value("volume");
  json.endArray();
}

void write(JsonWriter& json, Refusal refusal) {
  if (refusal == Refusal::None) return;
  json.key("refusal").beginObject().key("code").value(toString(refusal));
  json.key("what").value(sentenceOf(refusal)).endObject();
}

void write(JsonWriter& json, const DeviationSet& deviations) {
  json.key("deviations").beginArray();
  for (uint32_t i = 0; i < static_cast<uint32_t>(Deviation::Count); ++i) {
    const auto deviation = static_cast<Deviation>(i);
    if (deviations.has(deviation))
      json.beginObject().key("code").value(toString(deviation)).key("what").value(sentenceOf(deviation)).endObject();
  }
  json.endArray();
}

void write(JsonWriter& json, const PrimitiveReport& primitive) {
  json.beginObject().key("kind").value(toString(primitive.kind));
  if (primitive.part) json.key("part").value(idToHex(static_cast<int64_t>(primitive.part)));
  write(json, primitive.engine, primitive.exact);
  write(json, primitive.deviations);
  write(json, primitive.refusal);
  json.endObject();
}

}  // namespace

// Of measures that there are, so it lies beside what made them (wasm/engine_parts.json).
[[gnu::noinline]] void writeMeasures(JsonWriter& json, const ElementMeasures& measures) {
  json.beginObject();
  write(json, measures.engine, measures.exact);
  json.key("centroids").beginObject();
  write(json, "length", measures.lengthCentroid);
  write(json, "area", measures.areaCentroid);
  write(json, "volume", measures.volumeCentroid);
  json.endObject();
  write(json, measures.deviations);
  write(json, measures.stream);
  json.key("counted").value(measures.counted).key("construction").value(measures.construction);
  json.key("hidden").value(measures.hidden).key("refused").value(measures.refused);
  json.key("primitives").beginArray();
  for (const PrimitiveReport& primitive : measures.primitives) write(json, primitive);
  json.endArray().key("unreported").value(measures.unreported).endObject();
}

}  // namespace premap::calls
