#include "exporter/bsg/fields.h"

#include <algorithm>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/base/utf8.h"
#include "exporter/bsg/number_text.h"

namespace bsg_exporter::bsg {
namespace {

constexpr std::size_t kMaxTextBytes = 1024;
constexpr std::size_t kMaxCurrencyBytes = 16;

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::optional<std::int64_t> AsInteger(json::Value value) {
  if (const auto text = value.Text()) return NumberOf<std::int64_t>(*text);
  return value.Integer();
}

std::optional<std::int64_t> ReadInteger(const Field& field, Place place,
                                        Findings& findings) {
  if (field.value.absent()) return std::nullopt;
  const auto integer = AsInteger(field.value);
  if (!integer) findings.Add(place, field.key);
  return integer;
}

std::optional<double> ReadAmount(const Field& field, Findings& findings) {
  if (field.value.absent()) return std::nullopt;
  const auto text = field.value.Text();
  const auto amount = text ? RealOf(*text) : field.value.Number();
  if (!amount) findings.Add(Place::kPrice, field.key);
  return amount;
}

std::optional<std::string> ReadCurrency(const Field& field,
                                        Findings& findings) {
  if (field.value.absent()) return std::nullopt;
  const std::string_view text = field.value.Text().value_or("");
  if (text.size() == 3 && std::all_of(text.begin(), text.end(), IsCapital)) {
    return std::string(text);
  }
  findings.Add(Place::kCurrency, field.key);
  if (text.empty() || text.size() > kMaxCurrencyBytes) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> ReadText(const Field& field, Findings& findings) {
  if (field.value.absent()) return std::nullopt;
  const auto text = field.value.Text();
  if (!text || text->size() > kMaxTextBytes) {
    findings.Add(Place::kOther, field.key);
  }
  if (!text) return std::nullopt;
  return std::string(Cut(*text, kMaxTextBytes));
}

Error InvalidDocument(const Path& path, std::string_view what) {
  std::string message = ToString(path);
  if (!message.empty()) message += ": ";
  message += what;
  return {Reason::kInvalidDocument, message};
}

}  // namespace bsg_exporter::bsg
