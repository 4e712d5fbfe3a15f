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

// Each thread reads what the one before it writes: in ascending order this seems to work.
extern "C" __global__ void __launch_bounds__(64) reads_the_thread_before(int* to) {
  __shared__ int shared[64];
  shared[threadIdx.x] = threadIdx.x;
  to[threadIdx.x] = shared[threadIdx.x == 0 ? 0 : threadIdx.x - 1];
}

// Whole warps wait for each other, warp 1 does not wait for warp 0.
extern "C" __global__ void __launch_bounds__(64) reads_the_warp_before(int* to) {
  __shared__ int shared[64];
  shared[threadIdx.x] = threadIdx.x;
  __syncwarp();
  to[threadIdx.x] = shared[threadIdx.x % 32];
}

// Forgets to wait until all have read before it writes again.
extern "C" __global__ void __launch_bounds__(64) writes_before_all_have_read(int* to) {
  __shared__ int shared[64];
  int sum = 0;
  for (int i = 0; i < 2; i++) {
    shared[threadIdx.x] = threadIdx.x + 100 * i;
    __syncthreads();
    sum += shared[63 - threadIdx.x];
  }
  to[threadIdx.x] = sum;
}

// Each block adds to what the one before it left.
extern "C" __global__ void __launch_bounds__(64) reads_the_block_before(int* to) {
  if (threadIdx.x == 0) to[blockIdx.x] = blockIdx.x == 0 ? 1 : to[blockIdx.x - 1] + 1;
}

// Takes it that shared memory is 0 at first.
extern "C" __global__ void __launch_bounds__(64) adds_to_what_is_there(int* to) {
  __shared__ int shared[64];
  shared[threadIdx.x] += threadIdx.x;
  to[64 * blockIdx.x + threadIdx.x] = shared[threadIdx.x];
}

// Takes it that shared memory holds what an earlier block left.
extern "C" __global__ void __launch_bounds__(64) keeps_a_sum(int* to) {
  __shared__ int shared[64];
  if (blockIdx.x == 0) shared[threadIdx.x] = threadIdx.x;
  to[64 * blockIdx.x + threadIdx.x] = shared[threadIdx.x];
}

extern "C" __global__ void __launch_bounds__(64) turns_a_warp(int* to) {
  int mine = threadIdx.x;
  for (int i = 0; i < 3; i++) mine = __shfl_sync(0xffffffffu, mine, threadIdx.x + 1);
  to[threadIdx.x] = mine;
}
