// The second launch of a batch's statistics: 32 channels x 32 threads, then a warp for a channel.
#include "vgg.cuh"
#include "moments.cuh"

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
  for (int block = warp; block < blocks; block += 32) {
    float more = scratch[2 * all + block];
    if (channel < channels) {
      long long at = (long long) block * channels + channel;
      merge(shares(count, more), middle, squares, scratch[at], scratch[all + at]);
    }
    count += more;
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
