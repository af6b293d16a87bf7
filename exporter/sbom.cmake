# bsg_exporter.spdx.json: what the program is made of. It takes Debian and Ninja
# to find that out.
find_package(Python3 COMPONENTS Interpreter)
find_program(DPKG_QUERY dpkg-query)
if(NOT Python3_FOUND OR NOT DPKG_QUERY OR NOT CMAKE_GENERATOR STREQUAL Ninja)
  message(STATUS "No bsg_exporter.spdx.json: it takes Python 3, dpkg-query and Ninja")
  return()
endif()

set(sbom ${PROJECT_BINARY_DIR}/bsg_exporter.spdx.json)
add_custom_command(OUTPUT ${sbom}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/sbom.py
          ${PROJECT_BINARY_DIR} $<TARGET_FILE:bsg_exporter> ${sbom}
  DEPENDS bsg_exporter sbom.py
  COMMENT "Writing bsg_exporter.spdx.json"
  VERBATIM)
add_custom_target(bsg_sbom ALL DEPENDS ${sbom})
install(FILES ${sbom} DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/bsg-exporter)
