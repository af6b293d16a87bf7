#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "bsg_exporter/base/clock.h"

namespace bsg_exporter::simulator {

// Why a request has no account.
enum class TokenFault { kMissing, kInvalid, kExpired };

// The JWTs that were issued. They look like the API's (RS256, iat, exp, roles,
// id), but the signature is a number: nobody but this class ever checks it.
class Tokens {
 public:
  // `claim_offset` makes the claim `exp` say another time than the one that
  // counts here: an API whose clock and the client's do not agree.
  Tokens(std::uint64_t seed, Duration ttl, Duration claim_offset = {})
      : seed_(seed), ttl_(ttl), claim_offset_(claim_offset) {}

  std::string Issue(std::size_t account, WallTime now);

  // What an Authorization header stands for: "Bearer <token>", or with a colon
  // after Bearer, as one of the vendor's pages has it.
  std::variant<std::size_t, TokenFault> Check(std::string_view authorization,
                                              WallTime now) const;

  // All tokens of the account that were issued so far.
  void Revoke(std::size_t account);

 private:
  struct Issued {
    std::size_t account;
    WallTime expires;
  };
  // Finds a string_view without making a string of it first.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  const std::uint64_t seed_;
  const Duration ttl_;
  const Duration claim_offset_;
  std::uint64_t serial_ = 0;
  std::unordered_map<std::string, Issued, Hash, std::equal_to<>> issued_;
};

// As JWTs have it: no padding, '-' and '_'.
std::string Base64Url(std::string_view bytes);

}  // namespace bsg_exporter::simulator
