#include "tests/simulator/control.h"

#include <string>
#include <string_view>
#include <utility>

namespace bsg_exporter::simulator {
namespace {

Answer Ok() { return JsonAnswer(200, R"({"ok":true})"); }

Answer Refused(std::string_view what) { return MessageAnswer(400, what); }

Answer AddFault(World& world, const Query& query) {
  auto fault = ParseFault(query);
  if (!fault.ok()) return Refused(fault.error().message);
  if (!fault->account.empty() &&
      !AccountByName(world.accounts, fault->account)) {
    return Refused("no such account");
  }
  world.faults.Add(std::move(fault).value());
  return Ok();
}

Answer ClearFaults(World& world, const Query&) {
  world.faults.Clear();
  return Ok();
}

Answer ShowTime(World& world, const Query&) {
  const std::int64_t now = world.time.Now().time_since_epoch().count();
  JsonWriter json;
  json.BeginObject();
  json.Key("now").Raw(MoneyNumber(now * (kMoneyUnits / 1000)));
  json.Key("speed").Raw(MoneyNumber(static_cast<std::int64_t>(
      world.time.speed() * static_cast<double>(kMoneyUnits))));
  json.Key("frozen").Bool(world.time.frozen());
  json.EndObject();
  return JsonAnswer(200, json.Take());
}

Answer AdvanceTime(World& world, const Query& query) {
  const auto by = IntegerOf(query.Get("advance").value_or(""));
  if (!by || *by < 0 || *by > 1'000'000'000) {
    return Refused("advance=SECONDS, not negative");
  }
  world.time.Advance(std::chrono::seconds(*by));
  return ShowTime(world, query);
}

Answer Freeze(World& world, const Query& query) {
  world.time.Freeze();
  return ShowTime(world, query);
}

Answer Thaw(World& world, const Query& query) {
  world.time.Thaw();
  return ShowTime(world, query);
}

// Without an account: all of them.
Answer Revoke(World& world, const Query& query) {
  const auto name = query.Get("account");
  if (name && !AccountByName(world.accounts, *name)) {
    return Refused("no such account");
  }
  for (std::size_t i = 0; i < world.accounts.size(); ++i) {
    if (!name || world.accounts[i].name == *name) world.tokens.Revoke(i);
  }
  return Ok();
}

Answer SetKey(World& world, const Query& query) {
  const auto account =
      AccountByName(world.accounts, query.Get("account").value_or(""));
  const auto key = query.Get("key");
  if (!account) return Refused("no such account");
  if (!key || key->empty()) return Refused("no key");
  world.accounts[*account].api_key = *key;
  return Ok();
}

Answer ShowRequests(World& world, const Query&) {
  return JsonAnswer(200, world.requests.Json());
}

Answer ResetRequests(World& world, const Query&) {
  world.requests.Reset();
  return Ok();
}

Answer ShowCampaign(World& world, const Query& query) {
  const auto id = IntegerOf(query.Get("id").value_or(""));
  const CampaignPlan* const plan = id ? world.campaigns.Find(*id) : nullptr;
  if (plan == nullptr) return MessageAnswer(404, "no such campaign");
  return JsonAnswer(200, TruthDocument(*plan, StateAt(*plan, world.time.Now()),
                                       world.ContextOf(*plan)));
}

Answer AddCampaign(World& world, const Query& query) {
  const auto id = IntegerOf(query.Get("id").value_or(""));
  const auto kind = KindByName(query.Get("kind").value_or("living"));
  const auto type = TypeByName(query.Get("type").value_or("rcs"));
  const auto account = AccountByName(
      world.accounts, query.Get("account").value_or(world.accounts[0].name));
  if (!id || *id < 0) return Refused("no id");
  if (!kind) return Refused("no such kind");
  if (!type) return Refused("no such type");
  if (!account) return Refused("no such account");
  if (!world.AddCampaign(*account, *id, *type, *kind)) {
    return Refused("the id is taken");
  }
  return ShowCampaign(world, query);
}

Answer Resume(World& world, const Query& query) {
  const auto id = IntegerOf(query.Get("id").value_or(""));
  if (!id || world.campaigns.Resume(*id) == nullptr) {
    return Refused("no campaign that has halted");
  }
  return ShowCampaign(world, query);
}

Answer ListCampaigns(World& world, const Query&) {
  const Instant now = world.time.Now();
  JsonWriter json;
  json.BeginArray();
  for (const auto& plan : world.campaigns.all()) {
    json.BeginObject();
    json.Key("id").Integer(plan->id);
    json.Key("account").String(world.accounts[plan->account].name);
    json.Key("type").String(ToString(plan->type));
    json.Key("kind").String(ToString(plan->kind));
    json.Key("status").String(StateAt(*plan, now).status);
    json.EndObject();
  }
  for (const std::int64_t id : world.campaigns.DocumentIds()) {
    json.BeginObject().Key("id").Integer(id);
    json.Key("kind").String("document").EndObject();
  }
  json.EndArray();
  return JsonAnswer(200, json.Take());
}

struct Route {
  std::string_view method;
  std::string_view path;
  Answer (*answer)(World& world, const Query& query);
};
constexpr Route kRoutes[] = {
    {"POST", "/_control/fault", AddFault},
    {"DELETE", "/_control/fault", ClearFaults},
    {"GET", "/_control/time", ShowTime},
    {"POST", "/_control/time", AdvanceTime},
    {"POST", "/_control/freeze", Freeze},
    {"POST", "/_control/thaw", Thaw},
    {"POST", "/_control/revoke", Revoke},
    {"POST", "/_control/key", SetKey},
    {"GET", "/_control/requests", ShowRequests},
    {"POST", "/_control/requests/reset", ResetRequests},
    {"GET", "/_control/campaign", ShowCampaign},
    {"POST", "/_control/campaign", AddCampaign},
    {"POST", "/_control/campaign/resume", Resume},
    {"GET", "/_control/campaigns", ListCampaigns},
};

}  // namespace

Answer ControlAnswer(World& world, const web::Request& request) {
  bool known_path = false;
  for (const Route& route : kRoutes) {
    if (route.path != request.path) continue;
    known_path = true;
    if (route.method == request.method) {
      return route.answer(world, Query(request.query));
    }
  }
  if (known_path) return MessageAnswer(405, "Method Not Allowed");
  return MessageAnswer(404, "Not Found");
}

}  // namespace bsg_exporter::simulator
