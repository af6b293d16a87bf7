#include "tests/simulator/document_writer.h"

#include <cstddef>
#include <optional>
#include <string>

#include "tests/simulator/money.h"

namespace bsg_exporter::simulator {
namespace {

// Writes one document: what belongs to every part of it is held here.
class DetailWriter {
 public:
  DetailWriter(const CampaignPlan& plan, const CampaignState& state,
               const DocumentContext& context, const Twist& twist)
      : plan_(plan),
        shape_(plan.shape),
        state_(state),
        context_(context),
        twist_(twist) {}

  std::string Write() {
    if (shape_.envelope != Envelope::kBare) {
      json_.BeginObject().Key(shape_.envelope == Envelope::kData ? "data"
                                                                 : "en-US");
    }
    json_.BeginObject();
    WriteHead();
    WriteTimes();
    json_.Key("statistics");
    WriteStatistics(state_.primary, twist_);
    WriteFallback();
    WriteTotals();
    if (twist_.nesting > 0) WriteNesting();
    json_.EndObject();
    if (shape_.envelope != Envelope::kBare) json_.EndObject();
    return json_.Take();
  }

 private:
  void WriteHead() {
    json_.Key("id").Integer(plan_.id + (twist_.wrong_id ? 1 : 0));
    json_.Key("name").String(plan_.name +
                             (twist_.invalid_utf8 ? "\xc3\x28\xff" : ""));
    json_.Key("sender").String(plan_.sender);
    json_.Key("status").String(twist_.unknown_status ? "archived"
                                                     : state_.status);
    json_.Key(shape_.names == Names::kHelp ? "message_type" : "type");
    json_.String(twist_.unknown_type ? "telegram" : ToString(plan_.type));
  }

  void WriteTime(std::string_view key, std::optional<Instant> time) {
    json_.Key(key);
    if (time) {
      json_.String(TimeText(*time, shape_.time_separator));
    } else {
      json_.Null();
    }
  }

  void WriteTimes() {
    const Names names = shape_.names;
    const bool table = names == Names::kTable || names == Names::kHelp;
    WriteTime(names == Names::kSpec  ? "started_at"
              : names == Names::kSms ? "start_date"
                                     : "start_at",
              plan_.planned);
    WriteTime(table ? "real_start_at" : "actual_start_at", state_.started);
    WriteTime("finished_at", state_.finished);
    WriteTime("created_at", plan_.created + context_.created_offset);
  }

  // A counter outside of the shape's set is only left out while it is 0.
  bool Shown(std::size_t counter, std::int64_t messages) const {
    if (messages != 0) return true;
    switch (shape_.counters) {
      case CounterSet::kAll13:
        return true;
      case CounterSet::kPage11:
        return counter <= kRead;
      case CounterSet::kSms10:
        return counter <= kUnknown;
      case CounterSet::kNonZero:
        return false;
    }
    return true;
  }

  // In an array of counters each stands in an object of its own.
  void WriteCounters(const Counters& counters, const Twist& twist, bool apart) {
    for (std::size_t i = 0; i < counters.size(); ++i) {
      const bool wrong = twist.wrong_type && i == kDelivered;
      if (!wrong && !Shown(i, counters[i])) continue;
      if (apart) json_.BeginObject();
      json_.Key(kCounterNames[i]);
      if (wrong) {
        json_.String("many");
      } else {
        json_.Integer(counters[i]);
      }
      if (apart) json_.EndObject();
    }
    if (!twist.unknown_counter) return;
    if (apart) json_.BeginObject();
    json_.Key("teleported").Integer(3);
    if (apart) json_.EndObject();
  }

  void WriteStatistics(const Counters& counters, const Twist& twist) {
    const StatisticsForm form = shape_.statistics;
    // The empty map of a PHP program is an empty list.
    const bool listed = form != StatisticsForm::kObject;
    if (listed) json_.BeginArray();
    if (form == StatisticsForm::kArrayOfCounters) {
      WriteCounters(counters, twist, true);
    } else if (form != StatisticsForm::kEmpty && !(listed && Empty())) {
      json_.BeginObject();
      WriteCounters(counters, twist, false);
      json_.EndObject();
    }
    if (listed) json_.EndArray();
  }

  bool Empty() const { return state_.total_messages == 0 && twist_ == Twist{}; }

  void WriteFallback() {
    if (!state_.sms) return WriteNoFallback();
    json_.Key("alternative_channels").BeginObject().Key("sms");
    if (shape_.channel_in_array) json_.BeginArray();
    json_.BeginObject().Key("statistics");
    WriteStatistics(*state_.sms, {});
    json_.EndObject();
    if (shape_.channel_in_array) json_.EndArray();
    json_.EndObject();
  }

  void WriteNoFallback() {
    switch (shape_.no_fallback) {
      case NoFallback::kNull:
        json_.Key("alternative_channels").Null();
        return;
      case NoFallback::kEmptyArray:
        json_.Key("alternative_channels").BeginArray().EndArray();
        return;
      case NoFallback::kEmptyObject:
        json_.Key("alternative_channels").BeginObject().EndObject();
        return;
      case NoFallback::kAbsent:
        return;
    }
  }

  void WriteTotals() {
    json_.Key("total_messages").Integer(state_.total_messages);
    json_.Key("total_phones").Integer(state_.total_phones);
    json_.Key("total_price");
    switch (shape_.price) {
      case PriceForm::kSevenDecimals:
        json_.String(MoneyText(state_.price));
        break;
      case PriceForm::kTwoDecimals:
        json_.String(MoneyText(state_.price, 2));
        break;
      case PriceForm::kNumber:
        json_.Raw(MoneyNumber(state_.price));
        break;
    }
    json_.Key("currency").String(context_.currency);
  }

  void WriteNesting() {
    json_.Key("extra");
    for (std::int64_t i = 0; i < twist_.nesting; ++i) json_.BeginArray();
    for (std::int64_t i = 0; i < twist_.nesting; ++i) json_.EndArray();
  }

  const CampaignPlan& plan_;
  const Shape& shape_;
  const CampaignState& state_;
  const DocumentContext& context_;
  const Twist& twist_;
  JsonWriter json_;
};

}  // namespace

std::string DetailDocument(const CampaignPlan& plan, const CampaignState& state,
                           const DocumentContext& context, const Twist& twist) {
  return DetailWriter(plan, state, context, twist).Write();
}

}  // namespace bsg_exporter::simulator
