#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/http/curl_error.h"
#include "exporter/http/curl_transfer.h"

// What comes of a request: its answer, or why there is none.
namespace bsg_exporter::http {
namespace {

// Far more than any API needs, and no more than a peer should make us read.
constexpr std::size_t kMaxHeaderBytes = 64u << 10;
// A date has 29 characters. What is longer is not believed.
constexpr std::size_t kMaxRetryAfter = 64;

constexpr std::string_view kRetryAfter = "retry-after:";
constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

Result<Response> CurlTransfer::Finish(CURLcode code) {
  if (code != CURLE_OK) return ErrorOf(code);
  // libcurl is content with half a head, without any body.
  if (in_headers_) {
    return Error{Reason::kConnect, "connection closed within the headers"};
  }
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  Response response;
  response.status = static_cast<int>(status);
  response.retry_after = std::move(retry_after_);
  // Not copied: a common answer comes in one piece, which fits exactly.
  response.body = std::exchange(body_, {});
  return response;
}

Error CurlTransfer::ErrorOf(CURLcode code) const {
  if (!too_large_.empty()) return {Reason::kTooLarge, too_large_};
  long sent = 0;
  curl_easy_getinfo(easy(), CURLINFO_REQUEST_SIZE, &sent);
  return http::ErrorOf(code, sent > 0, error_text_.data());
}

// To return fewer bytes than were offered ends the transfer.
std::size_t CurlTransfer::OnBody(char* data, std::size_t size,
                                 std::size_t count, void* self) noexcept {
  const std::string_view bytes(data, size * count);
  return static_cast<CurlTransfer*>(self)->TakeBody(bytes) ? bytes.size() : 0;
}

std::size_t CurlTransfer::OnHeader(char* data, std::size_t size,
                                   std::size_t count, void* self) noexcept {
  const std::string_view line(data, size * count);
  return static_cast<CurlTransfer*>(self)->TakeHeader(line) ? line.size() : 0;
}

bool CurlTransfer::TakeBody(std::string_view bytes) {
  const std::size_t most = settings_->max_response_bytes;
  if (bytes.size() > most - body_.size()) {
    too_large_ = "the answer exceeds " + std::to_string(most) + " bytes";
    return false;
  }
  body_.append(bytes);
  return true;
}

// Called for every line of every response: a proxy's, interim ones, trailers.
bool CurlTransfer::TakeHeader(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    too_large_ = "the answer's headers exceed " +
                 std::to_string(kMaxHeaderBytes) + " bytes";
    return false;
  }
  if (line.starts_with("HTTP/")) {
    in_headers_ = true;
    retry_after_.reset();
  } else if (Trim(line, kBlanks).empty()) {
    in_headers_ = false;
  } else if (in_headers_ &&
             EqualsIgnoringCase(line.substr(0, kRetryAfter.size()),
                                kRetryAfter)) {
    const std::string_view value =
        Trim(line.substr(kRetryAfter.size()), kBlanks);
    if (value.size() <= kMaxRetryAfter) retry_after_ = value;
  }
  return true;
}

}  // namespace bsg_exporter::http
