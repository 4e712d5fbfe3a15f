// Local response normalisation: a window of channels from BELOW under to ABOVE over each. A thread
// has VECTOR channels of one pixel and what their windows reach in registers.
#include "vgg.cuh"

#define WINDOW (BELOW + ABOVE + 1)

// Numbers of a pixel from a channel on that may lie outside: there they are 0.
template <int N>
__device__ inline void around(const Number* pixel, int first, int channels, float (&v)[N]) {
#pragma unroll
  for (int i = 0; i < N; i++) {
    int channel = first + i;
    v[i] = channel >= 0 && channel < channels ? asFloat(pixel[channel]) : 0;
  }
}

__device__ inline float sumOfSquares(const float* from) {
  float sum = 0;
#pragma unroll
  for (int i = 0; i < WINDOW; i++) sum += from[i] * from[i];
  return sum;
}

// base^-beta; the base is above 0.
__device__ inline float power(float base, float beta) { return exp2f(-beta * log2f(base)); }

extern "C" __global__ void __launch_bounds__(256) response_norm(
    long long rows, int channels, float share, float beta, float k,
    const Number* __restrict__ x, Number* __restrict__ y) {
  unsigned vectors = channels / VECTOR;
  long long items = rows * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    unsigned row = (unsigned) item / vectors;
    int channel = ((unsigned) item - row * vectors) * VECTOR;
    float v[VECTOR + WINDOW - 1];
    around(x + (long long) row * channels, channel - BELOW, channels, v);
    float result[VECTOR];
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      result[c] = v[BELOW + c] * power(k + share * sumOfSquares(v + c), beta);
    }
    store(y + item * VECTOR, result);
  }
}

// With b the base: dx_i = dy_i * b_i^-beta - 2 * beta * share * x_i * sum of dy_j * x_j *
// b_j^(-beta - 1) over all j whose window has i, which are those from i - ABOVE to i + BELOW.
extern "C" __global__ void __launch_bounds__(256) response_norm_back(
    long long rows, int channels, float share, float beta, float k,
    const Number* __restrict__ x, const Number* __restrict__ dy, Number* __restrict__ dx) {
  unsigned vectors = channels / VECTOR;
  long long items = rows * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    unsigned row = (unsigned) item / vectors;
    int channel = ((unsigned) item - row * vectors) * VECTOR;
    long long pixel = (long long) row * channels;
    float v[VECTOR + 2 * (WINDOW - 1)];
    float g[VECTOR + WINDOW - 1];
    float result[VECTOR];
    around(x + pixel, channel - ABOVE - BELOW, channels, v);
    around(dy + pixel, channel - ABOVE, channels, g);
#pragma unroll
    for (int j = 0; j < VECTOR + WINDOW - 1; j++) {
      float base = k + share * sumOfSquares(v + j);
      float direct = g[j] * power(base, beta);
      if (j >= ABOVE && j < ABOVE + VECTOR) result[j - ABOVE] = direct;
      g[j] = v[BELOW + j] * direct / base;
    }
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      float sum = 0;
#pragma unroll
      for (int j = 0; j < WINDOW; j++) sum += g[c + j];
      result[c] -= 2 * beta * share * v[BELOW + ABOVE + c] * sum;
    }
    store(dx + item * VECTOR, result);
  }
}
