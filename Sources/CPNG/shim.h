// libpng's simplified interface: pixels in memory to a file in memory, errors as a result instead of a long jump.
#pragma once
#include <png.h>
#include <string.h>

/// Writes 8-bit RGB pixels as a PNG into `file`, or only its size where that is null. 0 on failure.
static inline int cpng_write(const unsigned char *pixels, unsigned width, unsigned height, void *file, size_t *size) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = PNG_FORMAT_RGB;
    // A fifth of the time, and on plain areas no larger.
    image.flags = PNG_IMAGE_FLAG_FAST;
    png_alloc_size_t bytes = *size;
    int written = png_image_write_to_memory(&image, file, &bytes, 0, pixels, 0, NULL);
    *size = bytes;
    return written;
}
