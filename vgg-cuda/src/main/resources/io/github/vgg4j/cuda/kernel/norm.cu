// Batch normalisation of a matrix of rows x channels.
#include "columns.cuh"
#include "moments.cuh"

// Rows at once: four of one array, two of several, for the registers.
#define BATCH 4
#define PAIR 2

// Leaves for each block of rows: the means of all blocks, then their squares, then their counts.
extern "C" __global__ void __launch_bounds__(256, 4) norm_statistics(
    long long rows, int channels, int lanes, int tiles, int blocks,
    const Number* __restrict__ x, float* __restrict__ scratch) {
  __shared__ float means[VECTOR][256];
  __shared__ float allSquares[VECTOR][256];
  __shared__ float counts[256];
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  // A thread takes its first row from all of its rows and adds up what is left and its squares. That
  // loses nothing where the mean is large beside the deviation, and where the first row lies far off,
  // its own distance is the greater part of the squares.
  float first[VECTOR] = {};
  float sum[VECTOR] = {};
  float squares[VECTOR] = {};
  float count = 0;
  if (at.active && at.firstRow < rows) {
    load(x + at.firstRow * channels + at.channel, first);
    for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
      float v[BATCH][VECTOR];
      loadBatch(x, row, rows, channels, at, v);
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
        float there = row + i * at.stride < rows ? 1 : 0;
        count += there;
#pragma unroll
        for (int c = 0; c < VECTOR; c++) {
          float delta = fmaf(-first[c], there, v[i][c]);
          sum[c] += delta;
          squares[c] = fmaf(delta, delta, squares[c]);
        }
      }
    }
  }
  float mean[VECTOR];
  float part = count > 0 ? __fdividef(1, count) : 0;
#pragma unroll
  for (int c = 0; c < VECTOR; c++) {
    float delta = sum[c] * part;
    mean[c] = first[c] + delta;
    squares[c] = fmaf(-sum[c], delta, squares[c]);
    squares[c] = squares[c] < 0 ? 0 : squares[c];
  }
#pragma unroll
  for (int c = 0; c < VECTOR; c++) {
    means[c][threadIdx.x] = mean[c];
    allSquares[c][threadIdx.x] = squares[c];
  }
  counts[threadIdx.x] = count;
  for (int left = at.rowsAtOnce; left > 1;) {
    int half = (left + 1) / 2;
    __syncthreads();
    if (at.row + half < left) {
      int other = threadIdx.x + half * lanes;
      Shares of = shares(count, counts[other]);
      count += counts[other];
      counts[threadIdx.x] = count;
#pragma unroll
      for (int c = 0; c < VECTOR; c++) {
        merge(of, mean[c], squares[c], means[c][other], allSquares[c][other]);
        means[c][threadIdx.x] = mean[c];
        allSquares[c][threadIdx.x] = squares[c];
      }
    }
    left = half;
  }
  if (at.active && at.row == 0) {
    long long all = (long long) blocks * channels;
    long long mine = (long long) at.block * channels + at.channel;
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      scratch[mine + c] = mean[c];
      scratch[all + mine + c] = squares[c];
    }
    if (at.channel == 0) scratch[2 * all + at.block] = count;
  }
}

// A thread's channels of an array of one number for each.
__device__ inline void loadChannels(const float* from, const Columns& at, float (&v)[VECTOR]) {
#pragma unroll
  for (int c = 0; c < VECTOR; c++) v[c] = at.active ? from[at.channel + c] : 0;
}

extern "C" __global__ void __launch_bounds__(256, 3) norm_apply(
    long long rows, int channels, int lanes, int tiles, int blocks, int relu,
    const Number* x, const float* __restrict__ mean, const float* __restrict__ inverseDeviation,
    const float* __restrict__ scale, const float* __restrict__ shift, Number* y) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float middle[VECTOR];
  float factor[VECTOR];
  float offset[VECTOR];
  float weight[VECTOR];
  loadChannels(mean, at, middle);
  loadChannels(inverseDeviation, at, factor);
  loadChannels(scale, at, weight);
  loadChannels(shift, at, offset);
#pragma unroll
  for (int c = 0; c < VECTOR; c++) factor[c] *= weight[c];
  if (!at.active) return;
  for (long long row = at.firstRow; row < rows; row += BATCH * at.stride) {
    float v[BATCH][VECTOR];
    loadBatch(x, row, rows, channels, at, v);
#pragma unroll
    for (int i = 0; i < BATCH; i++) {
#pragma unroll
      for (int c = 0; c < VECTOR; c++) {
        float z = (v[i][c] - middle[c]) * factor[c] + offset[c];
        v[i][c] = relu && z < 0 ? 0 : z;
      }
    }
    storeBatch(y, row, rows, channels, at, v);
  }
}

// The gradient behind the activation. Without a ReLU nothing is read of y: all of it counts as 0,
// which is above the bound then. So the loads of y wait for no branch.
__device__ inline void loadGradient(
    const Number* y, const Number* dy, int relu, long long row, long long rows, int channels,
    const Columns& at, float (&g)[PAIR][VECTOR]) {
  float v[PAIR][VECTOR];
  float bound = relu ? 0 : -1;
  loadBatch(dy, row, rows, channels, at, g);
  loadBatch(y, row, relu ? rows : 0, channels, at, v);
#pragma unroll
  for (int i = 0; i < PAIR; i++) {
#pragma unroll
    for (int c = 0; c < VECTOR; c++) g[i][c] = v[i][c] > bound ? g[i][c] : 0;
  }
}

// Leaves for each block of rows the sums of gradient * normalised x, then those of the gradient.
extern "C" __global__ void __launch_bounds__(256, 3) norm_back_sums(
    long long rows, int channels, int lanes, int tiles, int blocks, int relu,
    const Number* __restrict__ x, const Number* __restrict__ y, const Number* __restrict__ dy,
    const float* __restrict__ mean, const float* __restrict__ inverseDeviation,
    float* __restrict__ scratch) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float middle[VECTOR];
  float factor[VECTOR];
  loadChannels(mean, at, middle);
  loadChannels(inverseDeviation, at, factor);
  float sum[2 * VECTOR] = {};
  if (at.active) {
    for (long long row = at.firstRow; row < rows; row += PAIR * at.stride) {
      float v[PAIR][VECTOR];
      float g[PAIR][VECTOR];
      loadBatch(x, row, rows, channels, at, v);
      loadGradient(y, dy, relu, row, rows, channels, at, g);
#pragma unroll
      for (int i = 0; i < PAIR; i++) {
#pragma unroll
        for (int c = 0; c < VECTOR; c++) {
          sum[c] += g[i][c] * (v[i][c] - middle[c]);
          sum[VECTOR + c] += g[i][c];
        }
      }
    }
  }
#pragma unroll
  for (int c = 0; c < VECTOR; c++) sum[c] *= factor[c];
  sumRows(at, sum);
  if (at.active && at.row == 0) {
    float* mine = scratch + (long long) at.block * 2 * channels + at.channel;
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      mine[c] = sum[c];
      mine[channels + c] = sum[VECTOR + c];
    }
  }
}

// dx = scale * inverseDeviation * (g - dShift / rows - normalised x * dScale / rows).
extern "C" __global__ void __launch_bounds__(256, 3) norm_back(
    long long rows, int channels, int lanes, int tiles, int blocks, int relu,
    const Number* __restrict__ x, const Number* __restrict__ y, const Number* dy,
    const float* __restrict__ mean, const float* __restrict__ inverseDeviation,
    const float* __restrict__ scale, const float* __restrict__ dScale,
    const float* __restrict__ dShift, Number* dx) {
  Columns at = columnsOf(channels, lanes, tiles, blocks);
  float middle[VECTOR];
  float factor[VECTOR];
  float slope[VECTOR];
  float offset[VECTOR];
  float weight[VECTOR];
  loadChannels(mean, at, middle);
  loadChannels(inverseDeviation, at, factor);
  loadChannels(scale, at, weight);
  loadChannels(dScale, at, slope);
  loadChannels(dShift, at, offset);
  float part = __fdividef(1, (float) rows);
#pragma unroll
  for (int c = 0; c < VECTOR; c++) {
    slope[c] *= factor[c] * part;
    offset[c] *= part;
    factor[c] *= weight[c];
  }
  if (!at.active) return;
  for (long long row = at.firstRow; row < rows; row += PAIR * at.stride) {
    float v[PAIR][VECTOR];
    float g[PAIR][VECTOR];
    loadBatch(x, row, rows, channels, at, v);
    loadGradient(y, dy, relu, row, rows, channels, at, g);
#pragma unroll
    for (int i = 0; i < PAIR; i++) {
#pragma unroll
      for (int c = 0; c < VECTOR; c++) {
        g[i][c] = factor[c] * (g[i][c] - offset[c] - (v[i][c] - middle[c]) * slope[c]);
      }
    }
    storeBatch(dx, row, rows, channels, at, g);
  }
}
