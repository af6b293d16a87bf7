#include "tests/simulator/api.h"

#include <variant>

#include "tests/simulator/campaign_list.h"
#include "tests/simulator/login_body.h"

namespace bsg_exporter::simulator {
namespace {

Answer Unauthorized(TokenFault fault) {
  switch (fault) {
    case TokenFault::kMissing:
      return MessageAnswer(401, "JWT Token not found");
    case TokenFault::kInvalid:
      return MessageAnswer(401, "Invalid JWT Token");
    case TokenFault::kExpired:
      return MessageAnswer(401, "Expired JWT Token");
  }
  return MessageAnswer(401, "");
}

Answer NoModel() { return MessageAnswer(404, "Model not found"); }

Answer TokenAnswer(World& world, std::size_t account) {
  JsonWriter json;
  json.BeginObject();
  json.Key("bearer").String(world.tokens.Issue(account, world.clock.Wall()));
  json.EndObject();
  return JsonAnswer(200, json.Take());
}

Answer LoginAnswer(World& world, const web::Request& request,
                   const Caller& caller) {
  if (!TextMember(request.body, "api_key")) {
    return MessageAnswer(400, "Invalid JSON.");
  }
  if (!caller.account) return MessageAnswer(401, "Invalid credentials.");
  return TokenAnswer(world, *caller.account);
}

Answer DetailAnswer(const World& world, std::size_t account, std::int64_t id,
                    const Twist& twist) {
  if (const StoredDocument* const stored = world.campaigns.FindDocument(id)) {
    Answer answer;
    answer.response.headers = {{"Content-Type", stored->content_type}};
    answer.response.body = stored->body;
    return answer;
  }
  const CampaignPlan* const plan = world.campaigns.Find(id);
  if (plan == nullptr || plan->account != account) return NoModel();
  return JsonAnswer(200, DetailDocument(*plan, StateAt(*plan, world.time.Now()),
                                        world.ContextOf(*plan), twist));
}

Answer GeneralAnswer(const World& world, std::size_t account, std::int64_t id) {
  const CampaignPlan* const plan = world.campaigns.Find(id);
  if (plan == nullptr || plan->account != account) return NoModel();
  JsonWriter json;
  json.BeginObject().Key("data");
  WriteGeneral(json, *plan, StateAt(*plan, world.time.Now()),
               world.ContextOf(*plan), /*in_list=*/false);
  json.EndObject();
  return JsonAnswer(200, json.Take());
}

Answer InvalidAnswer(const InvalidParameter& invalid) {
  JsonWriter json;
  json.BeginObject();
  json.Key("message").String("The given data was invalid.");
  json.Key("errors").BeginObject();
  json.Key(invalid.name).BeginArray().String(invalid.message).EndArray();
  json.EndObject().EndObject();
  return JsonAnswer(422, json.Take());
}

Answer ListAnswer(const World& world, std::size_t account,
                  const web::Request& request) {
  const Instant now = world.time.Now();
  const auto asked = ParseListRequest(Query(request.query), now);
  if (!asked.ok()) return InvalidAnswer(asked.error());
  const ListPage page = MakePage(*asked, world.CampaignsOf(account), now);
  JsonWriter json;
  json.BeginObject().Key("data").BeginArray();
  for (const ListRow& row : page.rows) {
    WriteGeneral(json, *row.plan, row.state, world.ContextOf(*row.plan),
                 /*in_list=*/true);
  }
  json.EndArray().Key("meta").BeginObject().Key("page").BeginObject();
  json.Key("total").Integer(static_cast<std::int64_t>(page.total));
  json.Key("offset").Integer(static_cast<std::int64_t>(asked->offset));
  json.Key("limit").Integer(static_cast<std::int64_t>(asked->limit));
  json.EndObject().EndObject().EndObject();
  return JsonAnswer(200, json.Take());
}

Answer BalanceAnswer(const World& world, std::size_t account) {
  JsonWriter json;
  json.BeginObject().Key("data").BeginObject();
  json.Key("balance").Raw(MoneyNumber(world.BalanceOf(account)));
  json.Key("currency").String(world.accounts[account].currency);
  json.Key("credit").Raw(MoneyNumber(world.accounts[account].credit));
  json.EndObject().EndObject();
  return JsonAnswer(200, json.Take());
}

Answer TariffAnswer() {
  return JsonAnswer(
      200, R"({"data":[{"id":50901,"name":"Direct","code":0,"is_active":true,)"
           R"("is_default":true},{"id":50902,"name":"Economy","code":9,)"
           R"("is_active":false,"is_default":false}],"total":2})");
}

}  // namespace

Caller CallerOf(const World& world, const Target& target,
                const web::Request& request) {
  Caller caller;
  if (target.endpoint == Endpoint::kLogin) {
    const auto key = TextMember(request.body, "api_key");
    if (key) caller.account = AccountByKey(world.accounts, *key);
    return caller;
  }
  const auto checked =
      world.tokens.Check(request.Header("authorization"), world.clock.Wall());
  if (const auto* const account = std::get_if<std::size_t>(&checked)) {
    caller.account = *account;
  } else {
    caller.fault = std::get<TokenFault>(checked);
  }
  return caller;
}

Answer ApiAnswer(World& world, const Target& target,
                 const web::Request& request, const Caller& caller,
                 const Twist& twist) {
  if (target.endpoint == Endpoint::kOther) {
    return MessageAnswer(404, "Not Found");
  }
  if (target.wrong_method) return MessageAnswer(405, "Method Not Allowed");
  if (target.endpoint == Endpoint::kLogin) {
    return LoginAnswer(world, request, caller);
  }
  if (!caller.account) return Unauthorized(caller.fault);
  const std::size_t account = *caller.account;
  switch (target.endpoint) {
    case Endpoint::kRefresh:
      return TokenAnswer(world, account);
    case Endpoint::kDetail:
      return DetailAnswer(world, account, *target.campaign, twist);
    case Endpoint::kGeneral:
      return GeneralAnswer(world, account, *target.campaign);
    case Endpoint::kList:
      return ListAnswer(world, account, request);
    case Endpoint::kBalance:
      return BalanceAnswer(world, account);
    case Endpoint::kTariff:
      return TariffAnswer();
    case Endpoint::kLogin:
    case Endpoint::kOther:
      break;
  }
  return MessageAnswer(404, "Not Found");
}

}  // namespace bsg_exporter::simulator
