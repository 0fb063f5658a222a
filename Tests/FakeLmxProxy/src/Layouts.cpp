#include <cstddef>
#include "FakeLmxProxy.h"

#define LAYOUT(name, expression, narrow, wide) static_assert((expression) == (sizeof(void*) == 4 ? (narrow) : (wide)), #name);
#include "Layouts.def"
