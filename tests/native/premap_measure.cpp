// premap_measure: what the geometry module measures, a JSON object a line for each element with a stream.
//
//   premap_measure FILE             {"id":35,"code":"box","engine":{…},"exact":{…},"centroids":{…},"deviations":[…],…}
//   premap_measure FILE --time N    measures all of them N times over and says how many elements a second that is
//   premap_measure FILE --streams FOLDER    writes each stream, unpacked behind a byte of flags, into a file: seeds of
//                                           tests/fuzz/fuzz_geometry.cpp
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "geometry/elements.h"
#include "geometry/stream/chunks.h"

namespace {

using namespace premap;
using Json = nlohmann::ordered_json;

Json toJson(const geometry::Measures& m) {
  return {{"length", m.length}, {"area", m.area}, {"perimeter", m.perimeter}, {"volume", m.volume}};
}

Json toJson(const std::optional<geometry::Vec3>& place) {
  return place ? Json{place->x, place->y, place->z} : Json(nullptr);
}

Json toJson(const geometry::DeviationSet& deviations) {
  Json out = Json::array();
  for (uint32_t i = 0; i < static_cast<uint32_t>(geometry::Deviation::Count); ++i)
    if (deviations.has(static_cast<geometry::Deviation>(i)))
      out.push_back(toString(static_cast<geometry::Deviation>(i)));
  return out;
}

Json toJson(const geometry::PrimitiveReport& r) {
  return {{"kind", toString(r.kind)},           {"part", r.part},
          {"engine", toJson(r.engine)},         {"exact", toJson(r.exact)},
          {"deviations", toJson(r.deviations)}, {"refusal", toString(r.refusal)}};
}

Json toJson(const GeometricElement& element, const geometry::ElementMeasures& m) {
  Json out{{"id", element.id}, {"code", element.code}, {"engine", toJson(m.engine)}, {"exact", toJson(m.exact)}};
  out["centroids"] = {
      {"length", toJson(m.lengthCentroid)}, {"area", toJson(m.areaCentroid)}, {"volume", toJson(m.volumeCentroid)}};
  out["deviations"] = toJson(m.deviations);
  out["stream"] = toString(m.stream);
  out["refused"] = m.refused;
  out["isComplete"] = m.isComplete(geometry::Quantity::Length) && m.isComplete(geometry::Quantity::Area) &&
                      m.isComplete(geometry::Quantity::Volume);
  for (const auto& report : m.primitives) out["primitives"].push_back(toJson(report));
  return out;
}

int time(GeometricElements& file, int rounds) {
  const auto elements = file.all();
  double sum = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i) {
    geometry::Measurer measurer(file.parts());
    for (const auto& element : elements) sum += measurer.measure(element.stream, element.placement).engine.area;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const double count = static_cast<double>(elements.size()) * rounds;
  std::cout << Json{{"elements", count}, {"seconds", took.count()}, {"perSecond", count / took.count()}, {"sum", sum}}
            << '\n';
  return 0;
}

int writeStreams(GeometricElements& file, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<std::byte> ops;
  for (const auto& element : file.all()) {
    if (geometry::unpackStream(element.stream, ops) != geometry::Refusal::None) continue;
    std::ofstream out(folder / (element.code.empty() ? std::to_string(element.id) : element.code), std::ios::binary);
    out.put('\6');  // measured with its primitives, and drawn
    out.write(reinterpret_cast<const char*>(ops.data()), static_cast<std::streamsize>(ops.size()));
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return std::cerr << "premap_measure FILE [--time N | --streams FOLDER]\n", 2;
  auto file = GeometricElements::open(words[1]);
  if (!file) return std::cerr << words[1] << " could not be read\n", 3;
  if (count > 3 && std::strcmp(words[2], "--time") == 0) return time(*file, std::atoi(words[3]));
  if (count > 3 && std::strcmp(words[2], "--streams") == 0) return writeStreams(*file, words[3]);
  geometry::Measurer measurer(file->parts(), {.wantsPrimitives = true});
  for (const auto& element : file->all())
    std::cout << toJson(element, measurer.measure(element.stream, element.placement)) << '\n';
  return 0;
}
