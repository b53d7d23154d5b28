// Reading a call's parameters: a JSON object of plain values. Those of a call have been checked by call_params.h;
// elsewhere a member of the wrong type counts as missing.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace premap {

class Params {
 public:
  /// `mapping` is a member of its own: a mapping may be megabytes, which a parser would copy several times over.
  explicit Params(std::string_view text, std::optional<std::string> mapping = {})
      : json_(nlohmann::json::parse(text, nullptr, false)) {
    if (mapping && valid()) json_["mapping"] = std::move(*mapping);
  }

  /// False when the text was no JSON object.
  bool valid() const { return json_.is_object(); }
  /// Name and value of every member.
  auto members() const { return json_.items(); }
  /// Is the member there, whatever its type?
  bool has(const char* name) const { return member(name) != nullptr; }

  std::string text(const char* name) const { return std::string(view(name)); }
  /// The same without a copy; as long as the parameters are there.
  std::string_view view(const char* name) const {
    const auto* value = member(name);
    return value && value->is_string() ? std::string_view(*value->get_ptr<const std::string*>()) : std::string_view();
  }
  bool flag(const char* name) const {
    const auto* value = member(name);
    return value && value->is_boolean() && value->get<bool>();
  }
  /// Is the member written, and false?
  bool isOff(const char* name) const {
    const auto* value = member(name);
    return value && value->is_boolean() && !value->get<bool>();
  }
  /// A whole number that is not negative; nothing for null, missing and everything else.
  std::optional<uint64_t> count(const char* name) const {
    const auto* value = member(name);
    if (!value || !value->is_number()) return std::nullopt;
    const double number = value->get<double>();
    if (!(number >= 0) || number > 9e15) return std::nullopt;
    return static_cast<uint64_t>(number);
  }
  /// An object as it is; null for everything else.
  const nlohmann::json* object(const char* name) const {
    const auto* value = member(name);
    return value && value->is_object() ? value : nullptr;
  }
  /// The member as JSON text; empty when it is missing.
  std::string json(const char* name) const {
    const auto* value = member(name);
    return value ? value->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : std::string();
  }

 private:
  const nlohmann::json* member(const char* name) const {
    if (!json_.is_object()) return nullptr;
    const auto it = json_.find(name);
    return it == json_.end() ? nullptr : &*it;
  }

  nlohmann::json json_;
};

}  // namespace premap
