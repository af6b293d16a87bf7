#pragma once

#include "bsg_exporter/web/server.h"
#include "tests/simulator/answer.h"
#include "tests/simulator/world.h"

namespace bsg_exporter::simulator {

// What stands under /_control/: how a test moves the world and looks into it.
// Parameters stand in the query. Faults never strike it, it is not counted,
// and it needs no token. README.md lists what there is.
Answer ControlAnswer(World& world, const web::Request& request);

}  // namespace bsg_exporter::simulator
