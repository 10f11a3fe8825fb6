// GNU libidn's preparation of passwords and names of accounts.
#ifndef CHATNET_CIDN_H
#define CHATNET_CIDN_H

#include <stringprep.h>

// Prepares a text that ends in NUL, in its place, by the profile SASLprep (RFC 4013); 0 where it holds nothing that the
// profile forbids and the result has room.
static inline int cidn_saslprep(char *text, size_t room) {
  return stringprep(text, room, (Stringprep_profile_flags)0, stringprep_saslprep);
}

#endif
