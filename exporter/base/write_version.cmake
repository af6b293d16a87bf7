# cmake -DIN=… -DOUT=… -DSOURCE_DIR=… -DPROJECT_VERSION=… -DBSG_REVISION=…
#       -DCOMPILER=… -P write_version.cmake
# Writes OUT from IN if that would change it.
if(NOT BSG_REVISION)
  # "-dirty" marks what no commit holds.
  execute_process(
    COMMAND git describe --always --dirty --abbrev=12 --exclude=*
    WORKING_DIRECTORY ${SOURCE_DIR}
    OUTPUT_VARIABLE BSG_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT BSG_REVISION)
  set(BSG_REVISION unknown)
endif()
configure_file(${IN} ${OUT} @ONLY)
