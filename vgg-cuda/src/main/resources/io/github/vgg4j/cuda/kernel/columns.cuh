// A matrix of rows x channels under a grid, as Columns.java deals it out: a thread has VECTOR
// channels and goes down the rows.
#ifndef COLUMNS_CUH
#define COLUMNS_CUH

#include "vgg.cuh"

struct Columns {
  int lane, lanes, row, rowsAtOnce, block, channel;
  long long firstRow, stride;
  bool active;
};

__device__ inline Columns columnsOf(int channels, int lanes, int tiles, int blocks) {
  Columns at;
  at.lanes = lanes;
  at.rowsAtOnce = blockDim.x / lanes;
  at.row = threadIdx.x / lanes;
  at.lane = threadIdx.x - at.row * lanes;
  at.block = blockIdx.x / tiles;
  at.channel = ((blockIdx.x - at.block * tiles) * lanes + at.lane) * VECTOR;
  at.firstRow = (long long) at.block * at.rowsAtOnce + at.row;
  at.stride = (long long) blocks * at.rowsAtOnce;
  at.active = at.row < at.rowsAtOnce && at.channel < channels;
  return at;
}

// Loads BATCH rows from the given one on before any is used, which keeps the memory busy; rows
// beyond the last count as 0. What is loaded is unpacked later: a condition around both would be a
// branch, and the next load would wait behind it.
template <class T, class V, int BATCH>
__device__ inline void loadBatch(
    const T* x, long long row, long long rows, int channels, const Columns& at,
    V (&v)[BATCH][VECTOR]) {
  Packed<T, VECTOR> raw[BATCH];
#pragma unroll
  for (int i = 0; i < BATCH; i++) {
    long long mine = row + i * at.stride;
    raw[i] = Packed<T, VECTOR>();
    if (mine < rows) raw[i] = packed<VECTOR>(x + mine * channels + at.channel);
  }
#pragma unroll
  for (int i = 0; i < BATCH; i++) unpack(raw[i], v[i]);
}

template <class T, int BATCH>
__device__ inline void storeBatch(
    T* y, long long row, long long rows, int channels, const Columns& at,
    const float (&v)[BATCH][VECTOR]) {
#pragma unroll
  for (int i = 0; i < BATCH; i++) {
    long long mine = row + i * at.stride;
    if (mine < rows) store(y + mine * channels + at.channel, v[i]);
  }
}

// Adds up N numbers over the rows of a block, always in the same order; the threads of row 0 then
// hold the sums. All threads of the block must come here.
template <int N>
__device__ inline void sumRows(const Columns& at, float (&v)[N]) {
  __shared__ float shared[N][256];
#pragma unroll
  for (int i = 0; i < N; i++) shared[i][threadIdx.x] = v[i];
  for (int count = at.rowsAtOnce; count > 1;) {
    int half = (count + 1) / 2;
    __syncthreads();
    if (at.row + half < count) {
#pragma unroll
      for (int i = 0; i < N; i++) {
        v[i] += shared[i][threadIdx.x + half * at.lanes];
        shared[i][threadIdx.x] = v[i];
      }
    }
    count = half;
  }
}

#endif
