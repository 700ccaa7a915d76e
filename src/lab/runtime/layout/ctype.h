/* ctype.h for the layout explorer: declarations alone, which suit every target. Nothing is built with it. */
#ifndef TUTTI_LAYOUT_CTYPE_H
#define TUTTI_LAYOUT_CTYPE_H

#include <stddef.h>

int isalpha(int);
int isalnum(int);
int isdigit(int);
int isspace(int);
int tolower(int);
int toupper(int);

#endif
