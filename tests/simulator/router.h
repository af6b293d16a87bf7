#pragma once

#include <memory>

#include "bsg_exporter/web/server.h"
#include "tests/simulator/delayed_answers.h"
#include "tests/simulator/world.h"

namespace bsg_exporter::simulator {

// Answers every request of the server. Both are borrowed, and must outlive
// what `later` still holds.
class Router {
 public:
  Router(World& world, Later& later) : world_(world), later_(later) {}

  void Handle(const web::Request& request,
              std::shared_ptr<web::Responder> responder);

 private:
  void HandleApi(const web::Request& request,
                 std::shared_ptr<web::Responder> responder);

  World& world_;
  Later& later_;
};

}  // namespace bsg_exporter::simulator
