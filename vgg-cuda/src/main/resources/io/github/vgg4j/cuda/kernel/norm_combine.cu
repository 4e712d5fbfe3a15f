// The second launch of a batch's statistics: 32 channels x 32 threads, then a warp for a channel.
#include "vgg.cuh"
#include "moments.cuh"

// Blocks of the first launch whose numbers are loaded before any is used.
#define BATCH 4

extern "C" __global__ void __launch_bounds__(1024) norm_combine(
    int blocks, int channels, long long rows, const float* __restrict__ scratch, float epsilon,
    float momentum, float* __restrict__ mean, float* __restrict__ inverseDeviation,
    float* __restrict__ runningMean, float* __restrict__ runningVariance) {
  __shared__ float means[32][33];
  __shared__ float allSquares[32][33];
  __shared__ float counts[32];
  int lane = threadIdx.x % 32;
  int warp = threadIdx.x / 32;
  int channel = blockIdx.x * 32 + lane;
  long long all = (long long) blocks * channels;
  float middle = 0;
  float squares = 0;
  float count = 0;
  for (int first = warp; first < blocks; first += 32 * BATCH) {
    float more[BATCH];
    float otherMiddle[BATCH];
    float otherSquares[BATCH];
#pragma unroll
    for (int i = 0; i < BATCH; i++) {
      int block = first + 32 * i;
      long long at = (long long) block * channels + channel;
      bool there = block < blocks;
      more[i] = there ? scratch[2 * all + block] : 0;
      otherMiddle[i] = there && channel < channels ? scratch[at] : 0;
      otherSquares[i] = there && channel < channels ? scratch[all + at] : 0;
    }
#pragma unroll
    for (int i = 0; i < BATCH; i++) {
      merge(shares(count, more[i]), middle, squares, otherMiddle[i], otherSquares[i]);
      count += more[i];
    }
  }
  means[warp][lane] = middle;
  allSquares[warp][lane] = squares;
  if (lane == 0) counts[warp] = count;
  __syncthreads();
  middle = means[lane][warp];
  squares = allSquares[lane][warp];
  count = counts[lane];
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) {
    float otherCount = __shfl_xor_sync(0xffffffffu, count, lanes);
    float otherMean = __shfl_xor_sync(0xffffffffu, middle, lanes);
    float otherSquares = __shfl_xor_sync(0xffffffffu, squares, lanes);
    merge(shares(count, otherCount), middle, squares, otherMean, otherSquares);
    count += otherCount;
  }
  channel = blockIdx.x * 32 + warp;
  if (lane == 0 && channel < channels) {
    mean[channel] = middle;
    inverseDeviation[channel] = 1 / sqrtf(squares / (float) rows + epsilon);
    float unbiased = squares / (float) (rows > 1 ? rows - 1 : 1);
    runningMean[channel] += momentum * (middle - runningMean[channel]);
    runningVariance[channel] += momentum * (unbiased - runningVariance[channel]);
  }
}
