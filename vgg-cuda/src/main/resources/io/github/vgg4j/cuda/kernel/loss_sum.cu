// Adds up a batch's losses, in float64, and its hits: one block.
#include "vgg.cuh"

struct Outcome {
  float loss;
  int hit;
};

struct Result {
  double loss;
  long long hits;
};

extern "C" __global__ void __launch_bounds__(256) loss_sum(
    int images, const Outcome* __restrict__ scratch, Result* __restrict__ result) {
  __shared__ double losses[8];
  __shared__ int allHits[8];
  double loss = 0;
  int hits = 0;
  for (int image = threadIdx.x; image < images; image += 256) {
    loss += scratch[image].loss;
    hits += scratch[image].hit;
  }
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) {
    loss += __shfl_xor_sync(0xffffffffu, loss, lanes);
    hits += __shfl_xor_sync(0xffffffffu, hits, lanes);
  }
  if (threadIdx.x % 32 == 0) {
    losses[threadIdx.x / 32] = loss;
    allHits[threadIdx.x / 32] = hits;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int warp = 1; warp < 8; warp++) {
      loss += losses[warp];
      hits += allHits[warp];
    }
    result->loss = loss;
    result->hits = hits;
  }
}
