// Text: one shape as iModel JSON, an object of one key. Lists of nothing are null, as the native engine has them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geometry/flatbuffers/table.h"
#include "premap/geometry/imodel_json.h"
#include "premap/geometry/vec3.h"

namespace premap::geometry::imodel {

/// Of one value, handed through all that writes it.
struct TextState {
  JsonNumbers numbers;
  bool hasNotANumber = false;  ///< then the native engine takes the whole value for none
};

class Text {
 public:
  explicit Text(TextState& state, std::string_view shape) : state_(state) { out_ = "{", key(shape); }

  Text& beginObject();
  Text& beginObject(std::string_view name) { return key(name), beginObject(); }
  Text& endObject();
  Text& number(std::string_view name, double number) { return key(name), append(number), *this; }
  Text& whole(std::string_view name, int64_t number);
  Text& flag(std::string_view name, bool flag);
  Text& string(std::string_view name, std::string_view text);
  Text& raw(std::string_view name, std::string_view json);
  Text& vector(std::string_view name, Vec3 v) { return key(name), append(v), *this; }
  /// [[x,y,z],…]
  Text& vectors(std::string_view name, const std::vector<Vec3>& list);
  /// [[x,y,z,weight],…]; without weights as above.
  Text& poles(std::string_view name, std::span<const Vec3> poles, std::span<const double> weights);
  /// The same in rows of so many poles.
  Text& rows(std::string_view name, std::span<const Vec3> poles, std::span<const double> weights, size_t perRow);
  Text& numbers(std::string_view name, const std::vector<double>& list);

  /// The values of keys alone.
  Text& vectors(const std::vector<Vec3>& list);
  Text& poles(std::span<const Vec3> poles, std::span<const double> weights);
  /// Blocks of so many numbers; one number a block is a list of numbers. What fills no block is left out.
  Text& blocks(const NumberVector<double>& list, size_t size);
  Text& blocks(std::string_view name, const NumberVector<double>& list, size_t size) {
    return key(name), blocks(list, size);
  }
  Text& wholes(std::string_view name, const std::vector<int64_t>& list);
  /// JSON texts, one after the other.
  Text& list(const std::vector<std::string>& items);
  Text& list(std::string_view name, const std::vector<std::string>& items) { return key(name), list(items); }

  Text& key(std::string_view name);
  void append(double number);
  void append(Vec3 v, const double* weight = nullptr);
  std::string take() { return std::move(out_ += '}'); }

 private:
  template <class F>
  void appendList(size_t count, F&& item);

  TextState& state_;
  std::string out_;
};

}  // namespace premap::geometry::imodel
