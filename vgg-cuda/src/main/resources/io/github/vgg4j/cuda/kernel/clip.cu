// The scale that holds the norm of all gradients under a bound: squares are added up in float64,
// block by block, then by one block.
#include "vgg.cuh"

// The sum over a block, for thread 0; all threads must come here.
__device__ inline double sumOfBlock(double mine) {
  __shared__ double warps[8];
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) mine += __shfl_xor_sync(0xffffffffu, mine, lanes);
  if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = mine;
  __syncthreads();
  double sum = 0;
  for (int warp = 0; warp < 8; warp++) sum += warps[warp];
  return sum;
}

extern "C" __global__ void __launch_bounds__(256) sum_of_squares(
    long long fours, const float* __restrict__ gradients, double* __restrict__ scratch) {
  double sum = 0;
#pragma unroll 4
  for (long long item = firstItem(); item < fours; item += itemStride()) {
    float g[4];
    load(gradients + 4 * item, g);
    sum += ((double) g[0] * g[0] + (double) g[1] * g[1])
        + ((double) g[2] * g[2] + (double) g[3] * g[3]);
  }
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) scratch[blockIdx.x] = sum;
}

extern "C" __global__ void __launch_bounds__(256) clip_scale(
    int blocks, const double* __restrict__ scratch, float clipNorm, float* __restrict__ hyper) {
  double sum = 0;
  for (int block = threadIdx.x; block < blocks; block += 256) sum += scratch[block];
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) {
    float mean = hyper[1];
    double scale = clipNorm / (sqrt(sum) * mean + 1e-6);
    // Not-a-number is not above 1, and stays.
    hyper[1] = (float) (mean * (scale > 1 ? 1 : scale));
  }
}
