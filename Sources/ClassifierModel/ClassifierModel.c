#include "ClassifierModel.h"

// #embed keeps the bytes out of the source and, unlike .incbin, tells the build when the file changed.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "model.bin"
};

const unsigned char *classifier_model_bytes(void) {
    return bytes;
}

size_t classifier_model_size(void) {
    return sizeof bytes;
}
