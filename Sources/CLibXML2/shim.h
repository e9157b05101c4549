// SPDX-License-Identifier: Apache-2.0
// libxml2's SAX push parser for HTML. Debian's headers include ICU's, which clash with Foundation's
// own copy; without LIBXML_ICU_ENABLED they do not (never allocate xmlCharEncodingHandler here).
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
