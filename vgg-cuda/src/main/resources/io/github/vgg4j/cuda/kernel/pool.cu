// Pooling of NHWC maps. A thread moves VECTOR channels of one window; neighbouring threads have
// neighbouring channels, then neighbouring windows.
#include "vgg.cuh"

// Where an item of a map of vectors lies: image, row, column, first channel.
struct Position {
  unsigned image, y, x, channel;
};

__device__ inline Position position(unsigned item, unsigned height, unsigned width, unsigned vectors) {
  unsigned pixel = item / vectors;
  unsigned row = pixel / width;
  Position at;
  at.channel = (item - pixel * vectors) * VECTOR;
  at.x = pixel - row * width;
  at.image = row / height;
  at.y = row - at.image * height;
  return at;
}

// Offset of a number in a map.
__device__ inline long long offset(
    Position at, unsigned y, unsigned x, int height, int width, int channels) {
  return (((long long) at.image * height + y) * width + x) * channels + at.channel;
}

extern "C" __global__ void __launch_bounds__(256) max_pool(
    int images, int height, int width, int outHeight, int outWidth, int channels, int relu,
    const Number* __restrict__ x, Number* __restrict__ y, unsigned char* __restrict__ index) {
  unsigned vectors = channels / VECTOR;
  long long items = (long long) images * outHeight * outWidth * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, outHeight, outWidth, vectors);
    const Number* window = x + offset(at, 2 * at.y, 2 * at.x, height, width, channels);
    float v[4][VECTOR];
    load(window, v[0]);
    load(window + channels, v[1]);
    load(window + (long long) width * channels, v[2]);
    load(window + (long long) (width + 1) * channels, v[3]);
    unsigned which[VECTOR];
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      which[c] = 0;
      float best = v[0][c];
#pragma unroll
      for (int i = 1; i < 4; i++) {
        // Not-a-number wins, so that it is seen.
        bool better = v[i][c] > best || v[i][c] != v[i][c];
        best = better ? v[i][c] : best;
        which[c] = better ? i : which[c];
      }
      if (relu && best <= 0) {
        best = 0;
        which[c] = 4;
      }
      v[0][c] = best;
    }
    store(y + item * VECTOR, v[0]);
    if (index) storeBytes(index + item * VECTOR, which);
  }
}

// Writes the numbers of a window that lie inside the map.
__device__ inline void scatter(
    Position at, int height, int width, int channels, const float (&v)[4][VECTOR], Number* dx) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    unsigned row = 2 * at.y + i / 2;
    unsigned column = 2 * at.x + i % 2;
    if (row < height && column < width) {
      store(dx + offset(at, row, column, height, width, channels), v[i]);
    }
  }
}

// A gradient's items are windows, those cut off at an odd edge too: there nothing comes back.
__device__ inline bool whole(Position at, int outHeight, int outWidth) {
  return at.y < outHeight && at.x < outWidth;
}

extern "C" __global__ void __launch_bounds__(256) max_pool_back(
    int images, int height, int width, int outHeight, int outWidth, int channels,
    const Number* __restrict__ dy, const unsigned char* __restrict__ index,
    Number* __restrict__ dx) {
  unsigned vectors = channels / VECTOR;
  int rows = (height + 1) / 2;
  int columns = (width + 1) / 2;
  long long items = (long long) images * rows * columns * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, rows, columns, vectors);
    float g[VECTOR] = {};
    unsigned which[VECTOR] = {};
    if (whole(at, outHeight, outWidth)) {
      long long from = offset(at, at.y, at.x, outHeight, outWidth, channels);
      load(dy + from, g);
      loadBytes(index + from, which);
    }
    float v[4][VECTOR];
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
      for (int c = 0; c < VECTOR; c++) v[i][c] = which[c] == i ? g[c] : 0;
    }
    scatter(at, height, width, channels, v, dx);
  }
}

extern "C" __global__ void __launch_bounds__(256) average_pool(
    int images, int height, int width, int outHeight, int outWidth, int channels,
    const Number* __restrict__ x, Number* __restrict__ y) {
  unsigned vectors = channels / VECTOR;
  long long items = (long long) images * outHeight * outWidth * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, outHeight, outWidth, vectors);
    const Number* window = x + offset(at, 2 * at.y, 2 * at.x, height, width, channels);
    float v[4][VECTOR];
    load(window, v[0]);
    load(window + channels, v[1]);
    load(window + (long long) width * channels, v[2]);
    load(window + (long long) (width + 1) * channels, v[3]);
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      v[0][c] = 0.25f * ((v[0][c] + v[1][c]) + (v[2][c] + v[3][c]));
    }
    store(y + item * VECTOR, v[0]);
  }
}

extern "C" __global__ void __launch_bounds__(256) average_pool_back(
    int images, int height, int width, int outHeight, int outWidth, int channels,
    const Number* __restrict__ dy, Number* __restrict__ dx) {
  unsigned vectors = channels / VECTOR;
  int rows = (height + 1) / 2;
  int columns = (width + 1) / 2;
  long long items = (long long) images * rows * columns * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, rows, columns, vectors);
    float v[4][VECTOR] = {};
    if (whole(at, outHeight, outWidth)) {
      load(dy + offset(at, at.y, at.x, outHeight, outWidth, channels), v[0]);
    }
#pragma unroll
    for (int c = 0; c < VECTOR; c++) {
      v[0][c] *= 0.25f;
#pragma unroll
      for (int i = 1; i < 4; i++) v[i][c] = v[0][c];
    }
    scatter(at, height, width, channels, v, dx);
  }
}

// Output i averages the inputs from startOf(i) up to and without endOf(i), of in inputs and out
// outputs. The other way round, with in and out changed, these are the outputs that read an input.
// Sides are below 65,536, so that products fit.
__device__ inline unsigned startOf(unsigned i, unsigned in, unsigned out) { return i * in / out; }

__device__ inline unsigned endOf(unsigned i, unsigned in, unsigned out) {
  return ((i + 1) * in + out - 1) / out;
}

extern "C" __global__ void __launch_bounds__(256) adaptive_pool(
    int images, int height, int width, int outHeight, int outWidth, int channels,
    const Number* __restrict__ x, Number* __restrict__ y) {
  unsigned vectors = channels / VECTOR;
  long long items = (long long) images * outHeight * outWidth * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, outHeight, outWidth, vectors);
    unsigned top = startOf(at.y, height, outHeight);
    unsigned bottom = endOf(at.y, height, outHeight);
    unsigned left = startOf(at.x, width, outWidth);
    unsigned right = endOf(at.x, width, outWidth);
    float sum[VECTOR] = {};
    for (unsigned row = top; row < bottom; row++) {
      for (unsigned column = left; column < right; column++) {
        float v[VECTOR];
        load(x + offset(at, row, column, height, width, channels), v);
#pragma unroll
        for (int c = 0; c < VECTOR; c++) sum[c] += v[c];
      }
    }
    // Off by two units in the last place at most, without the call of an exact division.
    float share = __fdividef(1, (float) ((bottom - top) * (right - left)));
#pragma unroll
    for (int c = 0; c < VECTOR; c++) sum[c] *= share;
    store(y + item * VECTOR, sum);
  }
}

extern "C" __global__ void __launch_bounds__(256) adaptive_pool_back(
    int images, int height, int width, int outHeight, int outWidth, int channels,
    const Number* __restrict__ dy, Number* __restrict__ dx) {
  unsigned vectors = channels / VECTOR;
  long long items = (long long) images * height * width * vectors;
  for (long long item = firstItem(); item < items; item += itemStride()) {
    Position at = position((unsigned) item, height, width, vectors);
    unsigned top = startOf(at.y, outHeight, height);
    unsigned bottom = endOf(at.y, outHeight, height);
    unsigned left = startOf(at.x, outWidth, width);
    unsigned right = endOf(at.x, outWidth, width);
    float sum[VECTOR] = {};
    for (unsigned row = top; row < bottom; row++) {
      unsigned rows = endOf(row, height, outHeight) - startOf(row, height, outHeight);
      for (unsigned column = left; column < right; column++) {
        unsigned columns = endOf(column, width, outWidth) - startOf(column, width, outWidth);
        float v[VECTOR];
        load(dy + offset(at, row, column, outHeight, outWidth, channels), v);
        float share = __fdividef(1, (float) (rows * columns));
#pragma unroll
        for (int c = 0; c < VECTOR; c++) sum[c] += v[c] * share;
      }
    }
    store(dx + item * VECTOR, sum);
  }
}
