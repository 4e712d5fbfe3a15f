// The second launch of a sum: columns of a matrix that has one row for each block of the first. 32
// columns x 32 threads; each column is then added up by one warp.
#include "vgg.cuh"

extern "C" __global__ void __launch_bounds__(1024) combine_sums(
    int blocks, int columns, const float* __restrict__ scratch, float* __restrict__ first,
    int split, float* __restrict__ second) {
  __shared__ float shared[32][33];
  int lane = threadIdx.x % 32;
  int warp = threadIdx.x / 32;
  int column = blockIdx.x * 32 + lane;
  float sum = 0;
  if (column < columns) {
#pragma unroll 8
    for (int block = warp; block < blocks; block += 32) {
      sum += scratch[(long long) block * columns + column];
    }
  }
  shared[warp][lane] = sum;
  __syncthreads();
  sum = shared[lane][warp];
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, lanes);
  column = blockIdx.x * 32 + warp;
  if (lane == 0 && column < columns) {
    if (column < split) {
      first[column] = sum;
    } else {
      second[column - split] = sum;
    }
  }
}
