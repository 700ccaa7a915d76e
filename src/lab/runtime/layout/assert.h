/* assert.h for the layout explorer: declarations alone, which suit every target. Nothing is built with it. */
#ifndef TUTTI_LAYOUT_ASSERT_H
#define TUTTI_LAYOUT_ASSERT_H

#include <stddef.h>

#define assert(condition) ((void)(condition))

#endif
