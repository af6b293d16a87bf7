#include <cstddef>
#include <optional>
#include <string>

#include "tests/simulator/document_writer.h"
#include "tests/simulator/money.h"

namespace bsg_exporter::simulator {
namespace {

void WriteText(JsonWriter& json, std::string_view key,
               std::optional<Instant> time) {
  json.Key(key);
  if (time) {
    json.String(TimeText(*time));
  } else {
    json.Null();
  }
}

void WriteUnix(JsonWriter& json, std::string_view key,
               std::optional<Instant> time) {
  json.Key(key);
  if (time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(*time);
    json.Integer(whole.time_since_epoch().count());
  } else {
    json.Null();
  }
}

void WriteAll(JsonWriter& json, const Counters& counters) {
  json.BeginObject();
  for (std::size_t i = 0; i < counters.size(); ++i) {
    json.Key(kCounterNames[i]).Integer(counters[i]);
  }
  json.EndObject();
}

}  // namespace

void WriteGeneral(JsonWriter& json, const CampaignPlan& plan,
                  const CampaignState& state, const DocumentContext& context,
                  bool in_list) {
  json.BeginObject();
  json.Key("id").Integer(plan.id);
  json.Key("name").String(plan.name);
  json.Key("sender").String(plan.sender);
  json.Key("status").String(state.status);
  json.Key("message_type").String(ToString(plan.type));
  WriteText(json, "start_at", plan.planned);
  WriteText(json, "real_start_at", state.started);
  WriteText(json, "finished_at", state.finished);
  WriteText(json, "created_at", plan.created + context.created_offset);
  json.Key("statistics").BeginObject();
  json.Key("delivered")
      .Integer(state.primary[kDelivered] + state.primary[kRead]);
  json.Key("sent").Integer(state.total_messages);
  json.EndObject();
  json.Key("calculated_price").Raw(in_list ? "null" : "0");
  json.Key("currency").Null();
  json.Key("alternative_channels").Null();
  json.EndObject();
}

std::string TruthDocument(const CampaignPlan& plan, const CampaignState& state,
                          const DocumentContext& context) {
  JsonWriter json;
  json.BeginObject();
  json.Key("id").Integer(plan.id);
  json.Key("account").String(context.account);
  json.Key("name").String(plan.name);
  json.Key("sender").String(plan.sender);
  json.Key("status").String(state.status);
  json.Key("type").String(ToString(plan.type));
  WriteUnix(json, "created", plan.created);
  WriteUnix(json, "planned_start", plan.planned);
  WriteUnix(json, "actual_start", state.started);
  WriteUnix(json, "finished", state.finished);
  json.Key("statistics");
  WriteAll(json, state.primary);
  json.Key("alternative_channels").BeginObject();
  if (state.sms) {
    json.Key("sms");
    WriteAll(json, *state.sms);
  }
  json.EndObject();
  json.Key("total_messages").Integer(state.total_messages);
  json.Key("total_phones").Integer(state.total_phones);
  json.Key("total_price").String(MoneyText(state.price));
  json.Key("currency").String(context.currency);
  json.EndObject();
  return json.Take();
}

}  // namespace bsg_exporter::simulator
