// Stands for NVRTC, cuBLAS and cuDNN: it loads and tells versions, and does nothing else.
#include <stdlib.h>

static long number(const char* variable, long otherwise) {
  const char* value = getenv(variable);
  return value ? atol(value) : otherwise;
}

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = number("FAKE_NVRTC_MINOR", 0);
  return 0;
}

size_t cudnnGetVersion(void) { return number("FAKE_CUDNN", 91900); }

size_t cudnnGetCudartVersion(void) { return number("FAKE_CUDNN_CUDA", 13000); }
