// A statement's rows straight into the text of a page.
#include "premap/preview/table_rows.h"

#include "premap/base/text.h"
#include "premap/preview/cell_text.h"

namespace premap {

namespace {

class PageWriter {
 public:
  PageWriter(const RowsQuery& query, RowsPage& page) : query_(query), page_(page) {
    for (const RowsField& field : query.fields) {
      keys_.emplace_back();
      appendJsonString(keys_.back(), field.name);
      keys_.back() += ':';
    }
  }

  bool isFull() const { return page_.count >= query_.mostRows || page_.text.size() >= query_.mostBytes; }

  void add(const Statement& row) {
    query_.format == RowsFormat::Json ? addJson(row) : addCsv(row);
    page_.last = row.int64(0);
    ++page_.count;
  }

 private:
  void addJson(const Statement& row) {
    std::string& out = page_.text;
    if (page_.count > 0) out += ",\n";
    out += '{';
    for (size_t i = 0; i < keys_.size(); ++i) {
      const int column = static_cast<int>(i) + 1;
      const ColumnType type = row.type(column);
      if (type == ColumnType::Null && query_.omitNulls) continue;
      if (out.back() != '{') out += ',';
      out += keys_[i];
      addValue(row, column, type, query_.fields[i].type);
    }
    out += '}';
  }

  void addValue(const Statement& row, int column, ColumnType type, FieldType field) {
    std::string& out = page_.text;
    switch (type) {
      case ColumnType::Integer:
        if (field == FieldType::Boolean) out += row.int64(column) ? "true" : "false";
        else if (field == FieldType::Integer && query_.integersAsText)
          out += '"', appendInteger(out, row.int64(column)), out += '"';
        else appendInteger(out, row.int64(column));
        return;
      case ColumnType::Real:
        return appendJsonDouble(out, row.real(column));
      case ColumnType::Text:
        return appendJsonString(out, row.text(column));
      case ColumnType::Null:
      case ColumnType::Blob:
        out += "null";
    }
  }

  void addCsv(const Statement& row) {
    std::string& out = page_.text;
    for (size_t i = 0; i < keys_.size(); ++i) {
      const int column = static_cast<int>(i) + 1;
      if (i) out += ',';
      const ColumnType type = row.type(column);
      if (type == ColumnType::Text) appendCsvText(out, row.text(column));
      else if (type != ColumnType::Null) addValue(row, column, type, query_.fields[i].type);
    }
    out += "\r\n";
  }

  const RowsQuery& query_;
  RowsPage& page_;
  std::vector<std::string> keys_;
};

Diagnostic stopped() {
  return error("cancelled", "the query was stopped");
}

}  // namespace

Result<std::unique_ptr<TableRows>> TableRows::open(std::unique_ptr<ByteSource> source) {
  auto database = Database::open(std::move(source));
  if (!database) return std::move(database.diagnostics());
  registerODataFunctions((*database)->handle());
  return std::unique_ptr<TableRows>(new TableRows(std::move(*database)));
}

Result<Statement> TableRows::prepare(const std::string& sql, const std::vector<SqlValue>& bindings) {
  auto statement = database_->prepare(sql);
  if (!statement) return statement;
  for (size_t i = 0; i < bindings.size(); ++i) {
    const int index = static_cast<int>(i) + 1;
    if (const auto* integer = std::get_if<int64_t>(&bindings[i])) statement->bind(index, *integer);
    else if (const auto* real = std::get_if<double>(&bindings[i])) statement->bind(index, *real);
    else if (const auto* text = std::get_if<std::string>(&bindings[i])) statement->bind(index, std::string_view(*text));
  }
  return statement;
}

Result<RowsPage> TableRows::page(const RowsQuery& query) {
  auto statement = prepare(query.sql, query.bindings);
  if (!statement) return std::move(statement.diagnostics());
  RowsPage page;
  PageWriter writer(query, page);
  const bool isByNumber = !query.numbers.empty();
  for (size_t i = 0;; ++i) {
    if (isByNumber) {
      page.hasMore = i < query.numbers.size();
      if (!page.hasMore || writer.isFull()) return page;
      statement->reset();
      statement->bind(1, static_cast<int64_t>(query.numbers[i]));
    }
    const Step step = statement->step();
    if (step == Step::Interrupted) return stopped();
    if (step == Step::Failed) return statement->failure();
    if (step == Step::Row && !isByNumber && writer.isFull()) return page.hasMore = true, page;
    if (step == Step::Row) writer.add(*statement);
    else if (!isByNumber) return page;
  }
}

Result<std::vector<uint32_t>> TableRows::numbers(const std::string& sql, const std::vector<SqlValue>& bindings) {
  auto statement = prepare(sql, bindings);
  if (!statement) return std::move(statement.diagnostics());
  std::vector<uint32_t> found;
  while (true) {
    const Step step = statement->step();
    if (step == Step::Interrupted) return stopped();
    if (step == Step::Failed) return statement->failure();
    if (step == Step::Done) return found;
    found.push_back(static_cast<uint32_t>(statement->int64(0)));
  }
}

}  // namespace premap
