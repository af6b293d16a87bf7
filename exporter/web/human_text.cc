#include "exporter/web/human_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "bsg_exporter/bsg/time_zone.h"

namespace bsg_exporter::web {
namespace {

// Commas into the digits of a number, up to its point.
std::string Grouped(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(digits.find('.'), digits.size());
  while (at > first + 3) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string Fixed(double value, int decimals) {
  std::array<char, 400> text{};  // the largest double has 309 digits
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals);
  return {text.data(), end.ptr};
}

struct Unit {
  std::int64_t seconds;
  const char* name;
};
constexpr std::array<Unit, 4> kUnits = {
    {{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}}};

// The largest unit, and the one below where it still matters.
std::string SecondsText(std::int64_t seconds) {
  std::size_t i = 0;
  while (i + 1 < kUnits.size() && seconds < kUnits[i].seconds) ++i;
  const std::int64_t whole = seconds / kUnits[i].seconds;
  std::string text = Grouped(std::to_string(whole)) + kUnits[i].name;
  if (i + 1 == kUnits.size() || whole >= 10) return text;
  const std::int64_t rest = seconds % kUnits[i].seconds / kUnits[i + 1].seconds;
  if (rest > 0) text += " " + std::to_string(rest) + kUnits[i + 1].name;
  return text;
}

}  // namespace

std::string CountText(std::int64_t count) {
  return Grouped(std::to_string(count));
}

std::string ShareText(double part, double of) {
  if (of <= 0) return "–";
  const double percent = 100 * part / of;
  // What is not nothing, or not everything, does not look like it.
  const bool small = percent > 0 && percent < 10;
  const bool nearly = percent > 99 && percent < 100;
  if (small && percent < 0.1) return "< 0.1 %";
  if (nearly && percent > 99.9) return "> 99.9 %";
  return Fixed(percent, small || nearly ? 1 : 0) + " %";
}

std::string PriceText(double price) {
  if (!std::isfinite(price)) return "–";
  const double size = std::abs(price);
  const bool small = size > 0 && size < 0.1;
  return Grouped(Fixed(price, small ? 4 : 2));
}

std::string SpanText(Duration span) {
  using std::chrono::milliseconds;
  const auto ms = std::chrono::duration_cast<milliseconds>(span).count();
  if (ms > -1000 && ms < 1000 && ms != 0) return std::to_string(ms) + " ms";
  return SecondsText(ms / 1000);
}

std::string AgoText(WallTime time, WallTime now) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now - time).count();
  if (seconds == 0) return "just now";
  return seconds > 0 ? SecondsText(seconds) + " ago"
                     : "in " + SecondsText(-seconds);
}

std::string TimeText(WallTime time) {
  return bsg::FormatTime(time, bsg::TimeZone::Utc()) + " UTC";
}

std::string MachineTime(WallTime time) {
  std::string text = bsg::FormatTime(time, bsg::TimeZone::Utc());
  return text.replace(text.find(' '), 1, "T") + "Z";
}

std::string IntervalText(std::optional<Duration> interval) {
  if (!interval) return "never again";
  if (*interval <= Duration::zero()) return "every scrape";
  return "every " + SpanText(*interval);
}

std::string_view ReasonInWords(Reason reason) {
  switch (reason) {
    case Reason::kPending:
      return "not read yet";
    case Reason::kDns:
      return "the API's host name does not resolve";
    case Reason::kConnect:
      return "no connection to the API, or it broke";
    case Reason::kTls:
      return "TLS handshake or certificate refused";
    case Reason::kTimeout:
      return "no answer within the request's time limit";
    case Reason::kThrottled:
      return "the API asks for fewer requests";
    case Reason::kUnauthorized:
      return "the API refuses the key or the token (401)";
    case Reason::kForbidden:
      return "the key may not read it (403)";
    case Reason::kNotFound:
      return "the API does not know it (404)";
    case Reason::kClientError:
      return "the API refuses the request (4xx)";
    case Reason::kServerError:
      return "the API answers with an error of its own (5xx)";
    case Reason::kRedirect:
      return "the API redirects elsewhere, which is not followed";
    case Reason::kTooLarge:
      return "the answer is larger than http.max_response_bytes";
    case Reason::kInvalidJson:
      return "the answer is not JSON";
    case Reason::kInvalidDocument:
      return "the answer is JSON, but not what was asked for";
    case Reason::kCanceled:
      return "the exporter was stopping";
    case Reason::kInternal:
      return "a key that cannot be read, or a fault of the exporter; its log "
             "says which";
  }
  return "";
}

}  // namespace bsg_exporter::web
