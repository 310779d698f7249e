/// The shipped weights of the classifier, linked into the executable so that it finds them without any path.
#ifndef CLASSIFIER_MODEL_H
#define CLASSIFIER_MODEL_H

#include <stddef.h>

/// The first byte; the bytes live as long as the program.
const unsigned char *classifier_model_bytes(void);

/// How many bytes there are.
size_t classifier_model_size(void);

#endif
