// libxml2's SAX parser, on bytes in memory.
#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU and its headers would pull ICU's in, which clash with the copy inside Foundation. Nothing here touches the
// fields that this hides (the tail of xmlCharEncodingHandler, only ever held by pointer). Goes when the package stops using ICU.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

/// Of the library that is loaded, as a number: 20914. A function, because Swift takes the variable for one that somebody may change.
static inline const char *cxml2_version(void) { return xmlParserVersion; }
