// FreeType, on a font in memory. Its own header is named by a macro, and its glyph is two pointers deep.
#pragma once
#include <ft2build.h>
#include FT_FREETYPE_H

/// Loads and draws a character in 256 greys; its bitmap is valid until the next call. Nil where the font has it not.
static inline const FT_Bitmap *cfreetype_draw(FT_Face face, unsigned long character, int *left, int *top, long *advance) {
    if (FT_Load_Char(face, character, FT_LOAD_RENDER) != 0) return NULL;
    *left = face->glyph->bitmap_left;
    *top = face->glyph->bitmap_top;
    *advance = face->glyph->advance.x;
    return &face->glyph->bitmap;
}
