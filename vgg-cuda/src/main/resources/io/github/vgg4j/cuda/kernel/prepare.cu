// From a batch's bytes to a network's input: changed, resized, normalised, in the number type, in
// one pass. A thread writes 8 neighbouring numbers.
#include "vgg.cuh"

#define NUMBERS 8

// One side of an output pixel: its two source pixels and the second one's weight. Multiplied and
// added one by one, never in one rounding, for these are the very numbers of data.Resize.
struct Side {
  int first, second;
  float weight;
};

__device__ inline Side side(int i, int source, float scale) {
  float position = __fadd_rn(__fmul_rn(scale, (float) i + 0.5f), -0.5f);
  position = position < 0 ? 0 : position;
  Side at;
  at.first = (int) position;
  at.first = at.first < source - 1 ? at.first : source - 1;
  at.second = at.first + 1 < source - 1 ? at.first + 1 : source - 1;
  at.weight = position - (float) at.first;
  return at;
}

// What happens to an image: mirrored, then moved.
struct Change {
  int mirrored, down, right;
};

__device__ inline float pixel(
    const unsigned char* plane, Change change, int y, int x, int height, int width) {
  y -= change.down;
  x -= change.right;
  if ((unsigned) y >= (unsigned) height || (unsigned) x >= (unsigned) width) return 0;
  return plane[y * width + (change.mirrored ? width - 1 - x : x)];
}

__device__ inline float blend(float weight, float first, float second) {
  return __fadd_rn(__fmul_rn(1 - weight, first), __fmul_rn(weight, second));
}

extern "C" __global__ void __launch_bounds__(256) prepare(
    const unsigned char* __restrict__ pixels, int sourceHeight, int sourceWidth,
    const int* __restrict__ order, const int* __restrict__ changes,
    const float* __restrict__ meanAndDeviation, long long elements, int height, int width,
    Number* __restrict__ to) {
  float scaleY = (float) sourceHeight / (float) height;
  float scaleX = (float) sourceWidth / (float) width;
  long long plane = (long long) sourceHeight * sourceWidth;
  for (long long item = firstItem(); item * NUMBERS < elements; item += itemStride()) {
    long long first = item * NUMBERS;
    unsigned row = (unsigned) (first / CHANNELS) / width;
    int x = (int) (first / CHANNELS - (long long) row * width);
    int c = (int) (first % CHANNELS);
    unsigned image = row / height;
    int y = row - image * height;
    float v[NUMBERS];
#pragma unroll
    for (int i = 0; i < NUMBERS; i++) {
      v[i] = 0;
      if (first + i < elements) {
        long long source = order ? order[image] : image;
        Change change = {0, 0, 0};
        if (changes) change = {changes[3 * image], changes[3 * image + 1], changes[3 * image + 2]};
        const unsigned char* from = pixels + (source * CHANNELS + c) * plane;
        Side down = side(y, sourceHeight, scaleY);
        Side across = side(x, sourceWidth, scaleX);
        float upper =
            blend(
                across.weight,
                pixel(from, change, down.first, across.first, sourceHeight, sourceWidth),
                pixel(from, change, down.first, across.second, sourceHeight, sourceWidth));
        float lower =
            blend(
                across.weight,
                pixel(from, change, down.second, across.first, sourceHeight, sourceWidth),
                pixel(from, change, down.second, across.second, sourceHeight, sourceWidth));
        v[i] =
            (blend(down.weight, upper, lower) / 255 - meanAndDeviation[c])
            / meanAndDeviation[CHANNELS + c];
      }
      if (++c == CHANNELS) {
        c = 0;
        if (++x == width) {
          x = 0;
          if (++y == height) {
            y = 0;
            image++;
          }
        }
      }
    }
    store(to + first, elements - first, v);
  }
}
