/* math.h for the layout explorer: declarations alone, which suit every target. Nothing is built with it. */
#ifndef TUTTI_LAYOUT_MATH_H
#define TUTTI_LAYOUT_MATH_H

#include <stddef.h>

double sqrt(double);
double sin(double);
double cos(double);
double pow(double, double);
double floor(double);
double ceil(double);
double fabs(double);

#endif
