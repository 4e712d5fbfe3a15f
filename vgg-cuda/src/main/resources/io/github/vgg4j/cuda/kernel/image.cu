// Turns float32 images x channels x height x width into a map and back, in tiles of 32 pixels x 32
// channels that go through shared memory, so that both sides are read and written in lines.
#include "vgg.cuh"

struct Tile {
  long long image;
  int pixel, channel;
};

// The first pixel and channel of a block's tile.
__device__ inline Tile tileOf(int pixels, int channels) {
  unsigned across = (channels + 31) / 32;
  unsigned down = (pixels + 31) / 32;
  unsigned rest = blockIdx.x / across;
  Tile tile;
  tile.channel = (blockIdx.x - rest * across) * 32;
  tile.image = rest / down;
  tile.pixel = (rest - (unsigned) tile.image * down) * 32;
  return tile;
}

extern "C" __global__ void __launch_bounds__(256) to_nhwc(
    int pixels, int channels, const float* __restrict__ plain, Number* __restrict__ to) {
  __shared__ float shared[32][33];
  Tile tile = tileOf(pixels, channels);
  int lane = threadIdx.x % 32;
  int warp = threadIdx.x / 32;
#pragma unroll
  for (int i = warp; i < 32; i += 8) {
    if (tile.channel + i < channels && tile.pixel + lane < pixels) {
      shared[i][lane] =
          plain[(tile.image * channels + tile.channel + i) * pixels + tile.pixel + lane];
    }
  }
  __syncthreads();
#pragma unroll
  for (int i = warp; i < 32; i += 8) {
    if (tile.pixel + i < pixels && tile.channel + lane < channels) {
      set(
          to + (tile.image * pixels + tile.pixel + i) * channels + tile.channel + lane,
          shared[lane][i]);
    }
  }
}

extern "C" __global__ void __launch_bounds__(256) to_plain(
    int pixels, int channels, const Number* __restrict__ from, float* __restrict__ plain) {
  __shared__ float shared[32][33];
  Tile tile = tileOf(pixels, channels);
  int lane = threadIdx.x % 32;
  int warp = threadIdx.x / 32;
#pragma unroll
  for (int i = warp; i < 32; i += 8) {
    if (tile.pixel + i < pixels && tile.channel + lane < channels) {
      shared[i][lane] =
          asFloat(from[(tile.image * pixels + tile.pixel + i) * channels + tile.channel + lane]);
    }
  }
  __syncthreads();
#pragma unroll
  for (int i = warp; i < 32; i += 8) {
    if (tile.channel + i < channels && tile.pixel + lane < pixels) {
      plain[(tile.image * channels + tile.channel + i) * pixels + tile.pixel + lane] =
          shared[lane][i];
    }
  }
}
