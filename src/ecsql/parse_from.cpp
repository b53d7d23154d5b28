// FROM: class references, table functions, sub-selects and joins.
#include "parser_parts.h"

namespace premap::ecsql {

std::unique_ptr<FromItem> Parser::tableReference() {
  Depth depth(*this);
  std::unique_ptr<FromItem> left = primaryReference();
  while (!failure_) {
    std::unique_ptr<FromItem> join = joinAfter(left);
    if (!join) break;
    left = std::move(join);
    if (++joinCount_ > 1000) failForGood("the query has more than 1000 joins");
  }
  return left;
}

std::unique_ptr<FromItem> Parser::joinAfter(std::unique_ptr<FromItem>& left) {
  if (isWord("NATURAL")) {
    fail("NATURAL JOIN is not supported by ECSQL", "write the join condition with ON");
    return nullptr;
  }
  std::string type;
  if (acceptWord("INNER")) type = "INNER JOIN";
  else if (acceptWord("CROSS")) type = "CROSS JOIN";
  for (const char* outer : {"LEFT", "RIGHT", "FULL"}) {
    if (type.empty() && acceptWord(outer)) type = std::string(outer) + (acceptWord("OUTER") ? " OUTER JOIN" : " JOIN");
  }
  if (type.empty() && !isWord("JOIN")) return nullptr;
  expectWord("JOIN");
  if (type.empty()) type = "JOIN";
  auto join = std::make_unique<FromItem>();
  join->kind = FromItem::Kind::Join;
  join->joinType = type;
  join->span = left->span;
  join->left = std::move(left);
  join->right = primaryReference();
  if (isWord("USING")) usingClause(*join);
  else if (acceptWord("ON")) join->on = condition();
  else if (type != "CROSS JOIN") failUnexpected("ON or USING");
  join->span.end = spanFrom(join->span.begin).end;
  if (join->on && type == "CROSS JOIN") statement_.newer.push_back({"CROSS JOIN with ON", join->on->span});
  return join;
}

void Parser::usingClause(FromItem& join) {
  if (isOp("(", 1))
    return fail("JOIN … USING (property) is not supported by ECSQL", "write the join condition with ON");
  if (join.joinType != "JOIN" && join.joinType != "INNER JOIN")
    return fail("a " + join.joinType + " cannot take USING; only inner joins follow a relationship",
                "join the relationship class with ON");
  advance();
  join.isUsing = true;
  join.relationship = classReference();
  if (acceptWord("AS") || isName()) join.relationshipAlias = takeName("an alias").text;
  if (acceptWord("FORWARD")) join.direction = "FORWARD";
  else if (acceptWord("BACKWARD")) join.direction = "BACKWARD";
}

std::unique_ptr<FromItem> Parser::primaryReference() {
  auto item = std::make_unique<FromItem>();
  item->span = token().span;
  if (acceptOp("(")) {
    item->kind = FromItem::Kind::Subquery;
    item->subquery = selectStatement();
    expectOp(")");
  } else {
    classOrFunction(*item);
  }
  bool as = acceptWord("AS");
  if (as || isName()) {
    NamePart alias = takeName("an alias");
    item->alias = alias.text;
    item->aliasSpan = alias.span;
  }
  item->span.end = spanFrom(item->span.begin).end;
  return item;
}

void Parser::classOrFunction(FromItem& item) {
  item.cls = classReference();
  if (!acceptOp("(")) return;
  item.kind = FromItem::Kind::Function;
  item.function = std::move(item.cls.parts);
  if (!isOp(")")) {
    do item.args.push_back(valueExpression());
    while (acceptOp(","));
  }
  expectOp(")");
}

ClassRef Parser::classReference() {
  ClassRef ref;
  uint32_t begin = token().span.begin;
  ref.disqualified = acceptOp("+");
  if (acceptWord("ONLY")) ref.only = true;
  else ref.all = acceptWord("ALL");
  if ((ref.only || ref.all || !ref.disqualified) && acceptOp("+")) ref.disqualified = true;
  ref.parts.push_back(takeName("a class name"));
  while (!failure_) {
    if (!acceptOp(".") && !acceptOp(":")) break;
    ref.parts.push_back(takeName("a class name"));
  }
  ref.span = spanFrom(begin);
  return ref;
}

}  // namespace premap::ecsql
