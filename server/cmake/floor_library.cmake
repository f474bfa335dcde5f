# floor_library(<lib> [DEPS <lib>...] [PKG <pkg-config module>...] [LIBS <name>...])
#
# Builds the folder's *.c as the static library <lib>.  A new source file needs no
# change here: the folder is globbed at every build.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# Flags of all our own code; nothing is global.
add_library(sovang_flags INTERFACE)
target_compile_definitions(sovang_flags INTERFACE
  _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE SOVANG_VERSION="${PROJECT_VERSION}")
target_compile_options(sovang_flags INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wold-style-definition -Wformat=2 -Wvla -Wundef -Wpointer-arith -Wwrite-strings
  -Wnull-dereference -Wimplicit-fallthrough -fno-common -fno-strict-aliasing)
target_link_libraries(sovang_flags INTERFACE Threads::Threads)
if(SOVANG_STRICT)
  target_compile_options(sovang_flags INTERFACE -Werror)
endif()
if(SOVANG_SANITIZE)
  target_compile_options(sovang_flags INTERFACE -fsanitize=${SOVANG_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sovang_flags INTERFACE -fsanitize=${SOVANG_SANITIZE})
endif()
if(SOVANG_HARDEN)
  target_compile_options(sovang_flags INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
    -fstack-clash-protection -fcf-protection=full -fPIE)
  target_link_options(sovang_flags INTERFACE
    -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

function(floor_library lib)
  cmake_parse_arguments(FL "" "" "DEPS;PKG;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  if(sources)
    add_library(${lib} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${lib} PRIVATE sovang_flags)
  else()
    add_library(${lib} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${lib} ${scope} ${PROJECT_SOURCE_DIR}/server)
  target_link_libraries(${lib} ${scope} ${FL_DEPS})
  foreach(module ${FL_PKG})
    string(MAKE_C_IDENTIFIER ${module} id)
    if(NOT TARGET PkgConfig::${id})
      pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    endif()
    target_link_libraries(${lib} ${scope} PkgConfig::${id})
  endforeach()
  foreach(name ${FL_LIBS})
    target_link_libraries(${lib} ${scope} ${name})
  endforeach()
endfunction()
