#pragma once

#include <string>

namespace bsg_exporter::web {

// Whether a bcrypt hash is that password's; never, if it is no hash that
// crypt(3) knows. Takes as long as the hash's cost wants it to: a quarter of a
// second at 12, twice as long with each one more; at once for what is none.
bool PasswordMatches(const std::string& password, const std::string& hash);

// The cost of a bcrypt hash, as it stands in "$2b$12$…"; 0 where no number
// does.
int BcryptCost(const std::string& hash);

// A hash that is nobody's, for the same work where there is no user. `cost` is
// 4 to 31.
std::string HashOfNobody(int cost);

}  // namespace bsg_exporter::web
