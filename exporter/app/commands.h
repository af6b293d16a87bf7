#pragma once

#include "bsg_exporter/app/options.h"

namespace bsg_exporter::app {

// The program's commands. Each prints what it has to say and returns the exit
// code.
int Serve(const Options& options);
int Check(const Options& options);
int Scrape(const Options& options);
int Decode(const Options& options);

}  // namespace bsg_exporter::app
