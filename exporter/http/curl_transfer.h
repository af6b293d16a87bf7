#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/http/transport.h"
#include "exporter/http/curl_handle.h"

namespace bsg_exporter::http {

// One easy handle and all that a request needs while libcurl works on it. It
// serves request after request; nothing of one is left for the next. Its
// address is known to libcurl: never moved.
class CurlTransfer {
 public:
  // Fails (internal) when libcurl refuses an option.
  static Result<std::unique_ptr<CurlTransfer>> New(std::string user_agent);

  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Makes the handle ready for this request. Fails (internal) when there is no
  // way to send it; Clear() is due all the same.
  Status Prepare(Request request);

  // What became of the request, given how libcurl says that it ended.
  Result<Response> Finish(CURLcode code);

  // Forgets the request, its secrets first of all.
  void Clear();

  CURL* easy() const { return easy_.get(); }
  // The transfer that a handle belongs to.
  static CurlTransfer& Of(CURL* easy);

  // For whoever keeps the pool.
  RequestId id = 0;
  SteadyTime started;

 private:
  CurlTransfer(CurlEasy easy, std::string user_agent)
      : easy_(std::move(easy)), user_agent_(std::move(user_agent)) {}

  static std::size_t OnBody(char* data, std::size_t size, std::size_t count,
                            void* self) noexcept;
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count,
                              void* self) noexcept;
  bool TakeBody(std::string_view bytes);
  bool TakeHeader(std::string_view line);

  CURLcode Adopt(std::shared_ptr<const RequestSettings> settings);
  void SetConstantOptions(CurlSetter& set);
  void SetTlsOptions(CurlSetter& set);
  CURLcode SetRequestOptions(const Request& request);
  Status BuildHeaders(const Request& request);
  Error ErrorOf(CURLcode code) const;

  CurlEasy easy_;
  const std::string user_agent_;
  std::shared_ptr<const RequestSettings> settings_;  // that the handle has

  // What libcurl points to while it works.
  CurlList headers_;
  Secret json_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};

  // What has come so far.
  std::string body_;
  std::optional<std::string> retry_after_;
  std::size_t header_bytes_ = 0;
  bool in_headers_ = false;
  std::string too_large_;  // which limit was passed; none if empty
};

}  // namespace bsg_exporter::http
