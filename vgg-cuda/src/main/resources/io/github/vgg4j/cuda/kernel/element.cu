// Kernels that look at each number by itself. A thread moves 16 bytes at once.
#include "vgg.cuh"

extern "C" __global__ void __launch_bounds__(256) relu(long long count, const Number* x, Number* y) {
  for (long long item = firstItem(); item * WIDE < count; item += itemStride()) {
    long long at = item * WIDE;
    float v[WIDE];
    load(x + at, count - at, v);
#pragma unroll
    for (int i = 0; i < WIDE; i++) v[i] = v[i] < 0 ? 0 : v[i];
    store(y + at, count - at, v);
  }
}

extern "C" __global__ void __launch_bounds__(256) relu_back(
    long long count, const Number* __restrict__ y, float scale, Number* __restrict__ dy) {
  for (long long item = firstItem(); item * WIDE < count; item += itemStride()) {
    long long at = item * WIDE;
    float v[WIDE];
    float g[WIDE];
    load(y + at, count - at, v);
    load(dy + at, count - at, g);
#pragma unroll
    for (int i = 0; i < WIDE; i++) g[i] = v[i] > 0 ? g[i] * scale : 0;
    store(dy + at, count - at, g);
  }
}

// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011): four random words of a counter. The counter's
// words are (group, step, layer, 3), where 3 stands for dropout; the key is the seed.
__device__ inline void philox(
    unsigned group, unsigned step, unsigned layer, unsigned long long seed, unsigned (&word)[4]) {
  unsigned key0 = (unsigned) seed;
  unsigned key1 = (unsigned) (seed >> 32);
  word[0] = group;
  word[1] = step;
  word[2] = layer;
  word[3] = 3;
#pragma unroll
  for (int round = 0; round < 10; round++) {
    unsigned long long product0 = (unsigned long long) 0xD2511F53u * word[0];
    unsigned long long product1 = (unsigned long long) 0xCD9E8D57u * word[2];
    word[0] = (unsigned) (product1 >> 32) ^ word[1] ^ key0;
    word[2] = (unsigned) (product0 >> 32) ^ word[3] ^ key1;
    word[1] = (unsigned) product1;
    word[3] = (unsigned) product0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
}

extern "C" __global__ void __launch_bounds__(256) dropout(
    int threshold, float kept, long long seed, int layer, const long long* __restrict__ step,
    long long count, Number* __restrict__ x) {
  unsigned now = (unsigned) *step;
  for (long long item = firstItem(); item * 4 < count; item += itemStride()) {
    long long at = item * 4;
    float v[4];
    unsigned random[4];
    load(x + at, count - at, v);
    philox((unsigned) item, now, layer, seed, random);
#pragma unroll
    for (int i = 0; i < 4; i++) v[i] = random[i] >> 8 < threshold ? 0 : v[i] * kept;
    store(x + at, count - at, v);
  }
}

// Of a map, whose numbers are counted channels x height x width: each draws for itself.
extern "C" __global__ void __launch_bounds__(256) dropout_map(
    int threshold, float kept, long long seed, int layer, const long long* __restrict__ step,
    long long count, int pixels, int channels, Number* __restrict__ x) {
  unsigned now = (unsigned) *step;
  for (long long at = firstItem(); at < count; at += itemStride()) {
    unsigned row = (unsigned) at / channels;
    unsigned channel = (unsigned) at - row * channels;
    unsigned image = row / pixels;
    unsigned pixel = row - image * pixels;
    unsigned long long number = ((unsigned long long) image * channels + channel) * pixels + pixel;
    unsigned random[4];
    philox((unsigned) (number >> 2), now, layer, seed, random);
    unsigned low = number & 1 ? random[1] : random[0];
    unsigned high = number & 1 ? random[3] : random[2];
    unsigned mine = number & 2 ? high : low;
    set(x + at, mine >> 8 < threshold ? 0 : asFloat(x[at]) * kept);
  }
}
