// SPDX-License-Identifier: Apache-2.0
// The headers of ICU, which libxml2's encodings include, clash with the ICU in Foundation's module.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
