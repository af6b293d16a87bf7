#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/base/worker.h"
#include "exporter/web/credentials.h"

namespace bsg_exporter::web {

using Users = std::map<std::string, Secret>;  // name to bcrypt hash

// Tells right logins from wrong ones. Hashes are worked out on a thread of its
// own, one after the other, so that guessing costs one processor at the most;
// what is known already costs nothing. A user that does not exist costs as
// much as one that does.
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

  Authenticator();
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // From now on. Logins that are being worked out end as they began.
  void SetUsers(Users users);
  bool has_users() const { return !users_.empty(); }

  // `done` comes from within this call or from the other thread; not at all
  // if this object ends before.
  void Check(const Credentials& credentials, Done done);

 private:
  struct Login;
  using Digests = std::unordered_set<std::string>;

  std::string DigestOf(const Login& login, const std::string& user) const;
  std::optional<Verdict> Recall(const std::string& digest) const;
  // Nothing if this object is ending.
  std::optional<Verdict> WorkOut(const Login& login);

  Users users_;
  std::string nobody_;  // as dear as the dearest user's
  std::array<unsigned char, 32> salt_;

  mutable std::mutex mutex_;
  // What was found out, as digests: nothing here can be turned back into a
  // password. Apart, so that guesses never displace a right login.
  Digests right_;                 // guarded by mutex_
  Digests wrong_;                 // guarded by mutex_
  std::size_t waiting_ = 0;       // guarded by mutex_
  bool ending_ = false;           // guarded by mutex_
  std::optional<Worker> worker_;  // once there is something to work out
};

}  // namespace bsg_exporter::web
