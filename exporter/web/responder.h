#pragma once

#include <memory>

#include "bsg_exporter/web/server.h"
#include "exporter/web/session.h"
#include "exporter/web/wire.h"

namespace bsg_exporter::web {

// The way back to the request that `session` has under way. Neither the
// session nor the executor is kept alive by it. Dropped without an answer, it
// sends a 500.
std::shared_ptr<Responder> NewResponder(std::weak_ptr<Executor> executor,
                                        std::weak_ptr<Session> session);

}  // namespace bsg_exporter::web
