// The first convolution of a network, with bias, activation and pool: a thread makes 2x2 pixels of
// VECTOR channels, from pixels in registers and filters in shared memory. AFTER: 0 nothing, 1 ReLU,
// 2 ReLU and the maximum of the four.
#include "vgg.cuh"

#define POOLED (AFTER == 2)
#define PATCH (KERNEL + 1)
#define TAPS (KERNEL * KERNEL * CHANNELS)
#define TILE 64

extern "C" __global__ void __launch_bounds__(256, 2) first_conv(
    int images, int height, int width, int out, int lanes, int tiles,
    const Number* __restrict__ x, const float* __restrict__ weight, const float* __restrict__ bias,
    Number* __restrict__ y, unsigned char* __restrict__ index) {
  __shared__ __align__(16) float filters[TAPS][TILE + 4];
  int block = blockIdx.x / tiles;
  int firstChannel = (blockIdx.x - block * tiles) * lanes * VECTOR;
  int channels = lanes * VECTOR < out - firstChannel ? lanes * VECTOR : out - firstChannel;
  for (int i = threadIdx.x; i < channels * TAPS; i += blockDim.x) {
    filters[i % TAPS][i / TAPS] = weight[(long long) firstChannel * TAPS + i];
  }
  __syncthreads();
  int slots = blockDim.x / lanes;
  int slot = threadIdx.x / lanes;
  int mine = (threadIdx.x - slot * lanes) * VECTOR;
  if (slot >= slots || mine >= channels) return;
  int channel = firstChannel + mine;
  float start[VECTOR];
#pragma unroll
  for (int c = 0; c < VECTOR; c++) start[c] = bias[channel + c];

  int rows = POOLED ? height / 2 : (height + 1) / 2;
  int columns = POOLED ? width / 2 : (width + 1) / 2;
  long long windows = (long long) images * rows * columns;
  long long stride = (long long) (gridDim.x / tiles) * slots;
  for (long long window = (long long) block * slots + slot; window < windows; window += stride) {
    unsigned line = (unsigned) window / columns;
    int column = (unsigned) window - line * columns;
    unsigned image = line / rows;
    int row = line - image * rows;
    float in[PATCH][PATCH][CHANNELS];
#pragma unroll
    for (int i = 0; i < PATCH; i++) {
#pragma unroll
      for (int j = 0; j < PATCH; j++) {
        int py = 2 * row + i - KERNEL / 2;
        int px = 2 * column + j - KERNEL / 2;
        bool inside = (unsigned) py < (unsigned) height && (unsigned) px < (unsigned) width;
        const Number* from = x + (((long long) image * height + py) * width + px) * CHANNELS;
#pragma unroll
        for (int c = 0; c < CHANNELS; c++) in[i][j][c] = inside ? asFloat(from[c]) : 0;
      }
    }
#ifdef __CUDA_ARCH__
    // Filters come from shared memory each time: kept in registers over the loop, they spill.
    asm volatile("" ::: "memory");
#endif
    float sum[4][VECTOR];
#pragma unroll
    for (int q = 0; q < 4; q++) {
#pragma unroll
      for (int c = 0; c < VECTOR; c++) sum[q][c] = start[c];
    }
#pragma unroll
    for (int t = 0; t < TAPS; t++) {
      float f[VECTOR];
      load(&filters[t][mine], f);
#pragma unroll
      for (int q = 0; q < 4; q++) {
        float pixel =
            in[q / 2 + t / (KERNEL * CHANNELS)][q % 2 + t / CHANNELS % KERNEL][t % CHANNELS];
#pragma unroll
        for (int c = 0; c < VECTOR; c++) sum[q][c] = fmaf(pixel, f[c], sum[q][c]);
      }
    }
#if POOLED
    unsigned which[VECTOR];
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      float best = 0;
      which[c] = 4;
#pragma unroll
      for (int q = 0; q < 4; q++) {
        // Not-a-number wins, so that it is seen.
        bool better = sum[q][c] > best || sum[q][c] != sum[q][c];
        best = better ? sum[q][c] : best;
        which[c] = better ? q : which[c];
      }
      sum[0][c] = best;
    }
    long long at = window * out + channel;
    store(y + at, sum[0]);
    if (index) storeBytes(index + at, which);
#else
#pragma unroll
    for (int q = 0; q < 4; q++) {
      int py = 2 * row + q / 2;
      int px = 2 * column + q % 2;
      if (py < height && px < width) {
#pragma unroll
        for (int c = 0; c < VECTOR; c++) {
          sum[q][c] = AFTER == 1 && sum[q][c] < 0 ? 0 : sum[q][c];
        }
        store(y + (((long long) image * height + py) * width + px) * out + channel, sum[q]);
      }
    }
#endif
  }
}
