// libudev: what is plugged in, and what comes and goes.
#pragma once
#include <libudev.h>
