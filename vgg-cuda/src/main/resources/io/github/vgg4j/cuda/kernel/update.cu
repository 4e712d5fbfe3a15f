// Steps of the optimizers over flat float32 arrays, four numbers at once. hyper: learning rate,
// scale of the gradients, corrections of Adam's moments.
#include "vgg.cuh"

__device__ inline void loadScaled(const float* gradients, float scale, float (&g)[4]) {
  load(gradients, g);
#pragma unroll
  for (int i = 0; i < 4; i++) g[i] *= scale;
}

__device__ inline void storeWeights(
    float* weights, Bf16* shadow, long long at, const float (&w)[4]) {
  store(weights + at, w);
  if (shadow) store(shadow + at, w);
}

extern "C" __global__ void __launch_bounds__(256) sgd(
    long long fours, float* __restrict__ weights, const float* __restrict__ gradients,
    Bf16* __restrict__ shadow, const float* __restrict__ hyper, float decay) {
  float rate = hyper[0];
  float scale = hyper[1];
  for (long long item = firstItem(); item < fours; item += itemStride()) {
    float w[4];
    float g[4];
    load(weights + 4 * item, w);
    loadScaled(gradients + 4 * item, scale, g);
#pragma unroll
    for (int i = 0; i < 4; i++) w[i] -= rate * (g[i] + decay * w[i]);
    storeWeights(weights, shadow, 4 * item, w);
  }
}

// With momentum; ahead is 0, or the momentum where Nesterov looks ahead: w -= rate * step, where
// step is v, or g + momentum * v.
template <bool NESTEROV>
__device__ inline void momentumStep(
    long long fours, float* __restrict__ weights, float* __restrict__ velocity,
    const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float decay, float momentum) {
  float rate = hyper[0];
  float scale = hyper[1];
  for (long long item = firstItem(); item < fours; item += itemStride()) {
    float w[4];
    float v[4];
    float g[4];
    load(weights + 4 * item, w);
    load(velocity + 4 * item, v);
    loadScaled(gradients + 4 * item, scale, g);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      g[i] += decay * w[i];
      v[i] = momentum * v[i] + g[i];
      w[i] -= rate * (NESTEROV ? g[i] + momentum * v[i] : v[i]);
    }
    store(velocity + 4 * item, v);
    storeWeights(weights, shadow, 4 * item, w);
  }
}

extern "C" __global__ void __launch_bounds__(256) sgd_momentum(
    long long fours, float* __restrict__ weights, float* __restrict__ velocity,
    const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float decay, float momentum) {
  momentumStep<false>(fours, weights, velocity, gradients, shadow, hyper, decay, momentum);
}

extern "C" __global__ void __launch_bounds__(256) sgd_nesterov(
    long long fours, float* __restrict__ weights, float* __restrict__ velocity,
    const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float decay, float momentum) {
  momentumStep<true>(fours, weights, velocity, gradients, shadow, hyper, decay, momentum);
}

// Kingma and Ba 2015, algorithm 1. The decay goes to the gradient, or, decoupled, to the weights.
template <bool DECOUPLED>
__device__ inline void adamStep(
    long long fours, float* __restrict__ weights, float* __restrict__ first,
    float* __restrict__ second, const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float beta1, float rest1, float beta2, float rest2,
    float epsilon, float decay) {
  float rate = hyper[0];
  float scale = hyper[1];
  float correction1 = hyper[2];
  float correction2 = hyper[3];
  for (long long item = firstItem(); item < fours; item += itemStride()) {
    float w[4];
    float m[4];
    float v[4];
    float g[4];
    load(weights + 4 * item, w);
    load(first + 4 * item, m);
    load(second + 4 * item, v);
    loadScaled(gradients + 4 * item, scale, g);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      if (DECOUPLED) {
        w[i] -= rate * decay * w[i];
      } else {
        g[i] += decay * w[i];
      }
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      w[i] -= rate * (m[i] * correction1) / (sqrtf(v[i] * correction2) + epsilon);
    }
    store(first + 4 * item, m);
    store(second + 4 * item, v);
    storeWeights(weights, shadow, 4 * item, w);
  }
}

extern "C" __global__ void __launch_bounds__(256) adam(
    long long fours, float* __restrict__ weights, float* __restrict__ first,
    float* __restrict__ second, const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float beta1, float rest1, float beta2, float rest2,
    float epsilon, float decay) {
  adamStep<false>(
      fours, weights, first, second, gradients, shadow, hyper, beta1, rest1, beta2, rest2, epsilon,
      decay);
}

extern "C" __global__ void __launch_bounds__(256) adamw(
    long long fours, float* __restrict__ weights, float* __restrict__ first,
    float* __restrict__ second, const float* __restrict__ gradients, Bf16* __restrict__ shadow,
    const float* __restrict__ hyper, float beta1, float rest1, float beta2, float rest2,
    float epsilon, float decay) {
  adamStep<true>(
      fours, weights, first, second, gradients, shadow, hyper, beta1, rest1, beta2, rest2, epsilon,
      decay);
}

extern "C" __global__ void __launch_bounds__(256) accumulate(
    long long fours, const float* __restrict__ gradients, float* __restrict__ sum) {
  for (long long item = firstItem(); item < fours; item += itemStride()) {
    float g[4];
    float s[4];
    load(gradients + 4 * item, g);
    load(sum + 4 * item, s);
#pragma unroll
    for (int i = 0; i < 4; i++) s[i] += g[i];
    store(sum + 4 * item, s);
  }
}
