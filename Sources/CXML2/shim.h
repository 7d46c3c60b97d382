// libxml2's pull reader, on bytes in memory.
#pragma once
#include <libxml/xmlreader.h>
#include <libxml/xmlerror.h>
