// Mistakes that running kernels on a processor has to find.
#include "vgg.cuh"

extern "C" __global__ void __launch_bounds__(64) waits_for_half(int* to) {
  if (threadIdx.x < 32) __syncthreads();
  to[threadIdx.x] = 1;
}

extern "C" __global__ void __launch_bounds__(64) is_not_aligned(float* to) {
  float v[4] = {};
  store(to + 1, v);
}

// Each thread reads what the next one writes.
extern "C" __global__ void __launch_bounds__(64) forgets_a_barrier(int* to) {
  __shared__ int shared[64];
  shared[threadIdx.x] = 64 * blockIdx.x + threadIdx.x;
  to[64 * blockIdx.x + threadIdx.x] = shared[(threadIdx.x + 1) % 64];
}

extern "C" __global__ void __launch_bounds__(64) remembers_a_barrier(int* to) {
  __shared__ int shared[64];
  shared[threadIdx.x] = 64 * blockIdx.x + threadIdx.x;
  __syncthreads();
  to[64 * blockIdx.x + threadIdx.x] = shared[(threadIdx.x + 1) % 64];
}

extern "C" __global__ void __launch_bounds__(64) turns_a_warp(int* to) {
  int mine = threadIdx.x;
  for (int i = 0; i < 3; i++) mine = __shfl_sync(0xffffffffu, mine, threadIdx.x + 1);
  to[threadIdx.x] = mine;
}
