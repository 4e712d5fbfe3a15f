// From one type of numbers to another.
#include "vgg.cuh"

#if FROM_BF16
typedef Bf16 From;
#else
typedef float From;
#endif
#if TO_BF16
typedef Bf16 To;
#else
typedef float To;
#endif

extern "C" __global__ void __launch_bounds__(256) cast(
    long long count, const From* __restrict__ x, To* __restrict__ y) {
  for (long long item = firstItem(); item * 4 < count; item += itemStride()) {
    long long at = item * 4;
    float v[4];
    load(x + at, count - at, v);
    store(y + at, count - at, v);
  }
}
