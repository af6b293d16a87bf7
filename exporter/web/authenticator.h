#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bsg_exporter/base/secret.h"
#include "exporter/web/credentials.h"

namespace bsg_exporter::web {

using Users = std::map<std::string, Secret>;  // name to bcrypt hash

// Tells right logins from wrong ones. Hashes are worked out on a thread of its
// own, one after the other, so that guessing costs one processor at the most;
// what is known already costs nothing. A user that does not exist costs as
// much as one that does. It ends at once: a hash may take minutes, and nothing
// can break it off, so the thread is left to itself then.
//
// For one thread, but for what comes back.
class Authenticator {
 public:
  enum class Verdict {
    kRight,
    kWrong,
    kBusy,  // too many are waiting to be worked out
  };
  using Done = std::function<void(Verdict)>;

  // Throws std::runtime_error if the system gives no random numbers: a server
  // without them does not start.
  Authenticator();
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // From now on. Logins that are being worked out end as they began.
  void SetUsers(Users users);
  bool has_users() const { return !users_.empty(); }

  // `done` comes from within this call or from the other thread. Once this
  // object has ended, one at most that was about to come still does.
  void Check(const Credentials& credentials, Done done);

 private:
  struct Login;
  class Work;

  std::string DigestOf(const Login& login, const std::string& user) const;

  Users users_;
  std::string nobody_;  // as dear as the dearest user's
  std::array<unsigned char, 32> salt_;
  const std::shared_ptr<Work> work_;
};

}  // namespace bsg_exporter::web
