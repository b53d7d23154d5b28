// JsonWriter: appends compact JSON to a string, commas included. For answers that are written once and
// never read back here.
//
//   JsonWriter json;
//   json.beginObject().key("name").value("Beam").key("count").value(3).endObject();
//   json.take();   // {"name":"Beam","count":3}
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "premap/base/text.h"

namespace premap {

class JsonWriter {
 public:
  JsonWriter& beginObject() { return open('{'); }
  JsonWriter& endObject() { return close('}'); }
  JsonWriter& beginArray() { return open('['); }
  JsonWriter& endArray() { return close(']'); }

  JsonWriter& key(std::string_view name) {
    separate();
    appendJsonString(out_, name);
    out_ += ':';
    needsComma_ = false;
    return *this;
  }

  JsonWriter& value(std::string_view text) {
    separate();
    appendJsonString(out_, text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::same_as<bool> auto flag) { return raw(flag ? "true" : "false"); }
  JsonWriter& value(std::integral auto number) requires(!std::same_as<decltype(number), bool>) {
    return raw(std::to_string(number));
  }
  JsonWriter& value(double number) {
    separate();
    appendJsonDouble(out_, number);
    return *this;
  }
  JsonWriter& null() { return raw("null"); }

  /// Appends text that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
  }

  /// `"name":"text"`, and nothing at all when the text is empty.
  JsonWriter& optional(std::string_view name, std::string_view text) {
    return text.empty() ? *this : key(name).value(text);
  }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (needsComma_) out_ += ',';
    needsComma_ = true;
  }
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    needsComma_ = false;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    needsComma_ = true;
    return *this;
  }

  std::string out_;
  bool needsComma_ = false;
};

}  // namespace premap
