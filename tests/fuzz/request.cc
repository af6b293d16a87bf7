// A request to the listener, in pieces: where they end makes no difference.
#include <algorithm>
#include <optional>
#include <string>

#include "bsg_exporter/web/query.h"
#include "exporter/web/beast_parser.h"
#include "exporter/web/request_reader.h"
#include "tests/fuzz/fuzz.h"

namespace bsg_exporter::web {
namespace {

using Outcome = ReadStep::Outcome;

constexpr std::size_t kMaxHead = 1024;

// The request, once it is whole; `piece` bytes more at a time, as a session
// hands them over.
std::optional<Request> Read(std::string_view bytes, std::size_t piece) {
  ServerOptions options;
  options.max_header_bytes = kMaxHead;
  options.max_body_bytes = kMaxHead;
  RequestReader reader(BeastParsers(options)(), kMaxHead);
  std::size_t begin = 0;
  for (std::size_t end = 0; end < bytes.size();) {
    end = std::min(bytes.size(), end + piece);
    const ReadStep step = reader.Read(bytes.substr(begin, end - begin));
    fuzz::Require(step.used <= end - begin, "no more is used than was there");
    begin += step.used;
    if (step.outcome == Outcome::kDone) return std::move(reader.request());
    if (step.outcome == Outcome::kRefused) {
      fuzz::Require(step.status >= 400 && step.status < 600,
                    "a refusal has an error's status");
      return std::nullopt;
    }
  }
  return std::nullopt;
}

// How early a wrong one is refused may depend on the pieces.
bool Same(const std::optional<Request>& a, const std::optional<Request>& b) {
  if (!a || !b) return !a && !b;
  return a->method == b->method && a->path == b->path && a->query == b->query &&
         a->headers == b->headers && a->body == b->body;
}

}  // namespace
}  // namespace bsg_exporter::web

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace bsg_exporter;
  const std::string_view bytes = fuzz::TextOf(data, size);
  const std::optional<web::Request> whole = web::Read(bytes, size);
  fuzz::Require(web::Same(whole, web::Read(bytes, 1)),
                "pieces make no difference");
  if (!whole) return 0;
  fuzz::Require(whole->path.find_first_of("\r\n") == std::string::npos,
                "a path is one line");
  const web::Query query(whole->query);
  for (const auto& [name, value] : query.all()) {
    fuzz::Require(query.Get(name).has_value(), "a parameter is found");
  }
  return 0;
}
