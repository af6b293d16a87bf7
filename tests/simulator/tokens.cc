#include "tests/simulator/tokens.h"

#include <chrono>

#include "tests/simulator/choices.h"
#include "tests/simulator/json_writer.h"

namespace bsg_exporter::simulator {
namespace {

std::int64_t UnixSeconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time)
      .time_since_epoch()
      .count();
}

std::string Claims(std::size_t account, WallTime issued, WallTime expires) {
  JsonWriter json;
  json.BeginObject();
  json.Key("iat").Integer(UnixSeconds(issued));
  json.Key("exp").Integer(UnixSeconds(expires));
  json.Key("roles").BeginArray().EndArray();
  json.Key("id").Integer(4242 + static_cast<std::int64_t>(account));
  json.EndObject();
  return json.Take();
}

// As long as a real one (2048 bits).
std::string FakeSignature(std::uint64_t seed, std::uint64_t serial) {
  std::string bytes;
  for (std::uint64_t i = 0; i < 32; ++i) {
    const std::uint64_t word = Mix(Mix(seed, serial), i);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes += static_cast<char>(word >> shift & 0xff);
    }
  }
  return bytes;
}

}  // namespace

std::string Base64Url(std::string_view bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) {
      out += kDigits[bits >> (held - 6) & 63];
    }
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 63];
  return out;
}

std::string Tokens::Issue(std::size_t account, WallTime now) {
  const auto ttl = std::chrono::duration_cast<WallTime::duration>(ttl_);
  const auto offset =
      std::chrono::duration_cast<WallTime::duration>(claim_offset_);
  std::string token = Base64Url(R"({"typ":"JWT","alg":"RS256"})");
  token.append(".").append(Base64Url(Claims(account, now, now + ttl + offset)));
  token.append(".").append(Base64Url(FakeSignature(seed_, ++serial_)));
  issued_[token] = {account, now + ttl};
  return token;
}

std::variant<std::size_t, TokenFault> Tokens::Check(
    std::string_view authorization, WallTime now) const {
  if (!authorization.starts_with("Bearer")) return TokenFault::kMissing;
  authorization.remove_prefix(6);
  if (authorization.starts_with(':')) authorization.remove_prefix(1);
  if (!authorization.starts_with(' ')) return TokenFault::kMissing;
  const auto found = issued_.find(authorization.substr(1));
  if (found == issued_.end()) return TokenFault::kInvalid;
  if (now >= found->second.expires) return TokenFault::kExpired;
  return found->second.account;
}

void Tokens::Revoke(std::size_t account) {
  std::erase_if(issued_, [&](const auto& entry) {
    return entry.second.account == account;
  });
}

}  // namespace bsg_exporter::simulator
