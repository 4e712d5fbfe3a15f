// Sums of channels over all rows, the first of two launches: one sum for each block of rows; and
// biases, for convolutions that cuDNN cannot fuse them to.
#include "columns.cuh"

#define BATCH 4

__device__ inline void leave(const Columns& at, int channels, float (&sum)[VECTOR], float* scratch) {
  sumRows(at, sum);
  if (at.active && at.row == 0) {
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      scratch[(long long) at.block * channels + at.channel + c] = sum[c];
    }
  }
}

extern "C" __global__ void __launch_bounds__(256) channel_sums(
    long long rows, int channels, int lanes, int tiles, int blocks,
    const Number* __restrict__ x, float* __restrict__ scratch) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float sum[VECTOR] = {};
  if (at.active) {
    for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
      float v[BATCH][VECTOR];
      loadBatch(x, row, rows, channels, at, v);
#pragma unroll
      for (int c = 0; c < VECTOR; c++) sum[c] += (v[0][c] + v[1][c]) + (v[2][c] + v[3][c]);
    }
  }
  leave(at, channels, sum, scratch);
}

// The gradient of a bias with a ReLU and a max pool behind it: of each window one number at most has
// a gradient, none where the index is 4.
extern "C" __global__ void __launch_bounds__(256, 5) pooled_sums(
    long long rows, int channels, int lanes, int tiles, int blocks,
    const Number* __restrict__ dy, const unsigned char* __restrict__ index,
    float* __restrict__ scratch) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float sum[VECTOR] = {};
  if (at.active) {
    for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
      float g[BATCH][VECTOR];
      unsigned which[BATCH][VECTOR];
      loadBatch(dy, row, rows, channels, at, g);
      loadBatch(index, row, rows, channels, at, which);
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
#pragma unroll
        for (int c = 0; c < VECTOR; c++) sum[c] += which[i][c] < 4 ? g[i][c] : 0;
      }
    }
  }
  leave(at, channels, sum, scratch);
}

// The sums are those of the numbers before they are rounded.
extern "C" __global__ void __launch_bounds__(256, 3) relu_back_sums(
    long long rows, int channels, int lanes, int tiles, int blocks,
    const Number* __restrict__ y, float scale, Number* __restrict__ dy,
    float* __restrict__ scratch) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float sum[VECTOR] = {};
  if (at.active) {
    for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
      float v[BATCH][VECTOR];
      float g[BATCH][VECTOR];
      loadBatch(y, row, rows, channels, at, v);
      loadBatch(dy, row, rows, channels, at, g);
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
#pragma unroll
        for (int c = 0; c < VECTOR; c++) {
          g[i][c] = v[i][c] > 0 ? g[i][c] * scale : 0;
          sum[c] += g[i][c];
        }
      }
      storeBatch(dy, row, rows, channels, at, g);
    }
  }
  leave(at, channels, sum, scratch);
}

extern "C" __global__ void __launch_bounds__(256) add_bias(
    long long rows, int channels, int lanes, int tiles, int blocks,
    const float* __restrict__ bias, Number* __restrict__ y) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  if (!at.active) return;
  float added[VECTOR];
#pragma unroll
  for (int c = 0; c < VECTOR; c++) added[c] = bias[at.channel + c];
  for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
    float v[BATCH][VECTOR];
    loadBatch(y, row, rows, channels, at, v);
#pragma unroll
    for (int i = 0; i < BATCH; i++) {
#pragma unroll
      for (int c = 0; c < VECTOR; c++) v[i][c] += added[c];
    }
    storeBatch(y, row, rows, channels, at, v);
  }
}
