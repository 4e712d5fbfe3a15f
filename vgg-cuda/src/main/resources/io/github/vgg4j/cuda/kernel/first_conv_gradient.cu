// Gradients of the first convolution's filters and bias, the first of two launches. A thread has one
// row of VECTOR filters in registers and adds up over strips of four pixels: four in a row, or,
// where a pool follows (AFTER 2), the four of its window, of which one has the gradient.
#include "vgg.cuh"

#define POOLED (AFTER == 2)
#define TAPS (KERNEL * KERNEL * CHANNELS)
#define STRIP_ROWS (POOLED ? 2 : 1)
#define STRIP_COLUMNS (POOLED ? 2 : 4)
#define PATCH_COLUMNS (STRIP_COLUMNS + KERNEL - 1)

// Leaves for each block: filters out x KERNEL x KERNEL x CHANNELS, then biases.
extern "C" __global__ void __launch_bounds__(256, 2) first_conv_gradient(
    int images, int height, int width, int out, int lanes, int tiles,
    const Number* __restrict__ x, const Number* __restrict__ dy,
    const unsigned char* __restrict__ index, float* __restrict__ scratch) {
  __shared__ float shared[VECTOR][256];
  int block = blockIdx.x / tiles;
  int blocks = gridDim.x / tiles;
  int firstChannel = (blockIdx.x - block * tiles) * lanes * VECTOR;
  int team = lanes * KERNEL;
  int slots = blockDim.x / team;
  int slot = threadIdx.x / team;
  int member = threadIdx.x - slot * team;
  int filterRow = member / lanes;
  int channel = firstChannel + (member - filterRow * lanes) * VECTOR;

  float sum[KERNEL * CHANNELS + 1][VECTOR] = {};
  int rows = POOLED ? height / 2 : height;
  int columns = POOLED ? width / 2 : (width + 3) / 4;
  long long strips = (long long) images * rows * columns;
  if (slot >= slots || channel >= out) strips = 0;
  for (long long strip = (long long) block * slots + slot; strip < strips;
       strip += (long long) blocks * slots) {
    unsigned line = (unsigned) strip / columns;
    int column = (unsigned) strip - line * columns;
    unsigned image = line / rows;
    int row = line - image * rows;
    float in[STRIP_ROWS][PATCH_COLUMNS][CHANNELS];
#pragma unroll
    for (int i = 0; i < STRIP_ROWS; i++) {
#pragma unroll
      for (int j = 0; j < PATCH_COLUMNS; j++) {
        int py = STRIP_ROWS * row + i + filterRow - KERNEL / 2;
        int px = STRIP_COLUMNS * column + j - KERNEL / 2;
        bool inside = (unsigned) py < (unsigned) height && (unsigned) px < (unsigned) width;
        const Number* from = x + (((long long) image * height + py) * width + px) * CHANNELS;
#pragma unroll
        for (int c = 0; c < CHANNELS; c++) in[i][j][c] = inside ? asFloat(from[c]) : 0;
      }
    }
#if POOLED
    float g[VECTOR];
    unsigned which[VECTOR];
    load(dy + strip * out + channel, g);
    loadBytes(index + strip * out + channel, which);
#endif
#pragma unroll
    for (int q = 0; q < 4; q++) {
      float dz[VECTOR];
#if POOLED
#pragma unroll
      for (int v = 0; v < VECTOR; v++) dz[v] = which[v] == q ? g[v] : 0;
#else
      if (4 * column + q < width) {
        load(dy + (((long long) image * height + row) * width + 4 * column + q) * out + channel, dz);
      } else {
#pragma unroll
        for (int v = 0; v < VECTOR; v++) dz[v] = 0;
      }
#endif
#pragma unroll
      for (int t = 0; t < KERNEL * CHANNELS; t++) {
        float pixel = in[q / STRIP_COLUMNS][q % STRIP_COLUMNS + t / CHANNELS][t % CHANNELS];
#pragma unroll
        for (int v = 0; v < VECTOR; v++) sum[t][v] = fmaf(pixel, dz[v], sum[t][v]);
      }
#if !POOLED
#pragma unroll
      for (int v = 0; v < VECTOR; v++) sum[KERNEL * CHANNELS][v] += dz[v];
#endif
    }
#if POOLED
    // Of the four one at most has the gradient.
#pragma unroll
    for (int v = 0; v < VECTOR; v++) sum[KERNEL * CHANNELS][v] += which[v] < 4 ? g[v] : 0;
#endif
  }

  float* mine = scratch + (long long) block * out * (TAPS + 1);
#pragma unroll
  for (int t = 0; t <= KERNEL * CHANNELS; t++) {
    __syncthreads();
#pragma unroll
    for (int v = 0; v < VECTOR; v++) shared[v][threadIdx.x] = sum[t][v];
    __syncthreads();
    for (int i = threadIdx.x; i < VECTOR * team; i += blockDim.x) {
      int v = i / team;
      int who = i - v * team;
      int r = who / lanes;
      int k = firstChannel + (who - r * lanes) * VECTOR + v;
      float all = 0;
      for (int s = 0; s < slots; s++) all += shared[v][s * team + who];
      if (k < out) {
        if (t < KERNEL * CHANNELS) {
          mine[(long long) k * TAPS + r * KERNEL * CHANNELS + t] = all;
        } else if (r == 0) {
          // Each row of the filters saw the whole gradient: one of them tells.
          mine[(long long) out * TAPS + k] = all;
        }
      }
    }
  }
}
