//! Ten thousand accounts change while somebody searches: each is found by the next keystroke.
