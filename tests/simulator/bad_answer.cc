#include <cstdio>
#include <string>
#include <utility>

#include "tests/simulator/answer.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {
namespace {

constexpr std::size_t kHugeBytes = 8u << 20;

constexpr char kMaintenancePage[] =
    "<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n"
    "<body><center><h1>503 Service Temporarily Unavailable</h1></center>"
    "</body>\n</html>\n";

// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string HttpDate(WallTime time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed",
                                          "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr",
                                            "May", "Jun", "Jul", "Aug",
                                            "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(
      std::chrono::floor<std::chrono::seconds>(time - day));
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()],
                static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::string RetryAfter(const std::string& text, WallTime now) {
  static constexpr std::string_view kDate = "date:";
  if (!text.starts_with(kDate)) return text;
  const auto seconds = IntegerOf(std::string_view(text).substr(kDate.size()));
  return HttpDate(now + std::chrono::seconds(seconds.value_or(0)));
}

Answer MaintenanceAnswer(int status) {
  Answer answer;
  answer.response.status = status;
  answer.response.headers = {{"Content-Type", "text/html"}};
  answer.response.body = std::string(kMaintenancePage);
  return answer;
}

Answer RedirectAnswer(const Fault& fault) {
  Answer answer;
  answer.response.status = fault.status ? fault.status : 302;
  answer.response.headers = {{"Location", fault.url}};
  return answer;
}

Answer EmptyAnswer(Answer::Way way) {
  Answer answer;
  answer.way = way;
  return answer;
}

std::optional<Answer> WithoutRetryAfter(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kHang:
      return EmptyAnswer(Answer::Way::kHang);
    case FaultKind::kReset:
      return EmptyAnswer(Answer::Way::kReset);
    case FaultKind::kStatus:
      return StatusAnswer(fault.status);
    case FaultKind::kMaintenance:
      return MaintenanceAnswer(fault.status ? fault.status : 503);
    case FaultKind::kRedirect:
      return RedirectAnswer(fault);
    case FaultKind::kV1Error:
      return JsonAnswer(200,
                        R"({"error":"1","errorDescription":"invalid key"})");
    case FaultKind::kNoDocument:
      return JsonAnswer(200, R"({"data":{}})");
    default:
      return std::nullopt;
  }
}

std::string RawHead(const Answer& answer) {
  std::string head =
      "HTTP/1.1 " + std::to_string(answer.response.status) + " Answer\r\n";
  for (const auto& [name, value] : answer.response.headers) {
    head += name + ": " + value + "\r\n";
  }
  return head;
}

std::string Chunked(const std::string& body) {
  constexpr std::size_t kChunk = 65536;
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += kChunk) {
    const std::string chunk = body.substr(at, kChunk);
    char length[20];
    std::snprintf(length, sizeof length, "%zx\r\n", chunk.size());
    out += length + chunk + "\r\n";
  }
  return out + "0\r\n\r\n";
}

// Blanks before the last bracket: the document stays right, only too long.
std::string Padded(std::string body, std::size_t bytes) {
  const std::size_t at = body.empty() ? 0 : body.size() - 1;
  if (bytes > body.size()) body.insert(at, bytes - body.size(), ' ');
  return body;
}

void MakeRaw(Answer& answer, std::string raw) {
  answer.way = Answer::Way::kRaw;
  answer.raw = std::move(raw);
}

}  // namespace

std::optional<Answer> BadAnswer(const Fault& fault, WallTime now) {
  auto answer = WithoutRetryAfter(fault);
  if (answer && !fault.retry_after.empty()) {
    answer->response.headers.emplace_back("Retry-After",
                                          RetryAfter(fault.retry_after, now));
  }
  return answer;
}

Answer Spoiled(const Fault& fault, Answer good) {
  const std::string body = good.response.body.Text();
  const std::string part = body.substr(
      0, fault.bytes ? static_cast<std::size_t>(fault.bytes) : body.size() / 2);
  if (fault.kind == FaultKind::kTruncatedJson) {
    good.response.body = part;
  } else if (fault.kind == FaultKind::kTruncatedTransfer) {
    MakeRaw(good, RawHead(good) + "Content-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n" + part);
  } else if (fault.kind == FaultKind::kHuge) {
    std::string padded = Padded(
        body, fault.bytes ? static_cast<std::size_t>(fault.bytes) : kHugeBytes);
    if (fault.chunked) {
      MakeRaw(good, RawHead(good) + "Transfer-Encoding: chunked\r\n\r\n" +
                        Chunked(padded));
    } else {
      good.response.body = std::move(padded);
    }
  }
  return good;
}

}  // namespace bsg_exporter::simulator
