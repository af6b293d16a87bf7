#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace bsg_exporter::web {

// An HTTP answer as it came off the wire; header names in lower case.
struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;
  std::string body;
};

// A client that sends any bytes and takes them as slowly as it is told to. All
// waiting is for the server to do something; a server that does not fails the
// test after half a minute.
class RawClient {
 public:
  enum class End { kClosed, kReset, kStillOpen };

  // "127.0.0.1:80", "[::1]:80" or "unix:/path". With a receive buffer of that
  // size, if one is named.
  explicit RawClient(
      const std::string& address, int receive_buffer = 0,
      const std::function<void()>& before_connect = [] {});
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  bool connected() const { return connected_; }
  RawClient& Send(std::string_view bytes);
  RawClient& EndSending();
  void Close();

  // The next answer. Of a HEAD request, it is without a body.
  HttpAnswer ReadAnswer(bool of_head = false);
  // At most as many bytes as that, whatever comes first.
  std::string ReadSome(std::size_t max);
  // Everything up to the end of the connection, and what end it was.
  std::string ReadToEnd(End* end = nullptr);
  // The same for a connection on which no more bytes shall come.
  End WaitForEnd();

 private:
  bool Fill(std::size_t max);

  int fd_ = -1;
  bool connected_ = false;
  std::string buffer_;  // read, not yet given out
  End end_ = End::kStillOpen;
};

// "GET path HTTP/1.1" with a Host and these further header lines.
std::string Get(std::string_view path, std::string_view more_lines = "");

}  // namespace bsg_exporter::web
