// The binder's entry, and what its parts share: how a fault is noted, which ECSQLOPTIONS hold where.
#include "premap/ecsql/binder.h"

#include "binder_parts.h"
#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

constexpr size_t kMaxFaults = 20;

}  // namespace

std::string pathText(const std::vector<NamePart>& path) {
  std::string out;
  for (const NamePart& part : path) out += (out.empty() ? "" : ".") + part.text;
  return out;
}

Diagnostics Binder::run(Select& select) {
  bindCompound(select, nullptr);
  typeParameters(select);
  requireTypes(select);
  return std::move(faults_);
}

void Binder::fault(Span span, std::string message, Suggestion meant) {
  fault(span, std::move(message), std::move(meant.hint), std::move(meant.edits));
}

void Binder::fault(Span span, std::string message, std::string hint, TextEdits edits) {
  if (faults_.size() >= kMaxFaults) return;
  for (const Diagnostic& known : faults_) {
    if (known.span == span && known.message == message) return;
  }
  faults_.push_back(
      error("query-invalid", std::move(message)).withSpan(span).withHint(std::move(hint)).withEdits(std::move(edits)));
}

Bound& Binder::poison(Expr& expr) {
  expr.bound = std::make_shared<Bound>();
  expr.bound->type = unknownType();
  return *expr.bound;
}

Bound& Binder::give(Expr& expr, ExprType type) {
  expr.bound = std::make_shared<Bound>();
  expr.bound->width = type.columnCount();
  expr.bound->type = std::move(type);
  return *expr.bound;
}

std::optional<bool> Binder::ownOption(const Select& select, std::string_view name) {
  const auto option = std::find_if(select.options.begin(), select.options.end(),
                                   [&](const StatementOption& o) { return equalsIgnoreCase(o.name, name); });
  if (option == select.options.end()) return std::nullopt;
  return option->value.empty() || (!equalsIgnoreCase(option->value, "false") && option->value != "0");
}

bool Binder::hasOwnOption(const Select& select, std::string_view name) {
  return ownOption(select, name).value_or(false);
}

std::optional<bool> Binder::option(const Select& select, std::string_view name) {
  std::optional<bool> said;
  for (const Select* part = &select; part; part = part->next.get())
    if (const auto own = ownOption(*part, name)) said = *own || said.value_or(false);
  return said;
}

Result<std::shared_ptr<BoundQuery>> bind(ParsedStatement& statement, const Catalog& catalog) {
  auto query = std::make_shared<BoundQuery>();
  Binder binder(catalog, *query);
  Diagnostics faults = binder.run(*statement.select);
  if (!faults.empty()) return faults;
  return query;
}

}  // namespace premap::ecsql
