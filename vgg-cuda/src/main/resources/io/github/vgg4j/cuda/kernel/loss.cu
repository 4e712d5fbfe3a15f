// Softmax and cross entropy: a warp for an image. Leaves each image's loss and whether its first
// largest logit is its label's.
#include "vgg.cuh"

struct Outcome {
  float loss;
  int hit;
};

extern "C" __global__ void __launch_bounds__(256, 4) softmax_cross_entropy(
    int images, int classes, const float* __restrict__ logits, const int* __restrict__ labels,
    Number* __restrict__ gradient, Outcome* __restrict__ scratch) {
  int lane = threadIdx.x % 32;
  int warps = (int) (itemStride() / 32);
  for (int image = (int) (firstItem() / 32); image < images; image += warps) {
    const float* row = logits + (long long) image * classes;
    int label = labels[image];
    float largest = __uint_as_float(0xff800000u);
    int best = classes;
    for (int c = lane; c < classes; c += 32) {
      if (row[c] > largest) {
        largest = row[c];
        best = c;
      }
    }
#pragma unroll
    for (int lanes = 16; lanes > 0; lanes /= 2) {
      float other = __shfl_xor_sync(0xffffffffu, largest, lanes);
      int where = __shfl_xor_sync(0xffffffffu, best, lanes);
      if (other > largest || (other == largest && where < best)) {
        largest = other;
        best = where;
      }
    }
    float sum = 0;
    for (int c = lane; c < classes; c += 32) sum += expf(row[c] - largest);
#pragma unroll
    for (int lanes = 16; lanes > 0; lanes /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, lanes);
    bool known = label >= 0 && label < classes;
    if (lane == 0) {
      scratch[image].loss = known ? (largest - row[label]) + logf(sum) : __uint_as_float(0x7fffffffu);
      scratch[image].hit = best == label;
    }
    if (gradient) {
      float scale = 1 / (float) images;
      for (int c = lane; c < classes; c += 32) {
        float probability = expf(row[c] - largest) / sum;
        set(gradient + (long long) image * classes + c, (probability - (c == label)) * scale);
      }
    }
  }
}
