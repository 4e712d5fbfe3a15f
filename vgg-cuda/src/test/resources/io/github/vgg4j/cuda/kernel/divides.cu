// Counts the numerators, of all mantissas, that a quick division and a division disagree on.
#include "division.cuh"
#include "vgg.cuh"

extern "C" __global__ void __launch_bounds__(32) divides_wrongly(float b, int* by255s, int* bys) {
  if (threadIdx.x != 0) return;
  float inverse = 1 / b;
  *by255s = 0;
  *bys = 0;
  unsigned one = __float_as_uint(1);
  for (unsigned mantissa = 0; mantissa < 1u << 23; mantissa++) {
    float a = __uint_as_float(one | mantissa);
    *by255s += by255(a) != a / 255;
    *bys += by(a, b, inverse) != a / b;
  }
}
