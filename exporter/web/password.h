#pragma once

#include <string>

namespace bsg_exporter::web {

// Whether a bcrypt hash is that password's. Takes as long as the hash's cost
// wants it to: a quarter of a second at 12, twice as long with each one more.
bool PasswordMatches(const std::string& password, const std::string& hash);

// The cost of a bcrypt hash, as it stands in "$2b$12$…".
int BcryptCost(const std::string& hash);

// A hash that is nobody's, for the same work where there is no user.
std::string HashOfNobody(int cost);

}  // namespace bsg_exporter::web
