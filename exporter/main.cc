#include "bsg_exporter/app/app.h"

int main(int argc, char** argv) { return bsg_exporter::app::Run(argc, argv); }
