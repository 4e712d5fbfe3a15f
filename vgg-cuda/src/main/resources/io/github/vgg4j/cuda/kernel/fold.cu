// A normalisation at inference, folded into the convolution before it: a block for a filter.
#include "vgg.cuh"

extern "C" __global__ void __launch_bounds__(128) norm_fold(
    int filter, float epsilon, const float* __restrict__ weight, const float* __restrict__ bias,
    const float* __restrict__ scale, const float* __restrict__ shift,
    const float* __restrict__ runningMean, const float* __restrict__ runningVariance,
    Number* __restrict__ foldedWeight, float* __restrict__ foldedBias) {
  int channel = blockIdx.x;
  float factor = scale[channel] / sqrtf(runningVariance[channel] + epsilon);
  long long from = (long long) channel * filter;
  for (int i = threadIdx.x; i < filter; i += blockDim.x) {
    set(foldedWeight + from + i, weight[from + i] * factor);
  }
  if (threadIdx.x == 0) {
    foldedBias[channel] = (bias[channel] - runningMean[channel]) * factor + shift[channel];
  }
}
