// libusb: descriptors. Linux keeps them in sysfs, so no device is ever opened.
#pragma once
#include <libusb.h>
