#include "exporter/web/beast_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <exception>
#include <utility>

namespace bsg_exporter::web {
namespace {

namespace http = boost::beast::http;

class BeastParser final : public MessageParser {
 public:
  BeastParser(std::size_t max_header_bytes, std::size_t max_body_bytes) {
    parser_.header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(max_header_bytes, UINT32_MAX)));
    parser_.body_limit(max_body_bytes);
  }

  Step Put(std::string_view bytes) override {
    boost::system::error_code error;
    try {
      const boost::asio::const_buffer buffer(bytes.data(), bytes.size());
      const std::size_t taken = parser_.put(buffer, error);
      if (!error) return {taken, false, 0};
      if (error == http::error::need_more) return {taken, true, 0};
    } catch (const std::exception&) {  // a header of more than 64 KiB
      return {0, false, 431};
    }
    if (error == http::error::header_limit) return {0, false, 431};
    return {0, false, error == http::error::body_limit ? 413 : 400};
  }

  bool HeadIsDone() const override { return parser_.is_header_done(); }
  bool IsDone() const override { return parser_.is_done(); }

  MessageHead Head() const override {
    const auto& message = parser_.get();
    MessageHead head;
    head.method = message.method_string().to_string();
    head.target = message.target().to_string();
    for (const auto& field : message) {
      head.headers.emplace_back(field.name_string().to_string(),
                                field.value().to_string());
    }
    head.http11 = message.version() >= 11;
    head.keep_alive = parser_.keep_alive();
    return head;
  }

  std::string TakeBody() override { return std::move(parser_.get().body()); }

 private:
  http::request_parser<http::string_body> parser_;
};

}  // namespace

NewMessageParser BeastParsers(const ServerOptions& options) {
  return [head = options.max_header_bytes, body = options.max_body_bytes] {
    return std::make_unique<BeastParser>(head, body);
  };
}

}  // namespace bsg_exporter::web
